import { Anchor, Button, Group, Select, SimpleGrid, Stack, Switch, Table, Text } from '@mantine/core';
import { IconFilter } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DateField } from '../../shared/components/Inputs.tsx';
import { Moment } from '../../shared/components/Moment.tsx';
import { Answer, Empty } from '../../shared/components/States.tsx';
import { useAll, useGet, usePages } from '../../shared/queries.ts';
import type { Customer, Department, Note, NoteReportCount } from '../../shared/types.ts';
import { CustomerSelect } from '../customers/CustomerSelect.tsx';
import { More, useColleagues } from '../customers/parts.tsx';
import { NoteText } from '../notes/NoteText.tsx';
import { useSession } from '../shell/session.ts';
import { isReversed, type NoteFilter } from './address.ts';
import { useReports } from './place.ts';
import { TakeAway } from './TakeAway.tsx';

const PATH = '/api/reports/notes';

/** Notes by customer: what was written on customers, by whom and when (004). */
export function Notes() {
  const { t } = useTranslation();
  const { notes, branchId, go } = useReports();
  const customerId = notes?.customerId;
  const customer = useGet<Customer>(`/api/customers/${customerId}`, {}, { enabled: customerId !== undefined });
  const named = customerId === undefined ? null : customer.data?.id === customerId ? customer.data : undefined;
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        {t('notes.report.hint')}
      </Text>
      {/* Another address, another draft; a customer who is not there any more leaves the field blank. */}
      {(named !== undefined || customer.isError) && (
        <Filters
          key={JSON.stringify(notes)}
          asked={notes ?? {}}
          customer={named ?? null}
          see={(to) => go({ notes: to })}
        />
      )}
      {notes ? <Results filter={notes} branchId={branchId} /> : <Empty title={t('notes.report.begin')} />}
    </Stack>
  );
}

interface FilterProps {
  asked: NoteFilter;
  customer: Customer | null;
  see: (filter: NoteFilter) => void;
}

