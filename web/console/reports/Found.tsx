import { Anchor, Button, Group, SegmentedControl, Stack, Table, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Moment } from '../../shared/components/Moment.tsx';
import { Answer } from '../../shared/components/States.tsx';
import { useToast } from '../../shared/toast.tsx';
import type { CrmReportCustomer, CrmTask } from '../../shared/types.ts';
import { LISTS } from './address.ts';
import { useReports } from './place.ts';
import { type Filter, takeAway, useFound } from './report.ts';

/** Who and what is behind the counts; all of it as a file. */
export function Found({ filter }: { filter: Filter }) {
  const { t } = useTranslation();
  const toast = useToast();
  const { shown = 'customers', go } = useReports();
  const [isTaking, setTaking] = useState(false);
  const take = async () => {
    setTaking(true);
    try {
      await takeAway(shown, filter);
    } catch (error) {
      toast.failed(error);
    } finally {
      setTaking(false);
    }
  };
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <SegmentedControl
          aria-label={t('reports.crm.show')}
          data={LISTS.map((list) => ({ value: list, label: t(`reports.crm.${list}`) }))}
          value={shown}
          onChange={(value) => go({ shown: LISTS.find((list) => list === value) })}
        />
        <Button
          variant="default"
          leftSection={<IconDownload size={16} aria-hidden />}
          loading={isTaking}
          onClick={() => void take()}
        >
          {t('reports.crm.takeAway')}
        </Button>
      </Group>
      {shown === 'customers' ? <Customers filter={filter} /> : <Tasks filter={filter} />}
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

function Customers({ filter }: { filter: Filter }) {
  const { t } = useTranslation();
  const found = useFound<CrmReportCustomer>('customers', filter);
  return (
    <List of={found} label={t('reports.crm.customers')}>
      <Table>
        <Table.Thead>
          <Table.Tr>
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
