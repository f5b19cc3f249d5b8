import { v7 as uuidv7 } from 'uuid';
import type { Clock } from '../../clock.ts';
import { usualWords } from '../../i18n/notices.ts';
import { InvalidInput } from '../../schemas/invalid-input.ts';
import { LANGUAGES } from '../../schemas/languages.ts';
import { type Act, Refusal } from '../act.ts';
import { trace } from '../audit.ts';
import type { Tx } from '../client.ts';
import { Prisma } from '../generated/client.ts';
import { chosenConcepts, demandWhole, type SettingFields } from './settings.ts';

const { sql } = Prisma;

export interface SettingsFilter {
  branchId?: string | undefined;
  /** Customers who have a multipack of it whose validity is not over. */
  planId?: string | undefined;
  /** Null: those without one. */
  collectionAgentId?: string | null | undefined;
  withoutSettingsOnly: boolean;
}

/** Words that are left out: each customer's own stay; where there are none, the usual ones in the customer's language. */
export type SettingsForMany = Omit<SettingFields, 'subject' | 'reminderBody' | 'afterDueBody'> & {
  subject?: string | undefined;
  reminderBody?: string | undefined;
  afterDueBody?: string | undefined;
};

/** Customers `c` within a branch, null: the whole company, with their setting `s`. */
const found = (within: string | null, now: Date, filter: SettingsFilter) => {
  const { branchId, planId, collectionAgentId, withoutSettingsOnly } = filter;
  const conditions = [
    ...(within === null ? [] : [sql`c.branch_id = ${within}::uuid`]),
    ...(branchId === undefined ? [] : [sql`c.branch_id = ${branchId}::uuid`]),
    ...(planId === undefined
      ? []
      : [
          sql`EXISTS (
            SELECT FROM multipack m
            WHERE m.customer_id = c.id AND m.plan_id = ${planId}::uuid AND m.removed_at IS NULL
              AND least(m.valid_to, m.withdrawn_on, m.cancelled_on) >= (${now}::timestamptz AT TIME ZONE m.time_zone)::date)`,
        ]),
    ...(collectionAgentId === undefined
      ? []
      : [sql`agents.collection_agent_id IS NOT DISTINCT FROM ${collectionAgentId}::uuid`]),
    ...(withoutSettingsOnly ? [sql`s.customer_id IS NULL`] : []),
  ];
  return sql`
    FROM customer c
      LEFT JOIN customer_agents agents ON agents.customer_id = c.id
      LEFT JOIN notice_setting s ON s.customer_id = c.id
    WHERE ${conditions.length === 0 ? sql`true` : Prisma.join(conditions, ' AND ')}`;
};

/** What a filter finds. By the real clock: it chooses, it does not decide what is due. */
export async function countBulkSettings(
  { tx, clock }: { tx: Tx; clock: Clock },
  within: string | null,
  filter: SettingsFilter,
): Promise<{ customers: number; withSettings: number; withoutRecipient: number }> {
  const [row] = await tx.$queryRaw<{ customers: number; withSettings: number; withoutRecipient: number }[]>`
    SELECT count(*)::integer AS customers, count(s.customer_id)::integer AS "withSettings",
      count(*) FILTER (WHERE c.email IS NULL
        AND NOT EXISTS (SELECT FROM customer p WHERE p.id IN (c.payer_id, c.guardian_id) AND p.email IS NOT NULL)
        AND NOT EXISTS (
          SELECT FROM contact k WHERE k.customer_id = c.id AND k.receives_notices AND k.email IS NOT NULL))::integer
        AS "withoutRecipient"
    ${found(within, clock.now(), filter)}`;
  return row!;
}

/**
 * Gives all customers of a filter the same settings, in one statement, with a line in the history of each and one for all.
 * Since when it holds is by each customer's clock, as if it were done one by one. Throws InvalidInput, and
 * `selection_changed` (409) where it would be another number of customers than was seen.
 */
