import { Anchor, Group, List, Stack, Table, Text, Title } from '@mantine/core';
import { IconBuildingBank } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { Trans, useTranslation } from 'react-i18next';
import { Amount, Day } from '../../shared/components/Moment.tsx';
import { addDays, type Money, useFormat } from '../../shared/format.ts';
import type { FatedReceivable, Receivable, WithdrawalEffect } from '../../shared/types.ts';
import { axisOf } from '../multipacks/standing.ts';
import { Legend, ReceivableMark, TimeBar } from '../multipacks/TimeBar.tsx';
import styles from './counter.module.css';

type State = Receivable['state'];

const stateBefore = ({ outstanding, paid, amount }: FatedReceivable): State =>
  outstanding.amount > 0 ? 'open' : paid.amount >= amount.amount ? 'paid' : 'void';

const stateAfter = (receivable: FatedReceivable): State =>
  receivable.fate === 'removed' || receivable.fate === 'rest_removed' ? 'void' : stateBefore(receivable);

/** The multipack on the axis of time as it is, and beneath as it will be. */
export function BeforeAndAfter({
  effect,
  lastDay,
  today,
}: {
  effect: WithdrawalEffect;
  lastDay: string;
  today: string;
}) {
  const { t } = useTranslation();
  const { multipack, receivables, successors } = effect;
  const { name, validFrom, validTo, nextPeriod, freeze } = multipack;
  const [first] = successors;
  const last = successors.at(-1);
  const next = first
    ? { from: first.multipack.validFrom, to: last!.multipack.validTo }
    : nextPeriod && { from: nextPeriod.validFrom, to: nextPeriod.validTo };
  const axis = axisOf(validFrom, next?.to ?? validTo);
  const all = [...receivables, ...successors.flatMap((each) => each.receivables)];
  const before = all.map((each) => ({ dueOn: each.dueOn, state: stateBefore(each) }));
  const after = all.map((each) => ({ dueOn: each.dueOn, state: stateAfter(each) }));
  const dropped = lastDay < validTo ? { from: addDays(lastDay, 1), to: validTo } : null;
  const label = (word: string) => `${word} · ${name}`;
  return (
    <figure className={styles['bars']}>
      <Text size="sm" fw={500} aria-hidden>
        {t('counter.withdraw.before')}
      </Text>
      <TimeBar
        label={label(t('counter.withdraw.before'))}
        {...axis}
        {...{ validFrom, validTo, today, next, freeze }}
        deadline={null}
        receivables={before}
        scale
      />
      <Text size="sm" fw={500} aria-hidden>
        {t('counter.withdraw.after')}
      </Text>
      <TimeBar
        label={label(t('counter.withdraw.after'))}
        {...axis}
        {...{ validFrom, today, dropped }}
        validTo={lastDay}
        deadline={null}
        receivables={after}
        muted={lastDay < today}
        scale
      />
      <Legend
        shown={{
          today: today >= axis.from && today <= axis.to,
          deadline: false,
          next: next !== null,
          dropped: dropped !== null,
          freeze: freeze !== null,
          receivables: [...before, ...after].map(({ state }) => state),
        }}
        caption={t('multipacks.legend')}
      />
    </figure>
  );
}

