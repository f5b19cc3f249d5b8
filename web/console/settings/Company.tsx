import { Select, Stack, Switch, TextInput } from '@mantine/core';
import { TimeInput } from '@mantine/dates';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Facts } from '../../shared/components/Facts.tsx';
import { SpanInput, useSpan } from '../../shared/components/Inputs.tsx';
import { Answer } from '../../shared/components/States.tsx';
import { FormEnd, sending, useRecordForm } from '../../shared/form.tsx';
import { useAll, useGet } from '../../shared/queries.ts';
import type { Settings, User } from '../../shared/types.ts';
import { History } from './History.tsx';
import { Head, ReadOnly, useIsAdministrator } from './parts.tsx';

/** What holds for the whole company, and where a plan says nothing. */
export function Company() {
  const { t } = useTranslation();
  const isAdministrator = useIsAdministrator();
  const settings = useGet<Settings>('/api/settings');
  const span = useSpan();
  const [reading, setReading] = useState(0);
  return (
    <>
      <Head title={t('settings.pages.company')} hint={t('settings.company.hint')} />
      {!isAdministrator && <ReadOnly />}
      <Answer of={settings}>
        {(stored) =>
          isAdministrator ? (
            <CompanyForm key={reading} stored={stored} reread={() => setReading((count) => count + 1)} />
          ) : (
            <Facts
              facts={[
                [t('settings.company.name'), stored.name],
                [t('settings.company.defaultNotice'), span(stored.defaultNotice)],
                [t('settings.company.night'), `${stored.nightWindow.from} – ${stored.nightWindow.to}`],
                [t('settings.company.withdrawSignal'), t(stored.allowWithdrawSignal ? 'common.yes' : 'settings.no')],
              ]}
            />
          )
        }
      </Answer>
      <History entity="settings" entityId="1" />
    </>
  );
}

function CompanyForm({ stored, reread }: { stored: Settings; reread: () => void }) {
  const { t } = useTranslation();
  const { name, defaultNotice, nightWindow, allowWithdrawSignal, noticeAccountUserId } = stored;
  const users = useAll<User>('/api/users');
  const { form, send, end } = useRecordForm({
    path: '/api/settings',
    of: stored,
    initialValues: { name, defaultNotice, nightWindow, allowWithdrawSignal, noticeAccountUserId },
  });
  const sender = users.data?.find(({ id }) => id === form.values.noticeAccountUserId);
  return (
    <form onSubmit={sending(() => send())} noValidate>
      <Stack maw={460}>
        <TextInput label={t('settings.company.name')} required maxLength={120} {...form.getInputProps('name')} />
        <SpanInput
          label={t('settings.company.defaultNotice')}
          description={t('settings.company.defaultNoticeHint')}
          units={['day', 'week', 'month']}
          value={form.values.defaultNotice}
          onChange={(value) => form.setFieldValue('defaultNotice', value)}
          error={form.errors['defaultNotice']}
        />
        <TimeInput
          label={t('settings.company.nightFrom')}
          description={t('settings.company.nightHint')}
          required
          {...form.getInputProps('nightWindow.from')}
        />
        <TimeInput
          label={t('settings.company.nightTo')}
          required
          {...form.getInputProps('nightWindow.to')}
          error={form.errors['nightWindow']}
        />
        <Switch
          label={t('settings.company.withdrawSignal')}
          description={t('settings.company.withdrawSignalHint')}
          {...form.getInputProps('allowWithdrawSignal', { type: 'checkbox' })}
        />
        <Select
          label={t('mailAccount.noticeAccount')}
          description={
            sender
              ? `${t('mailAccount.noticeAccountHint')} ${t('mailAccount.stateOf', {
                  state: t(`mailAccount.states.${sender.mailAccount}`),
                })}`
              : t('mailAccount.systemHint')
          }
          placeholder={t('mailAccount.system')}
          data={(users.data ?? [])
            .filter(({ id, active, accessLevel }) => (active && accessLevel === 1) || id === noticeAccountUserId)
            .map((user) => ({ value: user.id, label: user.name }))}
          clearable
          {...form.getInputProps('noticeAccountUserId')}
        />
        <FormEnd {...end} reread={reread} />
      </Stack>
    </form>
  );
}