function Filters({ asked, customer, see }: FilterProps) {
  const { t } = useTranslation();
  const { user } = useSession();
  const [draft, setDraft] = useState(asked);
  const departments = useAll<Department>('/api/departments', {}, { enabled: user.accessLevel <= 2 });
  const { users } = useColleagues();
  const set = (edit: NoteFilter) => setDraft((before) => ({ ...before, ...edit }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isReversed(draft.from, draft.to)) see(draft);
  };
  const field = {
    placeholder: t('common.all'),
    clearable: true,
    clearButtonProps: { 'aria-label': t('reports.clear') },
  };
  const colleagues =
    user.accessLevel === 3 ? users.filter(({ departmentId }) => departmentId === user.departmentId) : users;
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }} spacing="sm">
          <CustomerSelect
            label={t('notes.report.customer')}
            chosen={customer}
            value={draft.customerId ?? null}
            onChange={(id) => set({ customerId: id ?? undefined })}
          />
          {user.accessLevel <= 2 && (
            <Select
              {...field}
              label={t('notes.report.department')}
              searchable
              data={departments.data?.map(({ id, name }) => ({ value: id, label: name })) ?? []}
              value={draft.departmentId ?? null}
              onChange={(id) => set({ departmentId: id ?? undefined })}
            />
          )}
          {user.accessLevel <= 3 && (
            <Select
              {...field}
              label={t('notes.report.user')}
              searchable
              data={colleagues.map(({ id, name, active }) => ({
                value: id,
                label: active ? name : t('notes.report.inactive', { name }),
              }))}
              value={draft.userId ?? null}
              onChange={(id) => set({ userId: id ?? undefined })}
            />
          )}
          <DateField
            {...field}
            placeholder=""
            label={t('notes.report.from')}
            value={draft.from ?? null}
            onChange={(from) => set({ from: from ?? undefined })}
          />
          <DateField
            {...field}
            placeholder=""
            label={t('notes.report.to')}
            value={draft.to ?? null}
            error={isReversed(draft.from, draft.to) ? t('reports.reversed') : undefined}
            onChange={(to) => set({ to: to ?? undefined })}
          />
        </SimpleGrid>
        <Group gap="lg" align="flex-start">
          <Switch
            label={t('notes.report.lastThree')}
            description={t('notes.report.lastThreeHint')}
            checked={draft.lastThree ?? false}
            onChange={({ currentTarget: { checked } }) => set({ lastThree: checked || undefined })}
          />
          <Switch
            label={t('notes.report.byDepartment')}
            checked={draft.byDepartment ?? false}
            onChange={({ currentTarget: { checked } }) => set({ byDepartment: checked || undefined })}
          />
        </Group>
        <Group>
          <Button type="submit" leftSection={<IconFilter size={16} aria-hidden />}>
            {t('notes.report.see')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Results({ filter, branchId }: { filter: NoteFilter; branchId: string | undefined }) {
  const { t } = useTranslation();
  const { byDepartment, ...rest } = filter;
  const query = { ...rest, branchId };
  const counted = useGet<NoteReportCount>(`${PATH}/count`, query);
  const grouped = { ...query, groupByDepartment: byDepartment };
  const found = usePages<Note>(PATH, grouped);
  return (
    <Answer of={counted} lines={2}>
      {({ notes: count, departments }) =>
        count === 0 ? (
          <Empty title={t('notes.report.none')}>{t('notes.report.noneHint')}</Empty>
        ) : (
          <Stack gap="sm" opacity={counted.isPlaceholderData || found.isPlaceholderData ? 0.6 : 1}>
            <Group justify="space-between">
              <Text fw={600} role="status">
                {t('notes.report.count', { count })}
              </Text>
              <TakeAway key={JSON.stringify(grouped)} path={`${PATH}/file`} query={grouped} isExcelOnly />
            </Group>
            <Answer of={found} lines={6}>
              {() => <Found notes={found.items} departments={byDepartment ? departments : null} />}
            </Answer>
            <div>
              <More of={found} />
            </div>
          </Stack>
        )
      }
    </Answer>
  );
}

interface Shown {
  heading: string | null;
  notes: Note[];
}

function Found({ notes, departments }: { notes: Note[]; departments: NoteReportCount['departments'] | null }) {
  const { t } = useTranslation();
  const isCompany = useSession().user.accessLevel === 1;
  const columns = isCompany ? 6 : 5;
  const groups: Shown[] = departments
    ? departments.map(({ id, name, notes: count }) => ({
        heading: t('notes.report.group', { name: name ?? t('notes.noDepartment'), notes: count }),
        notes: notes.filter(({ department }) => (department?.id ?? null) === id),
      }))
    : [{ heading: null, notes }];
  return (
    <Table.ScrollContainer
      minWidth={760}
      scrollAreaProps={{ viewportProps: { tabIndex: 0, 'aria-label': t('notes.report.title'), role: 'region' } }}
    >
      <Table verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t('notes.report.recorded')}</Table.Th>
            <Table.Th scope="col">{t('notes.report.customer')}</Table.Th>
            <Table.Th scope="col">{t('notes.report.note')}</Table.Th>
            <Table.Th scope="col">{t('notes.report.author')}</Table.Th>
            <Table.Th scope="col">{t('notes.report.department')}</Table.Th>
            {isCompany && <Table.Th scope="col">{t('reports.branch')}</Table.Th>}
          </Table.Tr>
        </Table.Thead>
        {groups
          .filter((group) => group.notes.length > 0)
          .map((group) => (
            <Table.Tbody key={group.heading}>
              {group.heading !== null && (
                <Table.Tr>
                  <Table.Th scope="rowgroup" colSpan={columns} bg="var(--mantine-color-default-hover)">
                    {group.heading}
                  </Table.Th>
                </Table.Tr>
              )}
              {group.notes.map((note) => (
                <Row key={note.id} note={note} isCompany={isCompany} />
              ))}
            </Table.Tbody>
          ))}
      </Table>
    </Table.ScrollContainer>
  );
}

function Row({ note, isCompany }: { note: Note; isCompany: boolean }) {
  const { t } = useTranslation();
  const { customer, author, department, branch, createdAt } = note;
  return (
    <Table.Tr style={{ verticalAlign: 'top' }}>
      <Table.Td style={{ whiteSpace: 'nowrap' }}>
        <Moment at={createdAt} />
      </Table.Td>
      <Table.Td style={{ overflowWrap: 'anywhere' }}>
        <Anchor
          size="sm"
          fw={500}
          renderRoot={(props) => (
            <Link
              to="/customers/$customerId"
              params={{ customerId: customer.id }}
              search={{ tab: 'notes' }}
              {...props}
            />
          )}
        >
          {customer.name}
        </Anchor>
        <Text size="xs" c="dimmed">
          {customer.code}
        </Text>
      </Table.Td>
      <Table.Td miw={220}>
        <NoteText note={note} />
      </Table.Td>
      <Table.Td>{author.name}</Table.Td>
      <Table.Td>{department?.name ?? t('notes.noDepartment')}</Table.Td>
      {isCompany && <Table.Td>{branch.name}</Table.Td>}
    </Table.Tr>
  );
}
