import { Group, Paper, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Answer } from '../shared/components/States.tsx';
import { addDays, todayIn, useFormat } from '../shared/format.ts';
import { useAll, useGet } from '../shared/queries.ts';
import type { PortalCredit, PortalReceivable } from '../shared/types.ts';
import { Dues } from './Dues.tsx';
import { Page } from './Page.tsx';
import { API, purchasesOptions } from './places.ts';
import { useSession } from './session.ts';
import { sumsOf } from './sums.ts';

/** A year of instalments would hide what is due now. */
const SOON_DAYS = 31;

export function Payments() {
  const { t } = useTranslation();
  const { customers } = useSession();
  const { data: purchases } = useQuery(purchasesOptions);
  const all = useAll<PortalReceivable>(API.receivables);
  const branches = new Set(customers.map(({ branch }) => branch.name));
  const [branch] = branches.size === 1 ? branches : [];
  /** The day now at the branch, as the server sees it. */
  const today = ({ customerId }: { customerId: string }) =>
    purchases?.items.find((purchase) => purchase.customerId === customerId)?.today ??
    todayIn(customers.find(({ id }) => id === customerId)?.branch.timeZone ?? 'UTC');

  return (
    <Page title={t('portal.payments.title')}>
      <Answer of={all} lines={6}>
        {(receivables) => {
          const dues = receivables
            .map((receivable) => ({
              ...receivable,
              what:
                customers.length > 1
                  ? `${receivable.multipackName} · ${receivable.customerName}`
                  : receivable.multipackName,
            }))
            .sort((one, other) => one.dueOn.localeCompare(other.dueOn));
          const open = dues.filter(({ state }) => state === 'open');
          const isSoon = (due: PortalReceivable) => due.dueOn <= addDays(today(due), SOON_DAYS);
          const soon = open.filter(isSoon);
          const later = open.filter((due) => !isSoon(due));
          const settled = dues.filter(({ state }) => state !== 'open').toReversed();
          return (
            <>
              <Totals open={open} overdue={open.filter((due) => due.dueOn < today(due))} />
              <InCredit />
              {soon.length > 0 && (
                <section aria-labelledby="open">
                  <Title order={2} size="h4" id="open">
                    {t('portal.payments.open')}
                  </Title>
                  <Dues dues={soon} today={today} />
                </section>
              )}
              {later.length > 0 && (
                <details className="portal-folded">
                  <summary>{t('portal.payments.later', { count: later.length })}</summary>
                  <Dues dues={later} today={today} />
                </details>
              )}
              {settled.length > 0 && (
                <details className="portal-folded">
                  <summary>{t('portal.payments.settled', { count: settled.length })}</summary>
                  <Dues dues={settled} today={today} />
                </details>
              )}
              <Text c="dimmed">
                {branch === undefined ? t('portal.payments.askNobody') : t('portal.payments.ask', { branch })}
              </Text>
            </>
          );
        }}
      </Answer>
    </Page>
  );
}

/** What was paid and not used, and can pay something else. */
function InCredit() {
  const { t } = useTranslation();
  const { money } = useFormat();
  const { customers } = useSession();
  const { data } = useGet<PortalCredit>(API.credit);
  if (!data || data.items.length === 0) return null;
  return (
    <Paper withBorder p="md">
      {data.items.map(({ customerId, customerName, balance }) => (
        <Group key={`${customerId} ${balance.currency}`} justify="space-between">
          <Text>
            {customers.length > 1 ? t('portal.payments.creditOf', { name: customerName }) : t('portal.payments.credit')}
          </Text>
          <Text fw={600} className="figures">
            {money(balance)}
          </Text>
        </Group>
      ))}
      <Text size="sm" c="dimmed">
        {t('portal.payments.creditHint')}
      </Text>
    </Paper>
  );
}

function Totals({ open, overdue }: { open: PortalReceivable[]; overdue: PortalReceivable[] }) {
  const { t } = useTranslation();
  const { money } = useFormat();
  if (open.length === 0) return <Text>{t('portal.payments.nothingOpen')}</Text>;
  const total = (some: PortalReceivable[]) =>
    sumsOf(some.map(({ outstanding }) => outstanding))
      .map(money)
      .join(' + ');
  return (
    <Paper withBorder p="md">
      <Text>{t('portal.payments.total')}</Text>
      <Text size="xl" fw={700} className="figures">
        {total(open)}
      </Text>
      {overdue.length > 0 && <Text>{t('portal.payments.ofWhichOverdue', { amount: total(overdue) })}</Text>}
    </Paper>
  );
}
