import { NumberInput, Select, SimpleGrid, Stack, Switch, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { daysOfProfile, PROFILE_UNITS } from '../../../src/domain/sla.ts';
import { useSpan } from '../../shared/components/Inputs.tsx';
import { Facts } from '../../shared/components/Facts.tsx';
import { FormEnd, sending, useRecordForm } from '../../shared/form.tsx';
import { useFormat } from '../../shared/format.ts';
import { useAll } from '../../shared/queries.ts';
import type { CancellationProfile } from '../../shared/types.ts';
import { DeleteButton, type RecordFormProps, Records, RecordSide } from './Records.tsx';
import { fieldOfTitle, named } from './titled.ts';

const PATH = '/api/cancellation-profiles';
const LONGEST = 120;

/** How long cancellation requests may take (003: Tempo de Cancelamento do Produto). */
export function CancellationProfiles() {
  const { t } = useTranslation();
  const format = useFormat();
  const span = useSpan();
  const read = useAll<CancellationProfile>(PATH);
  const profiles = { ...read, data: read.data?.map(named) };
  const lengthOf = ({ unit, period }: CancellationProfile) => span({ amount: period, unit });
  return (
    <>
      <Records
        of={profiles}
        title={t('settings.pages.cancellation-profiles')}
        hint={t('deskSettings.profiles.hint')}
        add={t('deskSettings.profiles.add')}
        none={t('deskSettings.profiles.none')}
        noneHint={t('deskSettings.profiles.noneHint')}
        columns={[
          { label: t('deskSettings.profiles.period'), visibleFrom: 'sm', render: lengthOf },
          { label: t('deskSettings.profiles.days'), visibleFrom: 'sm', render: ({ days }) => format.number(days) },
        ]}
        markOf={({ isDefault }) => isDefault && t('deskSettings.profiles.isDefault')}
        renderBelow={(profile) => (
          <Text size="xs" c="dimmed" hiddenFrom="sm">
            {lengthOf(profile)} · {t('deskSettings.profiles.days')}: {format.number(profile.days)}
          </Text>
        )}
        path={PATH}
        isRetirable={({ isDefault }) => !isDefault}
      />
      <RecordSide
        of={profiles.data}
        entity="cancellation_profile"
        add={t('deskSettings.profiles.add')}
        titleOf={() => t('deskSettings.profiles.edit')}
      >
        {(form) =>
          // What a new one begins with depends on whether there is a default one.
          profiles.data && <ProfileForm {...form} standard={profiles.data.find(({ isDefault }) => isDefault)} />
        }
      </RecordSide>
    </>
  );
}

interface ProfileFormProps extends RecordFormProps<CancellationProfile & { name: string }> {
  /** The default one as it stands. */
  standard: CancellationProfile | undefined;
}

interface ProfileValues extends Pick<CancellationProfile, 'unit' | 'isDefault'> {
  name: string;
  /** Empty while nothing is typed. */
  period: number | '';
}

function ProfileForm({ record: profile, standard, close, reread }: ProfileFormProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { form, send, end } = useRecordForm<CancellationProfile, ProfileValues>({
    path: PATH,
    of: profile,
    onSaved: close,
    toField: fieldOfTitle,
    initialValues: {
      name: profile?.title ?? '',
      unit: profile?.unit ?? 'day',
      period: profile?.period ?? 2,
      // The first one is that of all plans, unless somebody says otherwise.
      isDefault: profile?.isDefault ?? standard === undefined,
    },
  });
  const { name, unit, period, isDefault } = form.values;
  const isStandard = profile !== undefined && profile.isDefault;
  const body = { title: name, unit, period: period === '' ? null : period, isDefault };
  const hint = isStandard
    ? t('deskSettings.profiles.staysDefault')
    : isDefault && standard
      ? t('deskSettings.profiles.takesFrom', { title: standard.title })
      : t('deskSettings.profiles.isDefaultHint');
  return (
    <form onSubmit={sending(() => send(body))} noValidate>
      <Stack>
        <TextInput
          label={t('deskSettings.title')}
          required
          data-autofocus
          maxLength={120}
          {...form.getInputProps('name')}
        />
        <SimpleGrid cols={2} spacing="sm">
          <Select
            label={t('deskSettings.profiles.unit')}
            data={PROFILE_UNITS.map((value) => ({ value, label: t(`deskSettings.profiles.units.${value}`) }))}
            allowDeselect={false}
            {...form.getInputProps('unit')}
          />
          <NumberInput
            label={t('deskSettings.profiles.period')}
            required
            min={1}
            max={LONGEST}
            allowDecimal={false}
            allowNegative={false}
            clampBehavior="none"
            {...form.getInputProps('period')}
          />
        </SimpleGrid>
        <Facts
          facts={[
            [t('deskSettings.profiles.days'), period === '' ? '–' : format.number(daysOfProfile(unit, Number(period)))],
          ]}
        />
        <Switch
          label={t('deskSettings.profiles.isDefault')}
          description={hint}
          disabled={isStandard}
          {...form.getInputProps('isDefault', { type: 'checkbox' })}
        />
        <FormEnd {...end} close={close} reread={reread} />
        {profile && !profile.used && !profile.isDefault && (
          <DeleteButton
            path={PATH}
            record={profile}
            label={t('deskSettings.delete')}
            hint={t('deskSettings.deleteHint')}
            done={t('deskSettings.deleted', { name: profile.title })}
            close={close}
          />
        )}
      </Stack>
    </form>
  );
}
