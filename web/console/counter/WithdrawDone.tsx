import { Alert, Anchor, Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../shared/format.ts';
import type { CrmTask, Customer, Withdrawn } from '../../shared/types.ts';
import { Consequences, sumsOfAll } from './Effect.tsx';
import { StateUntil } from './StateUntil.tsx';

interface DoneProps {
  customer: Customer;
  withdrawn: Withdrawn;
  /** Something had changed since it was shown. */
  differs: boolean;
}

/** What was done, and what there is to do next. */
export function WithdrawDone({ customer, withdrawn, differs }: DoneProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { items, tasks, lastDay } = withdrawn;
  const { id: customerId, email } = customer;
  const toRefund = sumsOfAll(items).filter(({ paidAfter }) => paidAfter.amount > 0);
  return (
    <Stack gap="lg">
      {differs && (
        <Alert color="orange" variant="light" role="status" p="sm">
          {t('counter.withdraw.changed')}
        </Alert>
      )}
      <Stack gap={4}>
        {tasks.map((task) => (
          <Said key={task.id}>
            <TaskSaid task={task} />{' '}
            <Anchor
              fz="inherit"
              underline="always"
              renderRoot={(props) => (
                <Link {...props} to="/customers/$customerId" params={{ customerId }} search={{ tab: 'crm' }} />
              )}
            >
              {t('counter.withdraw.toTasks')}
            </Anchor>
          </Said>
        ))}
        {email === null ? (
          <Text size="sm" c="dimmed">
            {t('counter.withdraw.noLetter')}
          </Text>
        ) : (
          <Said>
            {t('counter.withdraw.letter', { email })}{' '}
            <Anchor
              fz="inherit"
              underline="always"
              renderRoot={(props) => <Link {...props} to="/mails" search={{ customerId }} />}
            >
              {t('counter.withdraw.toLetters')}
            </Anchor>
          </Said>
        )}
      </Stack>
      {items.map((effect) => {
        const { multipack } = effect;
        const sellAgain = t('counter.withdraw.sellAgainOne', { name: multipack.name });
        return (
          <Paper key={multipack.id} withBorder p="md" component="section" aria-labelledby={multipack.id}>
            <Group justify="space-between" align="flex-start" mb="xs" gap="xs">
              <div>
                <Title order={2} size="h4" id={multipack.id} style={{ overflowWrap: 'anywhere' }}>
                  <Anchor
                    inherit
                    renderRoot={(props) => (
                      <Link {...props} to="/multipacks/$multipackId" params={{ multipackId: multipack.id }} />
                    )}
                  >
                    {multipack.name}
                  </Anchor>{' '}
                  <Text span c="dimmed" size="sm" fw={400}>
                    {multipack.code}
                  </Text>
                </Title>
                <Group gap={6} mt={4}>
                  <StateUntil multipack={multipack} today={customer.today} />
                </Group>
              </div>
              <Button
                variant="default"
                aria-label={sellAgain}
                renderRoot={(props) => (
                  <Link
                    {...props}
                    to="/customers/$customerId/sell"
                    params={{ customerId }}
                    search={{ soldAgainFrom: multipack.id }}
                  />
                )}
              >
                {t('counter.withdraw.sellAgain')}
              </Button>
            </Group>
            <Consequences effect={effect} lastDay={lastDay} />
          </Paper>
        );
      })}
      <Group justify="flex-end">
        {toRefund.map(({ paidAfter }) => (
          <Button
            key={paidAfter.currency}
            renderRoot={(props) => (
              <Link {...props} to="/customers/$customerId" params={{ customerId }} search={{ tab: 'receivables' }} />
            )}
          >
            {t('counter.withdraw.toReceivables', { amount: format.money(paidAfter) })}
          </Button>
        ))}
        <Button
          variant="default"
          renderRoot={(props) => <Link {...props} to="/customers/$customerId" params={{ customerId }} />}
        >
          {t('counter.toProfile')}
        </Button>
      </Group>
    </Stack>
  );
}

function Said({ children }: { children: React.ReactNode }) {
  return (
    <Group gap={8} wrap="nowrap" align="flex-start">
      <IconCheck
        size={18}
        aria-hidden
        style={{
          flexShrink: 0,
          marginTop: 2,
          color: 'light-dark(var(--mantine-color-teal-9), var(--mantine-color-teal-5))',
        }}
      />
      <Text size="sm" component="div">
        {children}
      </Text>
    </Group>
  );
}

function TaskSaid({ task: { name, assignee, dueOn } }: { task: CrmTask }) {
  const { t } = useTranslation();
  const format = useFormat();
  const date = dueOn && format.inWords(dueOn);
  if (assignee && date) return t('counter.withdraw.taskForDay', { name, assignee: assignee.name, date });
  if (assignee) return t('counter.withdraw.taskFor', { name, assignee: assignee.name });
  return date ? t('counter.withdraw.taskOn', { name, date }) : t('counter.withdraw.task', { name });
}
