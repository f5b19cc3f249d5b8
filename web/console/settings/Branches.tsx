import { Select, Stack, Text, TextInput } from '@mantine/core';
import { TimeInput } from '@mantine/dates';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FormEnd, sending, useRecordForm } from '../../shared/form.tsx';
import { useFormat } from '../../shared/format.ts';
import { LANGUAGES } from '../../shared/i18n.ts';
import { useAll } from '../../shared/queries.ts';
import type { Branch } from '../../shared/types.ts';
import { useSession } from '../shell/session.ts';
import { nameOfCountry, useNames } from './names.ts';
import { type RecordFormProps, Records, RecordSide } from './Records.tsx';

const PATH = '/api/branches';

export function Branches() {
  const { t } = useTranslation();
  const branches = useAll<Branch>(PATH);
  const zoneOf = ({ timeZone }: Branch) => timeZone.replaceAll('_', ' ');
  return (
    <>
      <Records
        of={branches}
        title={t('settings.pages.branches')}
        hint={t('settings.branches.hint')}
        add={t('settings.branches.add')}
        none={t('settings.branches.none')}
        columns={[
          { label: t('settings.branches.timeZone'), visibleFrom: 'md', render: zoneOf },
          { label: t('settings.branches.country'), visibleFrom: 'md', render: ({ country }) => nameOfCountry(country) },
          { label: t('common.language'), visibleFrom: 'md', render: ({ language }) => LANGUAGES[language] },
          { label: t('settings.branches.currency'), visibleFrom: 'md', render: ({ currency }) => currency },
        ]}
        renderBelow={(branch) => (
          <Text size="xs" c="dimmed" hiddenFrom="md">
            {zoneOf(branch)} · {nameOfCountry(branch.country)} · {LANGUAGES[branch.language]} · {branch.currency}
          </Text>
        )}
        path={PATH}
      />
      <RecordSide
        of={branches.data}
        entity="branch"
        add={t('settings.branches.add')}
        titleOf={() => t('settings.branches.edit')}
      >
        {(form) => <BranchForm {...form} />}
      </RecordSide>
    </>
  );
}

function BranchForm({ record: branch, close, reread }: RecordFormProps<Branch>) {
  const { t } = useTranslation();
  const format = useFormat();
  const own = useSession().branch;
  const [now] = useState(() => new Date().toISOString());
  const timeZones = useNames('timeZones');
  const countries = useNames('countries');
  const currencies = useNames('currencies');
  const { form, send, end } = useRecordForm({
    path: PATH,
    of: branch,
    onSaved: close,
    initialValues: {
      name: branch?.name ?? '',
      timeZone: branch?.timeZone ?? own.timeZone,
      country: branch?.country ?? null,
      language: branch?.language ?? own.language,
      currency: branch?.currency ?? own.currency,
      noticeTime: branch?.noticeTime ?? '08:00',
    },
  });
  const { timeZone } = form.values;
  // A zone may be stored under another of its names than the browser lists.
  const zones =
    timeZone && !timeZones.some(({ value }) => value === timeZone)
      ? [{ value: timeZone, label: timeZone }, ...timeZones]
      : timeZones;
  return (
    <form onSubmit={sending(() => send())} noValidate>
      <Stack>
        <TextInput label={t('common.name')} required data-autofocus maxLength={120} {...form.getInputProps('name')} />
        <Select
          label={t('settings.branches.timeZone')}
          description={timeZone ? t('settings.branches.nowThere', { time: format.instant(now, timeZone) }) : null}
          data={zones}
          searchable
          limit={80}
          nothingFoundMessage={t('shell.nothingFound')}
          required
          {...form.getInputProps('timeZone')}
        />
        <Select
          label={t('settings.branches.country')}
          data={countries}
          searchable
          limit={300}
          nothingFoundMessage={t('shell.nothingFound')}
          required
          {...form.getInputProps('country')}
        />
        <Select
          label={t('common.language')}
          description={t('settings.branches.languageHint')}
          data={Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))}
          allowDeselect={false}
          required
          {...form.getInputProps('language')}
        />
        <Select
          label={t('settings.branches.currency')}
          description={t('settings.branches.currencyHint')}
          data={currencies}
          searchable
          limit={300}
          nothingFoundMessage={t('shell.nothingFound')}
          required
          {...form.getInputProps('currency')}
        />
        <TimeInput
          label={t('notices.branch.time')}
          description={t('notices.branch.timeHint')}
          required
          {...form.getInputProps('noticeTime')}
        />
        {branch && (
          <Text size="sm" c="dimmed">
            {t('settings.branches.soldStays')}
          </Text>
        )}
        <FormEnd {...end} close={close} reread={reread} />
      </Stack>
    </form>
  );
}
