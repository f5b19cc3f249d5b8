import { Button, Select, Stack, Table, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Answer, Empty } from '../../shared/components/States.tsx';
import { FormEnd, sending, useRecordForm } from '../../shared/form.tsx';
import { useFormat } from '../../shared/format.ts';
import { LANGUAGES } from '../../shared/i18n.ts';
import { useAll } from '../../shared/queries.ts';
import type { Branch } from '../../shared/types.ts';
import { useSession } from '../shell/session.ts';
import { History } from './History.tsx';
import { nameOfCountry, useNames } from './names.ts';
import {
  AddButton,
  Head,
  Mark,
  OpenLink,
  ReadOnly,
  Side,
  useIsAdministrator,
  useOpen,
  useRetire,
  Wide,
} from './parts.tsx';

const PATH = '/api/branches';

export function Branches() {
  const { t } = useTranslation();
  const isAdministrator = useIsAdministrator();
  const { id, close } = useOpen();
  const branches = useAll<Branch>(PATH);
  const { retire } = useRetire(PATH);
  const [reading, setReading] = useState(0);
  const open = branches.data?.find((branch) => branch.id === id);
  return (
    <>
      <Head title={t('settings.pages.branches')} hint={t('settings.branches.hint')}>
        {isAdministrator && <AddButton label={t('settings.branches.add')} />}
      </Head>
      {!isAdministrator && <ReadOnly />}
      <Answer of={branches}>
        {(items) =>
          items.length === 0 ? (
            <Empty title={t('settings.branches.none')} />
          ) : (
            <Wide label={t('settings.pages.branches')}>
              <Table>
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th scope="col">{t('common.name')}</Table.Th>
                    <Table.Th scope="col" visibleFrom="md">
                      {t('settings.branches.timeZone')}
                    </Table.Th>
                    <Table.Th scope="col" visibleFrom="md">
                      {t('settings.branches.country')}
                    </Table.Th>
                    <Table.Th scope="col" visibleFrom="md">
                      {t('common.language')}
                    </Table.Th>
                    <Table.Th scope="col" visibleFrom="md">
                      {t('settings.branches.currency')}
                    </Table.Th>
                    {isAdministrator && <Table.Th scope="col">{t('settings.acts')}</Table.Th>}
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {items.map((branch) => {
                    const { name, timeZone, country, language, currency, retired } = branch;
                    const act = t(retired ? 'settings.restore' : 'settings.retire');
                    return (
                      <Table.Tr key={branch.id}>
                        <Table.Td>
                          {isAdministrator ? <OpenLink id={branch.id}>{name}</OpenLink> : name}
                          {retired && <Mark>{t('settings.retired')}</Mark>}
                          <Text size="xs" c="dimmed" hiddenFrom="md">
                            {timeZone.replaceAll('_', ' ')} · {nameOfCountry(country)} · {LANGUAGES[language]} ·{' '}
                            {currency}
                          </Text>
                        </Table.Td>
                        <Table.Td visibleFrom="md">{timeZone.replaceAll('_', ' ')}</Table.Td>
                        <Table.Td visibleFrom="md">{nameOfCountry(country)}</Table.Td>
                        <Table.Td visibleFrom="md">{LANGUAGES[language]}</Table.Td>
                        <Table.Td visibleFrom="md">{currency}</Table.Td>
                        {isAdministrator && (
                          <Table.Td>
                            <Button
                              variant="default"
                              size="xs"
                              onClick={() => void retire(branch, !retired)}
                              aria-label={`${act}: ${name}`}
                            >
                              {act}
                            </Button>
                          </Table.Td>
                        )}
                      </Table.Tr>
                    );
                  })}
                </Table.Tbody>
              </Table>
            </Wide>
          )
        }
      </Answer>
      <Side
        title={t(id === 'new' ? 'settings.branches.add' : 'settings.branches.edit')}
        isOpen={isAdministrator && (id === 'new' || open !== undefined)}
        close={close}
      >
        <BranchForm
          key={`${id}${reading}`}
          branch={open}
          close={close}
          reread={() => setReading((count) => count + 1)}
        />
        {open && <History entity="branch" entityId={open.id} />}
      </Side>
    </>
  );
}

function BranchForm({ branch, close, reread }: { branch: Branch | undefined; close: () => void; reread: () => void }) {
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
