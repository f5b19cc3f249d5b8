import { Anchor, Box, Button, Code, Stack, Text } from '@mantine/core';
import { useQueries } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Moment } from '../../shared/components/Moment.tsx';
import { Empty, Loading, Problem } from '../../shared/components/States.tsx';
import { getOptions, usePages } from '../../shared/queries.ts';
import type { AuditEvent, Customer } from '../../shared/types.ts';
import { TracedFile } from '../files/FileLink.tsx';
import { ACTIONS } from './actions.ts';
import styles from './customers.module.css';
import { More } from './parts.tsx';
import { useMultipacks } from './renewals.ts';
import { useValueWords } from './values.ts';

/** Who changed what, when and through which door, the newest first. */
export function History({ customer }: { customer: Customer }) {
  const { t } = useTranslation();
  const events = usePages<AuditEvent>('/api/audit-events', { customerId: customer.id });
  const multipacks = useMultipacks(customer.id);
  const nameOf = (id: string) => multipacks.data?.find((multipack) => multipack.id === id)?.name;
  if (events.isError && events.items.length === 0) return <Problem error={events.error} retry={events.refetch} />;
  if (events.isPending) return <Loading lines={8} />;
  if (events.items.length === 0) return <Empty title={t('customers.history.none')} />;
  return (
    <>
      <Stack component="ol" gap={0} m={0} p={0} className={styles['story']}>
        {events.items.map((event) => (
          <Event key={event.id} event={event} multipack={nameOf(event.entityId)} />
        ))}
      </Stack>
      <More of={events} />
    </>
  );
}

function Event({ event, multipack }: { event: AuditEvent; multipack: string | undefined }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const { at, actor, channel, action, entityId, details } = event;
  const known = ACTIONS.find((each) => each === action);
  return (
    <Box component="li">
      <Text size="sm" fw={500} component="div" style={{ overflowWrap: 'anywhere' }}>
        {known ? t(`customers.history.actions.${known}`) : <Code>{action}</Code>}
        {multipack && (
          <>
            {' · '}
            <Anchor component={Link} to={`/multipacks/${entityId}`} size="sm" underline="always">
              {multipack}
            </Anchor>
          </>
        )}
      </Text>
      <Text size="xs" c="dimmed" component="div">
        <Moment at={at} /> · {actor.kind === 'system' ? t('customers.history.system') : actor.name} ·{' '}
        {t(`customers.channels.${channel}`)}
      </Text>
      <Told details={details} />
      <TracedFile details={details} />
      <Button
        variant="subtle"
        color="gray"
        size="compact-xs"
        px={0}
        c="dimmed"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        {t('customers.history.raw')}
      </Button>
      {isOpen && (
        <Code block tabIndex={0}>
          {JSON.stringify(event, null, 2)}
        </Code>
      )}
    </Box>
  );
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Fields that hold the id of another customer. */
const OTHERS = ['payerId', 'guardianId'];

/** Names of customers by their id, as far as the reader reaches them. */
function useNames(ids: unknown[]): Map<unknown, string> {
  const known = ids.filter((id) => typeof id === 'string');
  const found = useQueries({ queries: known.map((id) => getOptions<Customer>(`/api/customers/${id}`)) });
  return new Map(found.flatMap(({ data }) => (data ? [[data.id, data.name]] : [])));
}

/** Fields as they were and as they are, then what else a person can read; ids are left to the raw trace. */
export function Told({ details, timeZone }: { details: AuditEvent['details']; timeZone?: string | undefined }) {
  const words = useValueWords(timeZone);
  const { before, after, ...rest } = details;
  const was = isRecord(before) ? before : {};
  const is = isRecord(after) ? after : {};
  const changed = [...new Set([...Object.keys(was), ...Object.keys(is)])];
  const others = useNames(
    changed.filter((field) => OTHERS.includes(field)).flatMap((field) => [was[field], is[field]]),
  );
  // Minor units stand beside the amount they are of.
  const currency = isRecord(rest['amount']) ? rest['amount']['currency'] : undefined;
  const shown = (field: string, value: unknown) =>
    others.get(value) ??
    words.value(field, typeof value === 'number' && currency ? { amount: value, currency } : value);
  const lines = [
    ...changed.map((field) => ({
      field,
      text: field in was ? `${shown(field, was[field])} → ${shown(field, is[field])}` : shown(field, is[field]),
    })),
    ...Object.entries(rest)
      .filter(([field, value]) => words.isKnown(field) && value !== null && value !== undefined)
      .map(([field, value]) => ({ field, text: words.value(field, value) })),
  ]
    .filter(({ text }) => text !== '–')
    .sort((a, b) => words.order(a.field) - words.order(b.field));
  if (lines.length === 0) return null;
  return (
    <Text component="dl" size="sm" className={styles['told']}>
      {lines.map(({ field, text }) => (
        <div key={field}>
          <dt>{words.field(field)}</dt>
          <dd>{text}</dd>
        </div>
      ))}
    </Text>
  );
}
