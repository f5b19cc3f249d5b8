import { Alert, Card, Group, Stack, Table, Text, Title } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../shared/api.ts';
import { Facts } from '../../shared/components/Facts.tsx';
import { Amount, Day, Moments, Period } from '../../shared/components/Moment.tsx';
import { Answer } from '../../shared/components/States.tsx';
import { useFormat } from '../../shared/format.ts';
import type { Plan, PreviewedTerms } from '../../shared/types.ts';
import { sumOf } from './Receivables.tsx';
import { WideTable } from './Section.tsx';
import { axisOf } from './standing.ts';
import { Legend, TimeBar } from './TimeBar.tsx';

interface Previewed {
  plan: Plan;
  startOn: string;
  /** The day now for the customer. */
  today: string;
  timeZone: string;
}

const PERIODS = 4;

/** What a sale makes and what follows from it if nobody cancels, as it would be written. Asks, and writes nothing. */
export function Preview({ plan, startOn, today, timeZone }: Previewed) {
  const { t } = useTranslation();
  const asked = { planId: plan.id, startOn, timeZone, count: PERIODS };
  const preview = useQuery({
    // The version too: an edit of the plan is another preview.
    queryKey: ['/api/renewals/preview', { ...asked, version: plan.version }],
    queryFn: ({ signal }) => api<PreviewedTerms>('POST', '/api/renewals/preview', { body: asked, signal }),
    placeholderData: keepPreviousData,
  });
  return (
    <Answer of={preview}>
      {({ terms: [first, ...renewals] }) => {
        if (!first) return null;
        // What is over at its sale is entered as expired and does not renew (002).
        const isOver = first.validTo < today;
        const terms = isOver ? [{ ...first, night: null }] : [first, ...renewals];
        return (
          <Stack gap="md" aria-busy={preview.isPlaceholderData}>
            <Caution first={first} today={today} />
            <Line plan={plan} terms={terms} today={today} />
            {terms.map((term) => (
              <Term key={term.ordinal} term={term} today={today} timeZone={timeZone} />
            ))}
            {terms.length > 1 && (
              <Text size="sm" c="dimmed">
                {t('multipacks.selling.andSoOn')}
              </Text>
            )}
          </Stack>
        );
      }}
    </Answer>
  );
}

type Terms = PreviewedTerms['terms'];

/** What happens at the sale itself because its day lies so far back (002). */
function Caution({ first, today }: { first: Terms[number]; today: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const values = { date: format.inWords(first.validTo), deadline: format.inWords(first.deadline) };
  const isOver = first.validTo < today;
  if (!isOver && (first.night === null || first.deadline >= today)) return null;
  return (
    <Alert color="orange" variant="light" role="status" title={t('multipacks.selling.caution')} styles={TITLE}>
      {t(isOver ? 'multipacks.selling.over' : 'multipacks.selling.atOnce', values)}
    </Alert>
  );
}

const TITLE = { title: { color: 'var(--mantine-color-text)' } };

function Line({ plan, terms, today }: { plan: Plan; terms: Terms; today: string }) {
  const { t } = useTranslation();
  const [first, second] = terms;
  if (!first) return null;
  const { validFrom, validTo, receivables } = first;
  const next = second ? { from: second.validFrom, to: second.validTo } : null;
  const axis = axisOf(validFrom, next?.to ?? validTo);
  return (
    <figure style={{ margin: 0 }}>
      <TimeBar
        label={plan.name}
        {...axis}
        {...{ validFrom, validTo, today, next }}
        deadline={first.night ? first.deadline : null}
        receivables={receivables.map(({ dueOn }) => ({ dueOn, state: 'open' as const }))}
        muted={validTo < today}
        scale
      />
      <Legend
        shown={{
          today: today >= axis.from && today <= axis.to,
          deadline: first.night !== null,
          next: next !== null,
          freeze: false,
          receivables: ['open'],
        }}
        caption={t('multipacks.legend')}
      />
    </figure>
  );
}

function Term({ term, today, timeZone }: { term: Terms[number]; today: string; timeZone: string }) {
  const { t } = useTranslation();
  const { ordinal, validFrom, validTo, deadline, night, price, receivables } = term;
  const due = sumOf(receivables.map(({ amount }) => amount));
  const facts: [label: string, value: ReactNode][] = [
    [t('multipacks.period'), <Period key="period" from={validFrom} to={validTo} />],
  ];
  if (night) {
    const { opens, closes } = night;
    facts.push(
      [t('multipacks.deadline'), <Day key="deadline" date={deadline} />],
      [
        t('multipacks.night'),
        deadline < today ? (
          t('multipacks.selling.renewedAtOnce')
        ) : (
          <Moments key="night" from={opens} to={closes} timeZone={timeZone} />
        ),
      ],
    );
  } else {
    facts.push([t('multipacks.renewal'), t('renewal.none')]);
  }
  if (ordinal > 0 && due) {
    facts.push([
      t('multipacks.receivables'),
      <span key="due">
        {t('multipacks.selling.receivableCount', { count: receivables.length })} · <Amount money={due} />
      </span>,
    ]);
  }
  return (
    <Card withBorder padding="sm">
      <Group justify="space-between" mb={6}>
        <Title order={3} size="h6">
          {ordinal === 0 ? t('multipacks.selling.first') : t('multipacks.selling.renewalNumber', { number: ordinal })}
        </Title>
        <Text fw={500} size="sm">
          <Amount money={price} />
        </Text>
      </Group>
      <Facts facts={facts} />
      {ordinal === 0 && due && (
        <WideTable
          label={t('multipacks.receivables')}
          head={[t('multipacks.number'), t('multipacks.dueOn'), t('multipacks.amount')]}
        >
          {receivables.map(({ number, dueOn, amount }) => (
            <Table.Tr key={number}>
              <Table.Td>{number}</Table.Td>
              <Table.Td>
                <Day date={dueOn} />
              </Table.Td>
              <Table.Td>
                <Amount money={amount} />
              </Table.Td>
            </Table.Tr>
          ))}
          <Table.Tr>
            <Table.Td colSpan={2}>{t('multipacks.selling.total')}</Table.Td>
            <Table.Td fw={600}>
              <Amount money={due} />
            </Table.Td>
          </Table.Tr>
        </WideTable>
      )}
    </Card>
  );
}