export async function addBulkSettings(
  act: Act,
  within: string | null,
  { filter, customers, settings }: { filter: SettingsFilter; customers: number; settings: SettingsForMany },
): Promise<{ id: string; customers: number }> {
  const { tx, actor, clock } = act;
  const { reminderConceptId, afterDueConceptId, active, afterDue } = settings;
  const nothing = { reminderConceptId: null, afterDueConceptId: null };
  const { issues } = await chosenConcepts(tx, nothing, settings);
  if (issues.length > 0) throw new InvalidInput(issues);
  demandWhole(settings);
  const now = clock.now();
  const isAhead = clock.of({ clockAheadMs: 1n }, now).getTime() > now.getTime();
  const ahead = isAhead ? sql`+ c.clock_ahead_ms * interval '1 millisecond'` : Prisma.empty;
  const words = Prisma.join(
    LANGUAGES.map((language) => {
      const { subject, reminderBody, afterDueBody } = usualWords(language);
      return sql`(${language}, ${subject}, ${reminderBody}, ${afterDueBody})`;
    }),
  );
  // The words stand in the line for all: a hundred thousand times they would be most of the history.
  const { subject, reminderBody, afterDueBody, ...decided } = settings;
  const { toContacts } = decided;
  const told = afterDue && active;
  const changed = await tx.$executeRaw`
    WITH usual (language, subject, reminder_body, after_due_body) AS (VALUES ${words}),
    meant AS MATERIALIZED (
      SELECT c.id, c.branch_id, c.language, ${now}::timestamptz ${ahead} AS at, s.customer_id IS NOT NULL AS was_set
      ${found(within, now, filter)}),
    stored AS (
      INSERT INTO notice_setting AS s (customer_id, subject, active, to_contacts, reminder_concept_id, after_due,
        after_due_concept_id, reminder_body, after_due_body, active_since, after_due_since, after_due_chosen_at, created_at)
      SELECT m.id, coalesce(${subject ?? null}, u.subject), ${active}, ${toContacts}, ${reminderConceptId}::uuid, ${afterDue},
        ${afterDueConceptId}::uuid, coalesce(${reminderBody ?? null}, u.reminder_body),
        coalesce(${afterDueBody ?? null}, u.after_due_body), CASE WHEN ${active} THEN m.at END, m.at, m.at, m.at
      FROM meant m JOIN usual u ON u.language = (CASE WHEN m.language IN (SELECT language FROM usual) THEN m.language ELSE 'en' END)
      ORDER BY m.id
      ON CONFLICT (customer_id) DO UPDATE SET
        subject = coalesce(${subject ?? null}, nullif(s.subject, ''), excluded.subject),
        active = excluded.active,
        to_contacts = excluded.to_contacts,
        reminder_concept_id = excluded.reminder_concept_id,
        after_due = excluded.after_due,
        after_due_concept_id = excluded.after_due_concept_id,
        reminder_body = coalesce(${reminderBody ?? null}, nullif(s.reminder_body, ''), excluded.reminder_body),
        after_due_body = coalesce(${afterDueBody ?? null}, nullif(s.after_due_body, ''), excluded.after_due_body),
        active_since = CASE WHEN ${active} AND NOT s.active THEN excluded.active_since ELSE s.active_since END,
        after_due_since = CASE WHEN ${told} AND NOT (s.active AND s.after_due) OR s.after_due_since IS NULL
          THEN excluded.after_due_since ELSE s.after_due_since END,
        after_due_chosen_at = CASE WHEN ${told} AND NOT (s.active AND s.after_due) OR s.after_due_chosen_at IS NULL
            OR s.after_due_concept_id IS DISTINCT FROM excluded.after_due_concept_id
          THEN excluded.after_due_chosen_at ELSE s.after_due_chosen_at END,
        version = s.version + 1
      -- Of whom somebody set meanwhile nothing is overwritten unseen.
      WHERE ${!filter.withoutSettingsOnly}
      RETURNING customer_id),
    told AS (
      INSERT INTO outbox (kind, key)
      SELECT 'notices_changed', id::text FROM meant WHERE ${active} OR was_set)
    INSERT INTO audit_event (at, actor_kind, actor_id, actor_name, channel, request_id, action, entity, entity_id, customer_id,
      branch_id, details)
    SELECT m.at, ${actor.kind}::"ActorKind", ${actor.id}::uuid, ${actor.name}, ${actor.channel}::"Channel",
      ${actor.requestId ?? null}, 'customer.notices_set', 'customer', m.id::text, m.id, m.branch_id,
      ${JSON.stringify({ inBulk: true, after: decided })}::jsonb
    FROM stored JOIN meant m ON m.id = stored.customer_id`;
  if (changed !== customers) throw new Refusal(409, 'selection_changed', { customers: changed });
  const id = uuidv7();
  await trace(act, {
    action: 'notice_setting.set_in_bulk',
    entity: 'notice_setting',
    entityId: id,
    branchId: within,
    at: now,
    details: { customers: changed, filter: { ...filter }, settings: { ...settings } },
  });
  return { id, customers: changed };
}
