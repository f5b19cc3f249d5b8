import { Group, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Amount, Day } from '../../shared/components/Moment.tsx';
import { type Money, useFormat } from '../../shared/format.ts';
import type { Receivable } from '../../shared/types.ts';
import { Section, WideTable } from './Section.tsx';
import { ReceivableMark } from './TimeBar.tsx';

/** Of one multipack, and so of one currency; null where there is nothing to add. */
export function sumOf(amounts: Money[]): Money | null {
  const [first] = amounts;
  return first ? { ...first, amount: amounts.reduce((sum, { amount }) => sum + amount, 0) } : null;
}

/** What is due for it, with what is still owed. */
export function Receivables({ receivables }: { receivables: Receivable[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const owed = sumOf(receivables.map(({ outstanding }) => outstanding));
  const head = ['number', 'dueOn', 'amount', 'paid', 'outstanding', 'state'] as const;
  return (
    <Section title={t('multipacks.receivables')}>
      {receivables.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('multipacks.noReceivables')}
        </Text>
      ) : (
        <>
          <WideTable label={t('multipacks.receivables')} head={head.map((name) => t(`multipacks.${name}`))}>
            {receivables.map((receivable) => (
              <Table.Tr key={receivable.id}>
                <Table.Td>{receivable.number}</Table.Td>
                <Table.Td>
                  <Day date={receivable.dueOn} />
                </Table.Td>
                <Table.Td>
                  <Amount money={receivable.amount} />
                </Table.Td>
                <Table.Td>
                  <Amount money={receivable.paid} />
                </Table.Td>
                <Table.Td>
                  <Amount money={receivable.outstanding} />
                </Table.Td>
                <Table.Td>
                  <ReceivableState state={receivable.state} />
                </Table.Td>
              </Table.Tr>
            ))}
          </WideTable>
          {owed && (
            <Text size="sm" mt="xs" fw={500}>
              {t('multipacks.owed', { amount: format.money(owed) })}
            </Text>
          )}
        </>
      )}
    </Section>
  );
}

/** The mark of the time bar, and the word. */
export function ReceivableState({ state }: { state: Receivable['state'] }) {
  const { t } = useTranslation();
  return (
    <Group gap={6} wrap="nowrap" component="span">
      <svg width="14" height="14" viewBox="-7 -7 14 14" aria-hidden>
        <ReceivableMark state={state} />
      </svg>
      {t(`multipacks.receivableStates.${state}`)}
    </Group>
  );
}
