import { Fieldset, NumberInput, PasswordInput, Select, Stack, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { FormEnd, sending, useRecordForm } from '../../shared/form.tsx';
import { useAll } from '../../shared/queries.ts';
import type { Branch, Nas } from '../../shared/types.ts';
import { useSession } from '../shell/session.ts';
import { type RecordFormProps, Records, RecordSide } from './Records.tsx';

const PATH = '/api/nas';
/** Of CoA and Disconnect requests (RFC 5176). */
const COA_PORT = 3799;

/** Network equipment that is told of changed connections. */
export function Equipment() {
  const { t } = useTranslation();
  const equipment = useAll<Nas>(PATH);
  const branches = useAll<Branch>('/api/branches');
  const branchOf = ({ branchId }: Nas) => branches.data?.find(({ id }) => id === branchId)?.name ?? '…';
  const addressOf = ({ host, coaPort }: Nas) => (host.includes(':') ? `[${host}]:${coaPort}` : `${host}:${coaPort}`);
  return (
    <>
      <Records
        of={equipment}
        title={t('settings.pages.equipment')}
        hint={t('deskSettings.equipment.hint')}
        add={t('deskSettings.equipment.add')}
        none={t('deskSettings.equipment.none')}
        noneHint={t('deskSettings.equipment.noneHint')}
        columns={[
          { label: t('deskSettings.equipment.branch'), visibleFrom: 'sm', render: branchOf },
          { label: t('deskSettings.equipment.host'), visibleFrom: 'sm', render: addressOf },
        ]}
        renderBelow={(nas) => (
          <Text size="xs" c="dimmed" hiddenFrom="sm">
            {branchOf(nas)} · {addressOf(nas)}
          </Text>
        )}
        path={PATH}
      />
      <RecordSide
        of={equipment.data}
        entity="nas"
        add={t('deskSettings.equipment.add')}
        titleOf={() => t('deskSettings.equipment.edit')}
      >
        {(form) => <EquipmentForm {...form} branches={branches.data ?? []} />}
      </RecordSide>
    </>
  );
}

interface EquipmentValues extends Omit<Nas, 'id' | 'coaPort' | 'retired' | 'version' | 'createdAt'> {
  /** Empty while nothing is typed. */
  coaPort: number | '';
  secret: string;
}

function EquipmentForm({ record: nas, branches, close, reread }: RecordFormProps<Nas> & { branches: Branch[] }) {
  const { t } = useTranslation();
  const { branch } = useSession();
  const { form, send, end } = useRecordForm<Nas, EquipmentValues>({
    path: PATH,
    of: nas,
    onSaved: close,
    initialValues: {
      name: nas?.name ?? '',
      branchId: nas?.branchId ?? branch.id,
      host: nas?.host ?? '',
      coaPort: nas?.coaPort ?? COA_PORT,
      secret: '',
      normalFilter: nas?.normalFilter ?? 'normal',
      reducedFilter: nas?.reducedFilter ?? 'reduced',
      blockedFilter: nas?.blockedFilter ?? 'blocked',
    },
  });
  const { branchId, secret, coaPort, ...fields } = form.values;
  const body = {
    ...fields,
    coaPort: coaPort === '' ? null : coaPort,
    ...(nas ? {} : { branchId }),
    ...(nas && secret === '' ? {} : { secret }),
  };
  return (
    <form onSubmit={sending(() => send(body))} noValidate>
      <Stack>
        <TextInput label={t('common.name')} required data-autofocus maxLength={120} {...form.getInputProps('name')} />
        <Select
          label={t('deskSettings.equipment.branch')}
          data={branches
            .filter(({ id, retired }) => !retired || id === branchId)
            .map(({ id, name }) => ({ value: id, label: name }))}
          allowDeselect={false}
          disabled={nas !== undefined}
          {...form.getInputProps('branchId')}
        />
        <TextInput
          label={t('deskSettings.equipment.host')}
          required
          maxLength={253}
          spellCheck={false}
          autoCapitalize="none"
          {...form.getInputProps('host')}
        />
        <NumberInput
          label={t('deskSettings.equipment.port')}
          required
          min={1}
          max={65_535}
          allowDecimal={false}
          allowNegative={false}
          clampBehavior="none"
          {...form.getInputProps('coaPort')}
        />
        <PasswordInput
          label={t('deskSettings.equipment.secret')}
          description={t(nas ? 'deskSettings.equipment.secretStays' : 'deskSettings.equipment.secretHint')}
          required={nas === undefined}
          maxLength={200}
          autoComplete="new-password"
          {...form.getInputProps('secret')}
        />
        <Fieldset legend={t('deskSettings.equipment.filters')}>
          <Stack gap="sm">
            <Text size="sm" c="dimmed">
              {t('deskSettings.equipment.filtersHint')}
            </Text>
            {(['normal', 'reduced', 'blocked'] as const).map((state) => (
              <TextInput
                key={state}
                label={t(`deskSettings.equipment.${state}`)}
                required
                maxLength={120}
                spellCheck={false}
                {...form.getInputProps(`${state}Filter`)}
              />
            ))}
          </Stack>
        </Fieldset>
        <FormEnd {...end} close={close} reread={reread} />
      </Stack>
    </form>
  );
}