/** What it does besides the money, in sentences; then every receivable with its fate, and the sums. */
export function Consequences({
  effect,
  lastDay,
  children,
}: {
  effect: WithdrawalEffect;
  lastDay: string;
  children?: React.ReactNode;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const day = format.inWords;
  const { multipack, successors, renewalStops, collectionEnds, sums } = effect;
  const { validTo, customerId } = multipack;
  return (
    <Stack gap="md">
      <List size="sm" spacing={4}>
        <List.Item>
          {lastDay === validTo
            ? t('counter.withdraw.endsSame', { date: day(lastDay) })
            : t('counter.withdraw.ends', { date: day(lastDay), before: day(validTo) })}
        </List.Item>
        {renewalStops && <List.Item>{t('counter.withdraw.stops')}</List.Item>}
        {successors.map(({ multipack: { id, code, validFrom, validTo: to } }) => (
          <List.Item key={id}>{t('counter.withdraw.removes', { code, from: day(validFrom), to: day(to) })}</List.Item>
        ))}
        {collectionEnds && <List.Item>{t('counter.withdraw.collection')}</List.Item>}
        {sums.paidAfter.amount > 0 && (
          <List.Item>
            <Trans
              i18nKey="counter.withdraw.refund"
              values={{ amount: format.money(sums.paidAfter) }}
              components={{ way: <ToReceivables customerId={customerId} /> }}
            />
          </List.Item>
        )}
        {children}
      </List>
      <Fates effect={effect} />
      <Sums sums={sums} />
    </Stack>
  );
}

export function ToReceivables({ customerId, children }: { customerId: string; children?: React.ReactNode }) {
  return (
    <Anchor
      fz="inherit"
      underline="always"
      renderRoot={(props) => (
        <Link {...props} to="/customers/$customerId" params={{ customerId }} search={{ tab: 'receivables' }} />
      )}
    >
      {children}
    </Anchor>
  );
}

function Fates({ effect }: { effect: WithdrawalEffect }) {
  const { t } = useTranslation();
  const format = useFormat();
  // What was void before is nothing to anybody.
  const told = (all: FatedReceivable[]) => all.filter((each) => each.fate !== 'untouched' || each.paid.amount > 0);
  const groups = [
    { id: effect.multipack.id, with: null, receivables: told(effect.receivables) },
    ...effect.successors.map(({ multipack, receivables }) => ({
      id: multipack.id,
      with: multipack,
      receivables: told(receivables),
    })),
  ].filter(({ receivables }) => receivables.length > 0);
  if (groups.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {t('counter.withdraw.noReceivables')}
      </Text>
    );
  return (
    <div>
      <Title order={3} size="h6" mb={4}>
        {t('counter.withdraw.receivables')}
      </Title>
      <Table aria-label={`${t('counter.withdraw.receivables')}: ${effect.multipack.name}`}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t('multipacks.dueOn')}</Table.Th>
            <Table.Th scope="col" visibleFrom="xs">
              {t('multipacks.amount')}
            </Table.Th>
            <Table.Th scope="col">{t('counter.withdraw.becomes')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {groups.map((group) => [
            group.with && (
              <Table.Tr key={group.id}>
                <Table.Td colSpan={3}>
                  <Text size="sm" fw={500}>
                    {t('counter.withdraw.goesWith', {
                      code: group.with.code,
                      from: format.inWords(group.with.validFrom),
                      to: format.inWords(group.with.validTo),
                    })}
                  </Text>
                </Table.Td>
              </Table.Tr>
            ),
            ...group.receivables.map((receivable) => (
              <Table.Tr key={receivable.id}>
                <Table.Td w={110}>
                  <Day date={receivable.dueOn} />
                  <Text size="sm" c="dimmed" hiddenFrom="xs">
                    <Amount money={receivable.amount} />
                  </Text>
                </Table.Td>
                <Table.Td w={110} visibleFrom="xs">
                  <Amount money={receivable.amount} />
                </Table.Td>
                <Table.Td>
                  <Fate receivable={receivable} />
                </Table.Td>
              </Table.Tr>
            )),
          ])}
        </Table.Tbody>
      </Table>
    </div>
  );
}

/** A mark and words: never colour alone. */
function Fate({ receivable }: { receivable: FatedReceivable }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { fate, outstanding, paid } = receivable;
  return (
    <Group gap={8} wrap="nowrap" align="center">
      <span style={{ flexShrink: 0, display: 'inline-flex' }}>
        {fate === 'at_bank' ? (
          <IconBuildingBank size={16} aria-hidden />
        ) : (
          <svg width="16" height="16" viewBox="-8 -8 16 16" aria-hidden>
            <ReceivableMark state={stateAfter(receivable)} />
          </svg>
        )}
      </span>
      <Text size="sm" fw={fate === 'debt' || fate === 'at_bank' ? 500 : 400}>
        {t(`counter.withdraw.fates.${fate}`, { rest: format.money(outstanding), paid: format.money(paid) })}
      </Text>
    </Group>
  );
}

/** Removed, owed and paid, which make the total. */
export function Sums({ sums }: { sums: Pick<WithdrawalEffect['sums'], 'removed' | 'staying' | 'paid' | 'total'> }) {
  const { t } = useTranslation();
  const operators = { removed: null, staying: '+', paid: '+', total: '=' };
  return (
    <dl className={styles['sums']} aria-label={t('counter.withdraw.sums.label')}>
      {(['removed', 'staying', 'paid', 'total'] as const).map((name) => (
        <div key={name} style={{ textAlign: 'end' }}>
          <dt>{t(`counter.withdraw.sums.${name}`)}</dt>
          <dd>
            {operators[name] && (
              <span className={styles['operator']} aria-hidden>
                {operators[name]}{' '}
              </span>
            )}
            <Amount money={sums[name]} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Over several multipacks, a line per currency. */
export function sumsOfAll(effects: WithdrawalEffect[]): WithdrawalEffect['sums'][] {
  const byCurrency = new Map<string, WithdrawalEffect['sums']>();
  const add = (a: Money, b: Money): Money => ({ ...a, amount: a.amount + b.amount });
  for (const { sums } of effects) {
    const { currency } = sums.total;
    const so = byCurrency.get(currency);
    byCurrency.set(
      currency,
      so
        ? {
            total: add(so.total, sums.total),
            removed: add(so.removed, sums.removed),
            staying: add(so.staying, sums.staying),
            paid: add(so.paid, sums.paid),
            paidAfter: add(so.paidAfter, sums.paidAfter),
          }
        : sums,
    );
  }
  return [...byCurrency.values()];
}
