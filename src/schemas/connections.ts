import { z } from 'zod';
import {
  ActorKind,
  Channel,
  Id,
  Instant,
  LocalDate,
  orNull,
  pageOf,
  pageQuery,
  text,
  TimeZone,
  Version,
} from './common.ts';
import { RequestId } from './service-orders.ts';

// ---------------------------------------------------------------- network equipment

export const Host = z
  .string()
  .trim()
  .max(253)
  .regex(/^[a-z0-9.:-]+$/i);
export const Port = z.int().min(1).max(65_535);
const Filter = text(120).meta({ description: 'Filter-Id by which the equipment knows this state of a connection' });
const nasFields = {
  name: text(120),
  branchId: Id,
  host: Host.meta({ description: 'Name or address' }),
  coaPort: Port,
  normalFilter: Filter,
  reducedFilter: Filter,
  blockedFilter: Filter,
};
const Secret = text(200).meta({ description: 'The shared secret; never shown again' });

export const Nas = z
  .strictObject({ id: Id, ...nasFields, retired: z.boolean(), version: Version, createdAt: Instant })
  .meta({ id: 'Nas' });
export const NasPage = pageOf(Nas);
export const NasQuery = z.strictObject({ branchId: Id.optional(), ...pageQuery });
export const NewNas = z
  .strictObject({ ...nasFields, secret: Secret })
  .partial()
  .required({ name: true, branchId: true, host: true, secret: true })
  .meta({ id: 'NewNas' });
export const NasEdit = z
  .strictObject({ ...nasFields, secret: Secret, retired: z.boolean() })
  .omit({ branchId: true })
  .partial()
  .meta({ id: 'NasEdit' });

// ---------------------------------------------------------------- connections

export const CONNECTION_STATES = ['normal', 'reduced', 'blocked'] as const;
const State = z.enum(CONNECTION_STATES);
const named = z.strictObject({ id: Id, code: z.string(), name: z.string() });
const Author = z.strictObject({ kind: ActorKind, id: Id.nullable(), name: z.string() });

export const COMMAND_STATES = [
  'pending',
  'acknowledged',
  'refused',
  'no_answer',
  'false_answer',
  'failed',
  'superseded',
] as const;

/** What the equipment was told, and what it answered. */
export const NetworkCommand = z
  .strictObject({
    id: Id,
    kind: z.enum(['change', 'disconnect']).meta({ description: 'CoA-Request or Disconnect-Request (RFC 5176)' }),
    target: State.meta({ description: 'The state that it is to bring about' }),
    state: z.enum(COMMAND_STATES).meta({
      description:
        '`refused`: a NAK, with its cause; `no_answer`: nobody answered, as with a wrong address, port or secret; `false_answer`: what came was not signed with the secret; `failed`: it could not be sent; `superseded`: a later change took its place',
    }),
    errorCause: z
      .strictObject({ code: z.int(), name: z.string().nullable().meta({ example: 'Session-Context-Not-Found' }) })
      .nullable(),
    error: z.string().nullable().meta({ description: 'Stable code, of `failed`' }),
    author: Author,
    channel: Channel,
    createdAt: Instant,
    answeredAt: Instant.nullable(),
  })
  .meta({ id: 'NetworkCommand' });
export const NetworkCommandPage = pageOf(NetworkCommand);

export const ConnectionException = z
  .strictObject({
    id: Id,
    until: Instant,
    reason: z.string(),
    endedAt: Instant.nullable().meta({ description: 'Null while it runs' }),
    author: Author,
    version: Version,
    createdAt: Instant,
  })
  .meta({ id: 'ConnectionException' });
export const ConnectionExceptionPage = pageOf(ConnectionException);

const access = {
  username: text(120),
  service: text(200).meta({ example: 'Fibra 300' }),
  framedIp: orNull(z.ipv4()),
  sessionId: orNull(text(200)).meta({ description: 'Acct-Session-Id of the session now' }),
  callingStation: orNull(text(120)).meta({ description: 'Calling-Station-Id, such as the MAC address' }),
};

export const Connection = z
  .strictObject({
    id: Id,
    customer: named,
    multipack: named.nullable(),
    branchId: Id,
    timeZone: TimeZone,
    ...access,
    state: State,
    reason: z.string().nullable().meta({ description: 'Why it is reduced or blocked' }),
    stateSince: Instant,
    exception: orNull(ConnectionException).meta({ description: 'The one that runs: it prevents blocking' }),
    nas: z.strictObject({ id: Id, name: z.string(), retired: z.boolean() }).nullable(),
    network: z.strictObject({
      isConfigured: z.boolean().meta({
        description: 'Without equipment, or with one that is retired, a change is recorded here and nobody is told',
      }),
      last: orNull(NetworkCommand),
    }),
    version: Version,
    createdAt: Instant,
  })
  .meta({ id: 'Connection' });
export const ConnectionPage = pageOf(Connection);

export const ConnectionQuery = z.strictObject({
  customerId: Id.optional(),
  multipackId: Id.optional(),
  nasId: Id.optional(),
  state: State.optional(),
  username: text(120).optional(),
  ...pageQuery,
});

export const NewConnection = z
  .strictObject({ customerId: Id, multipackId: Id, nasId: Id, requestId: RequestId, ...access })
  .partial()
  .required({ customerId: true, username: true, service: true })
  .meta({ id: 'NewConnection' });

export const ConnectionEdit = z
  .strictObject({ ...access, multipackId: Id.nullable(), nasId: Id.nullable(), requestId: RequestId })
  .partial()
  .meta({ id: 'ConnectionEdit' });

export const ChangeConnection = z.strictObject({ requestId: RequestId }).meta({ id: 'ChangeConnection' });
export const RestrictConnection = z
  .strictObject({ reason: text(500), requestId: RequestId })
  .meta({ id: 'RestrictConnection' });

export const NewConnectionException = z
  .strictObject({ until: Instant, reason: text(500), requestId: RequestId })
  .meta({ id: 'NewConnectionException' });
export const ConnectionExceptionEdit = z
  .strictObject({ until: Instant, reason: text(500), requestId: RequestId })
  .partial()
  .meta({ id: 'ConnectionExceptionEdit' });

// ---------------------------------------------------------------- consumption

const Bytes = z.int().min(0);
const UsageDay = z
  .strictObject({
    day: LocalDate,
    bytesIn: Bytes.meta({ description: 'Received by the customer' }),
    bytesOut: Bytes.meta({ description: 'Sent by the customer' }),
  })
  .meta({ id: 'UsageDay' });

export const StoreUsage = z
  .strictObject({ days: z.array(UsageDay).min(1).max(400) })
  .meta({ id: 'StoreUsage', description: 'A day that was stored before takes the new figures' });
export const UsageStored = z.strictObject({ stored: z.int() }).meta({ id: 'UsageStored' });

export const UsageQuery = z
  .strictObject({
    from: LocalDate.optional().meta({ description: 'Left out: 29 days before the last' }),
    to: LocalDate.optional().meta({ description: 'This day included; left out: today' }),
  })
  .check(({ value: { from, to }, issues }) => {
    if (from !== undefined && to !== undefined && to < from)
      issues.push({ code: 'custom', path: ['to'], input: to, params: { code: 'range_reversed' } });
  });
export const Usage = z
  .strictObject({
    from: LocalDate,
    to: LocalDate,
    days: z.array(UsageDay).meta({ description: 'Days without figures are left out; at most 1,000' }),
    total: z.strictObject({ bytesIn: Bytes, bytesOut: Bytes }),
  })
  .meta({ id: 'Usage' });
