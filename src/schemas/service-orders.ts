import { z } from 'zod';
import { ActorKind, Channel, Id, Instant, pageOf, pageQuery, text, TimeZone, Version } from './common.ts';

export const SERVICE_ORDER_STATES = ['open', 'scheduled', 'done', 'cancelled'] as const;
const State = z.enum(SERVICE_ORDER_STATES);

const named = z.strictObject({ id: Id, code: z.string(), name: z.string() });
const Person = z.strictObject({ id: Id, name: z.string() });

export const ServiceOrder = z
  .strictObject({
    id: Id,
    code: z.string().meta({ example: 'SO-000001' }),
    customer: named,
    multipack: named.nullable(),
    branchId: Id,
    timeZone: TimeZone.meta({ description: 'Of the branch, in which the appointment is meant' }),
    kind: z.string().meta({ example: 'Router replacement' }),
    description: z.string(),
    state: State,
    scheduled: z
      .strictObject({ from: Instant, to: Instant })
      .nullable()
      .meta({ description: 'The appointment; kept when the order is concluded' }),
    assignee: Person.nullable(),
    closedAt: Instant.nullable(),
    conclusion: z.string().nullable().meta({ description: 'What was done, or why it was called off' }),
    author: z.strictObject({ kind: ActorKind, id: Id.nullable(), name: z.string() }),
    channel: Channel,
    version: Version,
    createdAt: Instant,
  })
  .meta({ id: 'ServiceOrder' });

export const ServiceOrderPage = pageOf(ServiceOrder);

export const ServiceOrderQuery = z.strictObject({
  customerId: Id.optional(),
  multipackId: Id.optional(),
  assigneeId: Id.optional(),
  branchId: Id.optional(),
  state: State.optional(),
  ...pageQuery,
});

export const RequestId = Id.optional().meta({
  description: 'The cancellation request in whose analysis it happens; its history shows it',
});

const appointment = { from: Instant, to: Instant };
const inOrder = (
  value: { from: string; to: string } | undefined,
  at: string[],
  issues: { push(issue: z.core.$ZodRawIssue): unknown },
) => {
  if (value === undefined || new Date(value.from) < new Date(value.to)) return;
  issues.push({ code: 'custom', path: [...at, 'to'], input: value.to, params: { code: 'range_reversed' } });
};

export const NewServiceOrder = z
  .strictObject({
    customerId: Id,
    multipackId: Id.optional(),
    kind: text(120),
    description: text(4000),
    scheduled: z.strictObject(appointment).optional(),
    assigneeId: Id.optional(),
    requestId: RequestId,
  })
  .check(({ value, issues }) => inOrder(value.scheduled, ['scheduled'], issues))
  .meta({ id: 'NewServiceOrder' });

export const ServiceOrderEdit = z
  .strictObject({
    kind: text(120),
    description: text(4000),
    multipackId: Id.nullable(),
    assigneeId: Id.nullable(),
    requestId: RequestId,
  })
  .partial()
  .meta({ id: 'ServiceOrderEdit' });

export const ScheduleServiceOrder = z
  .strictObject({ ...appointment, assigneeId: Id.optional(), requestId: RequestId })
  .check(({ value, issues }) => inOrder(value, [], issues))
  .meta({ id: 'ScheduleServiceOrder' });

export const ConcludeServiceOrder = z
  .strictObject({ conclusion: text(4000), requestId: RequestId })
  .meta({ id: 'ConcludeServiceOrder' });
