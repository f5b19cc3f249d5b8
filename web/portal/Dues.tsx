import { Badge, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../shared/format.ts';
import type { PurchaseReceivable } from '../shared/types.ts';

export interface Due extends PurchaseReceivable {
  /** What it is for, where the list holds several purchases. */
  what?: string;
}

/** Payments one beneath the other: what, when, how much; `today` in the zone of each. */
export function Dues({ dues, today }: { dues: Due[]; today: (due: Due) => string }) {
  return (
    <ul className="portal-list">
      {dues.map((due) => (
        <li key={due.id}>
          <DueLine due={due} today={today(due)} />
        </li>
      ))}
    </ul>
  );
}

function DueLine({ due, today }: { due: Due; today: string }) {
  const { t } = useTranslation();
  const { inWords, money } = useFormat();
  const { state, dueOn, amount, paid, givenBack, outstanding, what, atBankAt } = due;
  const isOverdue = state === 'open' && dueOn < today;
  const when = t(dueOn < today ? 'portal.payments.wasDue' : 'portal.payments.due', { date: inWords(dueOn) });
  return (
    <Group justify="space-between" align="flex-start" wrap="nowrap" py="sm">
      <div>
        {what !== undefined && <Text style={{ overflowWrap: 'anywhere' }}>{what}</Text>}
        <Text size="sm" c={what === undefined ? undefined : 'dimmed'}>
          {when}
        </Text>
        {state === 'open' && paid.amount > 0 && (
          <Text size="sm" c="dimmed">
            {t('portal.payments.partly', { paid: money(paid), amount: money(amount) })}
          </Text>
        )}
        {givenBack.amount > 0 && <Text size="sm">{t('portal.payments.givenBack', { amount: money(givenBack) })}</Text>}
        <History due={due} />
        {atBankAt ? (
          <Badge variant="default" radius="sm" mt={4} styles={{ label: { textTransform: 'none' } }}>
            {t('portal.payments.atBank')}
          </Badge>
        ) : (
          isOverdue && (
            <Badge color="red.9" radius="sm" mt={4} styles={{ label: { textTransform: 'none' } }}>
              {t('portal.payments.overdue')}
            </Badge>
          )
        )}
      </div>
      <div style={{ textAlign: 'right', whiteSpace: 'nowrap' }}>
        <Text className="figures" fw={state === 'open' ? 600 : 400} td={state === 'void' ? 'line-through' : undefined}>
          {money(state === 'open' ? outstanding : amount)}
        </Text>
        {state !== 'open' && (
          <Text size="sm" c="dimmed">
            {t(state === 'paid' ? 'portal.payments.paid' : 'portal.payments.notOwed')}
          </Text>
        )}
      </div>
    </Group>
  );
}

/** How it was paid and what happened since, where one payment of all does not say it. */
function History({ due: { payments, state } }: { due: Due }) {
  const { t } = useTranslation();
  const { date, money } = useFormat();
  if (payments.length === 0 || (payments.length === 1 && state === 'paid')) return null;
  return (
    <details className="portal-folded">
      <summary>{t('portal.payments.history')}</summary>
      <Stack component="ul" gap={6} m={0} mb="xs" p={0} style={{ listStyle: 'none' }}>
        {payments.map(({ id, kind, amount, method, paidAt }) => (
          <Text component="li" size="sm" key={id}>
            {t(`portal.payments.entries.${kind}`, {
              amount: money(amount),
              date: date(paidAt.slice(0, 10)),
              method: t(`paymentMethods.${method}`),
            })}
          </Text>
        ))}
      </Stack>
    </details>
  );
}
