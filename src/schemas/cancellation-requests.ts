import { z } from 'zod';
import { REQUEST_STATES, type RequestAct } from '../domain/cancellation-request.ts';
import { SLA_STATES } from '../domain/sla.ts';
import { AuditEvent } from './audit-events.ts';
import { Prose } from './cancellation-settings.ts';
import { ActorKind, Channel, Id, Instant, LocalDate, Money, pageOf, pageQuery, text, Version } from './common.ts';
import { FatedReceivable } from './counter.ts';
import { Multipack } from './multipacks.ts';

export const REQUEST_COLUMNS = ['pending', 'in_analysis', 'analysed'] as const;

const Person = z.strictObject({ id: Id, name: z.string() });
const Titled = z.strictObject({ id: Id, title: z.string() });
const Named = z.strictObject({ id: Id, code: z.string(), name: z.string() });
const Author = z.strictObject({ kind: ActorKind, id: Id.nullable(), name: z.string() });

const sla = z.enum(SLA_STATES).meta({
  description: '`at_risk` from four fifths of the time, `breached` from the limit; concluded before it: `met`',
});

const card = {
  id: Id,
  code: z.string().meta({ example: 'CR-2041' }),
  state: z.enum(REQUEST_STATES),
  title: z.string(),
  customer: Named,
  multipack: Named,
  branch: Person,
  ticket: z.strictObject({ id: Id, protocol: z.string() }).nullable(),
  reason: Titled,
  creator: Author,
  claimer: Person.nullable().meta({ description: 'Who analyses it, or did' }),
  timeZone: z
    .string()
    .meta({ description: 'Of the multipack: the limit is as many days later at the same local time' }),
  createdAt: Instant,
  riskAt: Instant,
  limitAt: Instant,
  concludedAt: Instant.nullable(),
  sla,
  elapsedSeconds: z.int().meta({ description: 'From the opening to the conclusion, or to now' }),
  comments: z.int(),
  version: Version,
};

export const CancellationRequest = z.strictObject(card).meta({ id: 'CancellationRequest' });

export const RequestComment = z
  .strictObject({ id: Id, text: z.string(), author: Author, channel: Channel, createdAt: Instant })
  .meta({ id: 'RequestComment' });

export const CancellationRequestDetail = z
  .strictObject({
    ...card,
    details: z.string(),
    profile: z.strictObject({ ...Titled.shape, days: z.int().meta({ description: 'As they were at the opening' }) }),
    now: Instant.meta({ description: 'On the customer’s clock' }),
    claimedAt: Instant.nullable(),
    atRiskAt: Instant.nullable().meta({ description: 'When it was noticed and told' }),
    breachedAt: Instant.nullable(),
    holdsRenewal: z
      .boolean()
      .meta({ description: 'Opened through the deadline: the renewal waits for its conclusion' }),
    concluder: Person.nullable(),
    lastDay: LocalDate.nullable().meta({ description: 'Of a cancellation' }),
    classification: Titled.nullable().meta({ description: 'Of a reversal' }),
    conclusionTitle: z.string().nullable(),
    conclusionDetails: z.string().nullable(),
    ended: Multipack.meta({
      description: 'The multipack in course, which a cancellation ends: the one requested, or what was renewed from it',
    }),
    commentList: z.array(RequestComment).meta({ description: 'The oldest first' }),
    history: z
      .array(AuditEvent)
      .meta({ description: 'What happened to it, and what was done while it was analysed; the oldest first' }),
    allowed: z
      .strictObject({
        analyse: z.boolean(),
        assign: z.boolean(),
        release: z.boolean(),
        conclude: z.boolean(),
        comment: z.boolean(),
      })
      .meta({ description: 'What the reader may do now' }),
    channel: Channel,
  })
  .meta({ id: 'CancellationRequestDetail' });

export const RequestPage = pageOf(CancellationRequest);

const filters = {
  branchId: Id.optional(),
  operatorId: Id.optional().meta({ description: 'Who claimed it' }),
  reasonId: Id.optional(),
};

export const RequestQuery = z.strictObject({
  column: z.enum(REQUEST_COLUMNS).optional(),
  customerId: Id.optional(),
  multipackId: Id.optional(),
  ...filters,
  sla: sla.optional(),
  search: text(100).optional().meta({ description: 'Code, title, customer, multipack or protocol' }),
  ...pageQuery,
});

export const RequestCountsQuery = z.strictObject(filters);

export const RequestCounts = z
  .strictObject({
    pending: z.int(),
    inAnalysis: z.int(),
    mine: z.int().meta({ description: 'In analysis by the reader' }),
    atRisk: z.int().meta({ description: 'Open and at risk' }),
    breached: z.int().meta({ description: 'Open past the limit' }),
  })
  .meta({ id: 'CancellationRequestCounts' });

const isOneOf = ({ ticketId, multipackId }: { ticketId?: string | undefined; multipackId?: string | undefined }) =>
  (ticketId === undefined) !== (multipackId === undefined);
const oneOrigin = { path: ['ticketId'], params: { code: 'one_origin' } };

