import { Anchor, Button, Checkbox, Group, SegmentedControl, Stack, Table, Text } from '@mantine/core';
import { IconChecklist } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Moment } from '../../shared/components/Moment.tsx';
import { Answer } from '../../shared/components/States.tsx';
import { useFormat } from '../../shared/format.ts';
import type { CrmReportCustomer, CrmTask } from '../../shared/types.ts';
import { LISTS } from './address.ts';
import { useReports } from './place.ts';
import { GiveTask } from './GiveTask.tsx';
import { type Filter, PATH, useFound } from './report.ts';
import { TakeAway } from './TakeAway.tsx';

/** Who and what is behind the counts; all of it as a file, and a task for those it is about. */
export function Found({ filter, customers }: { filter: Filter; customers: number }) {
  const { t } = useTranslation();
  const { shown = 'customers', go } = useReports();
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <SegmentedControl
          aria-label={t('reports.crm.show')}
          data={LISTS.map((list) => ({ value: list, label: t(`reports.crm.${list}`) }))}
          value={shown}
          onChange={(value) => go({ shown: LISTS.find((list) => list === value) })}
        />
        <TakeAway key={shown} path={`${PATH}/export`} query={{ of: shown }} body={filter} />
      </Group>
      {shown === 'customers' ? (
        // Who was chosen of one filter is not chosen of the next.
        <Customers key={JSON.stringify(filter)} filter={filter} all={customers} />
      ) : (
        <Tasks filter={filter} />
      )}
    </Stack>
  );
}

interface Paged {
  data: unknown;
  error: unknown;
  refetch: () => unknown;
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage: () => Promise<unknown>;
}

function List({ of, label, children }: { of: Paged; label: string; children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <Answer of={of} lines={6}>
      {() => (
        <>
          <Table.ScrollContainer
            minWidth={640}
            scrollAreaProps={{ viewportProps: { tabIndex: 0, 'aria-label': label, role: 'region' } }}
          >
            {children}
          </Table.ScrollContainer>
          {of.hasNextPage && (
            <Button
              variant="default"
              style={{ alignSelf: 'flex-start' }}
              loading={of.isFetchingNextPage}
              onClick={() => void of.fetchNextPage()}
            >
              {t('common.more')}
            </Button>
          )}
        </>
      )}
    </Answer>
  );
}

const CustomerLink = ({ customer }: { customer: CrmTask['customer'] }) => (
  <>
    <Anchor component={Link} to={`/customers/${customer.id}`} size="sm" fw={500}>
      {customer.name}
    </Anchor>
    <Text size="xs" c="dimmed">
      {customer.code}
    </Text>
  </>
);

/** What the server takes of single ones; more are all. */
const MAX_SELECTED = 1_000;

function Customers({ filter, all }: { filter: Filter; all: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [selected, select] = useState<ReadonlySet<string>>(new Set());
  const [isEveryone, setEveryone] = useState(false);
  const [isGiving, setGiving] = useState(false);
  const found = useFound<CrmReportCustomer>('customers', filter);
  const ids = found.items.map(({ customer }) => customer.id);
  const count = isEveryone ? all : selected.size;
  const isWhole = ids.length > 0 && ids.every((id) => selected.has(id));
  const selectThese = (these: ReadonlySet<string>) => {
    setEveryone(false);
    select(these);
  };
  const toggle = (id: string) => {
    const these = new Set(isEveryone ? ids : selected);
    if (!these.delete(id)) these.add(id);
    selectThese(these);
  };
  return (
    <>
      <Group gap="sm">
        <Text size="sm" role="status">
          {count > 0 && t('reports.bulk.selected', { count })}
        </Text>
        {isWhole && !isEveryone && all > ids.length && (
          <Button size="compact-md" variant="default" onClick={() => setEveryone(true)}>
            {t('reports.bulk.selectAll', { number: format.number(all) })}
          </Button>
        )}
        {count > 0 && (
          <>
            <Button size="compact-md" variant="default" onClick={() => selectThese(new Set())}>
              {t('reports.bulk.clear')}
            </Button>
            <Button
              size="compact-md"
              leftSection={<IconChecklist size={16} aria-hidden />}
              disabled={!isEveryone && count > MAX_SELECTED}
              onClick={() => setGiving(true)}
            >
              {t('reports.bulk.title')}
            </Button>
          </>
        )}
      </Group>
      <GiveTask
        isOpen={isGiving}
        filter={filter}
        customerIds={isEveryone ? undefined : [...selected]}
        count={count}
        close={() => setGiving(false)}
      />
      <List of={found} label={t('reports.crm.customers')}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col" w={44}>
                <Checkbox
                  aria-label={t('reports.bulk.selectShown')}
                  checked={isEveryone || isWhole}
                  indeterminate={!isEveryone && !isWhole && selected.size > 0}
                  onChange={() => selectThese(new Set(isEveryone || isWhole ? [] : ids))}
                />
              </Table.Th>
              <Table.Th scope="col">{t('reports.crm.customer')}</Table.Th>
              <Table.Th scope="col" ta="right">
                {t('reports.crm.tasks')}
              </Table.Th>
              <Table.Th scope="col">{t('reports.crm.lastTask')}</Table.Th>
              <Table.Th scope="col">{t('reports.crm.lastResult')}</Table.Th>
              <Table.Th scope="col">{t('reports.crm.recorded')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {found.items.map(({ customer, tasks, last }) => (
              <Table.Tr key={customer.id}>
                <Table.Td>
                  <Checkbox
                    aria-label={t('reports.bulk.select', { name: customer.name })}
                    checked={isEveryone || selected.has(customer.id)}
                    onChange={() => toggle(customer.id)}
                  />
                </Table.Td>
                <Table.Td>
                  <CustomerLink customer={customer} />
                </Table.Td>
                <Table.Td ta="right" style={{ fontVariantNumeric: 'tabular-nums' }}>
                  {tasks}
                </Table.Td>
                <Table.Td>{last.name}</Table.Td>
                <Table.Td>{last.resultName}</Table.Td>
                <Table.Td>
                  <Moment at={last.createdAt} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </List>
    </>
  );
}

function Tasks({ filter }: { filter: Filter }) {
  const { t } = useTranslation();
  const found = useFound<CrmTask>('tasks', filter);
  return (
    <List of={found} label={t('reports.crm.tasks')}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t('reports.crm.recorded')}</Table.Th>
            <Table.Th scope="col">{t('reports.crm.customer')}</Table.Th>
            <Table.Th scope="col">{t('reports.crm.task')}</Table.Th>
            <Table.Th scope="col">{t('reports.crm.result')}</Table.Th>
            <Table.Th scope="col">{t('reports.crm.notes')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {found.items.map((task) => (
            <Table.Tr key={task.id} style={{ verticalAlign: 'top' }}>
              <Table.Td>
                <Moment at={task.createdAt} />
                <Text size="xs" c="dimmed">
                  {task.author.name} · {t(`customers.channels.${task.channel}`)}
                </Text>
              </Table.Td>
              <Table.Td>
                <CustomerLink customer={task.customer} />
              </Table.Td>
              <Table.Td>{task.name}</Table.Td>
              <Table.Td>{task.resultName}</Table.Td>
              <Table.Td>
                <Text size="sm" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
                  {task.notes}
                </Text>
                {task.multipack && (
                  <Anchor component={Link} to={`/multipacks/${task.multipack.id}`} size="xs">
                    {task.multipack.name} · {task.multipack.code}
                  </Anchor>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </List>
  );
}
