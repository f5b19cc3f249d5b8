import { Alert, Button, Group, List, Modal, Paper, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../../shared/api.ts';
import { Answer, Problem } from '../../shared/components/States.tsx';
import { useFormat } from '../../shared/format.ts';
import type { Customer, WithdrawalPreviewed } from '../../shared/types.ts';
import styles from './counter.module.css';
import { BeforeAndAfter, Consequences, Sums, sumsOfAll } from './Effect.tsx';
import { multipackRefused } from './parts.tsx';
import { type Asked, moneyOf, usePreview } from './withdrawal.ts';

interface ReviewProps {
  customer: Customer;
  asked: Asked;
  /** Why it was refused. */
  error: ApiError | null;
  isPending: boolean;
  send: (seen: WithdrawalPreviewed) => Promise<void>;
  back: () => void;
}

/** Before and after, every receivable with its fate, then a second question that repeats the customer’s name. */
export function WithdrawReview({ customer, asked, error, isPending, send, back }: ReviewProps) {
  const { t } = useTranslation();
  const preview = usePreview(customer.id, asked);
  // What the second question was asked about; once that is another thing, the question does not stand any more.
  const [sureOf, ask] = useState<string | null>(null);
  const refusedId = multipackRefused(error);
  const confirm = async (seen: WithdrawalPreviewed) => {
    try {
      await send(seen);
    } catch (refusal) {
      if (!(refusal instanceof ApiError)) throw refusal;
      // Shown on the page, at what it is about; and what is shown there is asked anew.
      ask(null);
      void preview.refetch();
    }
  };
  return (
    <Answer of={preview} lines={10}>
      {(seen) => {
        const { items, lastDay } = seen;
        const isPossible = items.every(({ allowed }) => allowed);
        const isAsSure = sureOf === moneyOf(seen);
        return (
          <Stack gap="lg">
            <Text size="sm" c="dimmed">
              {t('counter.checkHint')}
            </Text>
            {error && refusedId === undefined && <Problem error={error} />}
            {items.map((effect) => {
              const { multipack, allowed, detail } = effect;
              const refusal = allowed ? (multipack.id === refusedId ? error?.message : undefined) : detail;
              return (
                <Paper key={multipack.id} withBorder p="md" component="section" aria-labelledby={multipack.id}>
                  <Title order={2} size="h4" id={multipack.id} mb="xs" style={{ overflowWrap: 'anywhere' }}>
                    {multipack.name}{' '}
                    <Text span c="dimmed" size="sm" fw={400}>
                      {multipack.code}
                    </Text>
                  </Title>
                  <Stack gap="md">
                    {refusal && <Refused>{refusal}</Refused>}
                    {allowed && (
                      <>
                        <BeforeAndAfter effect={effect} lastDay={lastDay} today={customer.today} />
                        <Consequences effect={effect} lastDay={lastDay} />
                      </>
                    )}
                  </Stack>
                </Paper>
              );
            })}
            {items.length > 1 && isPossible && (
              <div>
                <Title order={2} size="h5" mb="xs">
                  {t('counter.withdraw.allSums')}
                </Title>
                {sumsOfAll(items).map((sums) => (
                  <Sums key={sums.total.currency} sums={sums} />
                ))}
              </div>
            )}
            {sureOf !== null && !isAsSure && !isPending && isPossible && (
              <Alert color="orange" variant="light" role="alert" p="sm">
                {t('counter.withdraw.changedMeanwhile')}
              </Alert>
            )}
            <Group justify="flex-end">
              <Button variant="default" onClick={back}>
                {t('common.back')}
              </Button>
              <Button color="red" disabled={!isPossible} onClick={() => ask(moneyOf(seen))}>
                {t('counter.withdraw.yes')}
              </Button>
            </Group>
            <Sure
              {...{ customer, seen, isPending }}
              isOpen={sureOf !== null && (isAsSure || isPending)}
              close={() => ask(null)}
              yes={() => void confirm(seen)}
            />
          </Stack>
        );
      }}
    </Answer>
  );
}

function Refused({ children }: { children: string }) {
  const { t } = useTranslation();
  return (
    <Alert
      color="red"
      variant="light"
      role="alert"
      title={t('counter.withdraw.refused')}
      styles={{ title: { color: 'var(--mantine-color-text)' } }}
    >
      <Text size="sm">{children}</Text>
      <Text size="sm">{t('counter.withdraw.refusedHint')}</Text>
    </Alert>
  );
}

interface SureProps {
  customer: Customer;
  seen: WithdrawalPreviewed;
  isOpen: boolean;
  isPending: boolean;
  close: () => void;
  yes: () => void;
}

/** The second confirmation: for whom, what, until when, and that there is no way back (001). */
function Sure({ customer, seen, isOpen, isPending, close, yes }: SureProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { items, lastDay } = seen;
  return (
    <Modal
      opened={isOpen}
      // What is under way is waited for.
      onClose={isPending ? () => undefined : close}
      title={t('counter.withdraw.sure')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Stack gap="md">
        <div>
          <Text size="sm">{t('counter.withdraw.sureOf', { count: items.length })}</Text>
          <Text className={styles['name']}>{customer.name}</Text>
        </div>
        <List size="sm" spacing={4}>
          {items.map(({ multipack: { id, name, code } }) => (
            <List.Item key={id}>
              <b>{name}</b> · {code} · {t('counter.withdraw.sureLast', { date: format.inWords(lastDay) })}
            </List.Item>
          ))}
        </List>
        {sumsOfAll(items).map((sums) => (
          <Sums key={sums.total.currency} sums={sums} />
        ))}
        <Text size="sm" fw={600}>
          {t('counter.withdraw.final')}
        </Text>
        <Group justify="flex-end">
          <Button variant="default" disabled={isPending} onClick={close} data-autofocus>
            {t('counter.withdraw.no')}
          </Button>
          <Button
            color="red"
            loading={isPending}
            onClick={yes}
            h="auto"
            mih={36}
            py={6}
            styles={{ label: { whiteSpace: 'normal' } }}
          >
            {t('counter.withdraw.yesFor', { customer: customer.name })}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