export const NewCancellationRequest = z
  .strictObject({
    ticketId: Id.optional().meta({ description: 'From a ticket, which names the multipack; or' }),
    multipackId: Id.optional().meta({ description: 'from the customer’s profile' }),
    title: text(200),
    reasonId: Id,
    details: Prose.default(''),
    profileId: Id.optional().meta({ description: 'Left out: the plan’s, else the default one' }),
  })
  .refine(isOneOf, oneOrigin)
  .meta({ id: 'NewCancellationRequest' });

export const EligibilityQuery = z
  .strictObject({
    ticketId: Id.optional(),
    multipackId: Id.optional(),
    profileId: Id.optional().meta({ description: 'To be told the limit by another profile than the one suggested' }),
  })
  .refine(isOneOf, oneOrigin);

export const RequestEligibility = z
  .strictObject({
    allowed: z.boolean(),
    reason: z.string().nullable().meta({ description: 'Why not; the code of the refusal' }),
    detail: z.string().nullable().meta({ description: 'The same, in the language of the reader' }),
    requestId: Id.nullable().meta({ description: 'The request in progress, if that is why not' }),
    multipackId: Id.nullable(),
    profile: z
      .strictObject({ ...Titled.shape, days: z.int() })
      .nullable()
      .meta({ description: 'The one asked for, else the one suggested' }),
    limitAt: Instant.nullable().meta({ description: 'By that profile, opened now' }),
    holdsRenewal: z.boolean().meta({ description: 'The renewal would wait for the conclusion' }),
  })
  .meta({ id: 'RequestEligibility' });

// ---------------------------------------------------------------- acts

/** What comes with each act, over the API and by signals alike. */
export const ACT_FIELDS = {
  analyse: z.strictObject({ assigneeId: Id.optional() }),
  release: z.strictObject({}),
  cancel: z.strictObject({
    lastDay: LocalDate.meta({ description: 'The last day of validity: today or later, within the validity' }),
    details: Prose.default(''),
  }),
  revert: z.strictObject({ title: text(200), classificationId: Id, details: Prose.default('') }),
  comment: z.strictObject({ text: text(4000) }),
} satisfies Record<RequestAct, z.ZodObject>;

export const AssignRequest = z.strictObject({ assigneeId: Id }).meta({ id: 'AssignCancellationRequest' });
export const CancelRequest = ACT_FIELDS.cancel.meta({ id: 'CancelCancellationRequest' });
export const RevertRequest = ACT_FIELDS.revert.meta({ id: 'RevertCancellationRequest' });
export const CommentRequest = ACT_FIELDS.comment.meta({ id: 'CommentCancellationRequest' });

export const CancelPreviewQuery = z
  .strictObject({ lastDay: LocalDate.optional().meta({ description: 'Left out: the first that may be chosen' }) })
  .meta({ id: 'CancelRequestPreview' });

export const CancelPreviewed = z
  .strictObject({
    multipack: Multipack.meta({ description: 'The one in course, which ends' }),
    lastDay: LocalDate,
    earliest: LocalDate,
    latest: LocalDate,
    allowed: z.boolean(),
    reason: z.enum(['last_day_past', 'last_day_after_end']).nullable(),
    detail: z.string().nullable(),
    receivables: z.array(FatedReceivable),
    successors: z.array(z.strictObject({ multipack: Multipack, receivables: z.array(FatedReceivable) })),
    sums: z.strictObject({ total: Money, removed: Money, staying: Money, paid: Money, paidAfter: Money }),
    collectionEnds: z.boolean(),
  })
  .meta({ id: 'CancelRequestPreviewed' });

const Viewer = z.strictObject({ ...Person.shape, seenAt: Instant });

export const RequestPresence = z
  .strictObject({ viewers: z.array(Viewer) })
  .meta({ id: 'RequestPresence', description: 'Who else has it open, as of half a minute ago and later' });

export const RequestsPresence = z
  .strictObject({ viewers: z.array(Viewer.extend({ requestId: Id })) })
  .meta({ id: 'RequestsPresence', description: 'Who else has which request open, as of half a minute ago and later' });

// ---------------------------------------------------------------- report

export const RequestReportQuery = z
  .strictObject({
    from: LocalDate.meta({ description: 'First day of opening, in the zone of each branch' }),
    to: LocalDate.meta({ description: 'Last day, included' }),
    branchId: Id.optional(),
  })
  .refine(({ from, to }) => from <= to, { path: ['to'], params: { code: 'range_reversed' } });

const decided = { cancelled: z.int(), reverted: z.int() };

export const RequestReport = z
  .strictObject({
    opened: z.int(),
    open: z.int().meta({ description: 'Of those, not concluded yet' }),
    ...decided,
    met: z.int().meta({ description: 'Concluded before the limit' }),
    breached: z.int().meta({ description: 'Concluded after it, or open past it' }),
    secondsToConclusion: z
      .strictObject({ mean: z.int(), median: z.int() })
      .nullable()
      .meta({ description: 'Null where none is concluded' }),
    reasons: z.array(z.strictObject({ ...Titled.shape, count: z.int(), ...decided })),
    classifications: z.array(z.strictObject({ ...Titled.shape, count: z.int() })),
    operators: z
      .array(z.strictObject({ ...Person.shape, ...decided, met: z.int(), meanSeconds: z.int() }))
      .meta({ description: 'By who concluded' }),
  })
  .meta({ id: 'CancellationRequestReport' });
