import { mayDecide, type RequestState } from '../../domain/cancellation-request.ts';
import type { SlaState } from '../../domain/sla.ts';
import { multipackNumber, requestNumber, ticketNumber } from '../../schemas/codes.ts';
import { Refusal } from '../act.ts';
import type { AuditEvent } from '../audit-events.ts';
import type { Database, Tx } from '../client.ts';
import type { Prisma } from '../generated/client.ts';
import { type Keyset, type Page, page, type PageRequest } from '../pages.ts';

const SHOWN = {
  customer: { select: { id: true, code: true, name: true, branchId: true, clockAheadMs: true } },
  multipack: { select: { id: true, code: true, name: true, timeZone: true } },
  branch: { select: { id: true, name: true } },
  ticket: { select: { id: true, protocol: true } },
  reason: { select: { id: true, title: true } },
  profile: { select: { id: true, title: true } },
  reversalClassification: { select: { id: true, title: true } },
  claimer: { select: { id: true, name: true } },
  concluder: { select: { id: true, name: true } },
  _count: { select: { comments: true } },
} as const;

/** A request with the names it is shown with. */
export type ShownRequest = Prisma.CancellationRequestGetPayload<{ include: typeof SHOWN }>;

export type RequestColumn = 'pending' | 'in_analysis' | 'analysed';

export interface RequestFilters {
  branchId?: string | undefined;
  operatorId?: string | undefined;
  reasonId?: string | undefined;
  customerId?: string | undefined;
  multipackId?: string | undefined;
  column?: RequestColumn | undefined;
  sla?: SlaState | undefined;
  search?: string | undefined;
}

/** What runs out first comes first; what was analysed, the newest. Without a column, the newest opened. */
const ORDERS: Record<RequestColumn, Keyset> = {
  pending: { field: 'limitAt', kind: 'instant', direction: 'asc' },
  in_analysis: { field: 'limitAt', kind: 'instant', direction: 'asc' },
  analysed: { field: 'concludedAt', kind: 'instant', direction: 'desc' },
};

const STATES: Record<RequestColumn, RequestState[]> = {
  pending: ['pending'],
  in_analysis: ['in_analysis'],
  analysed: ['cancelled', 'reverted'],
};

export function listRequests(
  database: Database,
  reach: Prisma.CancellationRequestWhereInput,
  { limit, cursor, ...filters }: RequestFilters & PageRequest,
  now: Date,
): Promise<Page<ShownRequest>> {
  const order = filters.column === undefined ? ({ direction: 'desc' } as const) : ORDERS[filters.column];
  return page(order, { limit, cursor }, (query) =>
    database.cancellationRequest.findMany({
      ...query,
      where: { AND: [reach, query.where, ...conditions(database, filters, now)] },
      include: SHOWN,
    }),
  );
}

function conditions(
  database: Database,
  { branchId, operatorId, reasonId, customerId, multipackId, column, sla, search }: RequestFilters,
  now: Date,
): Prisma.CancellationRequestWhereInput[] {
  return [
    {
      ...(branchId && { customer: { branchId } }),
      ...(operatorId && { claimedBy: operatorId }),
      ...(reasonId && { reasonId }),
      ...(customerId && { customerId }),
      ...(multipackId && { multipackId }),
      ...(column && { state: { in: STATES[column] } }),
    },
    ...(sla === undefined ? [] : [standing(database, sla, now)]),
    ...(search === undefined ? [] : [matching(search)]),
  ];
}

/** By the real clock and what was marked, which follows the customer's. */
function standing({ cancellationRequest }: Database, sla: SlaState, now: Date): Prisma.CancellationRequestWhereInput {
  const { limitAt } = cancellationRequest.fields;
  const isLate = { OR: [{ breachedAt: { not: null } }, { limitAt: { lte: now } }] };
  const isAtRisk = { OR: [{ atRiskAt: { not: null } }, { riskAt: { lte: now } }] };
  switch (sla) {
    case 'met':
      return { concludedAt: { lt: limitAt } };
    case 'breached':
      return { OR: [{ concludedAt: null, ...isLate }, { concludedAt: { gte: limitAt } }] };
    case 'at_risk':
      return { concludedAt: null, NOT: isLate, ...isAtRisk };
    case 'on_track':
      return { concludedAt: null, NOT: [isLate, isAtRisk] };
  }
}

function matching(search: string): Prisma.CancellationRequestWhereInput {
  const contains = { contains: search, mode: 'insensitive' } as const;
  const [code, multipack, protocol] = [requestNumber(search), multipackNumber(search), ticketNumber(search)];
  return {
    OR: [
      { title: contains },
      { customer: { name: contains } },
      { multipack: { name: contains } },
      ...(code === null ? [] : [{ code }]),
      ...(multipack === null ? [] : [{ multipack: { code: multipack } }]),
      ...(protocol === null ? [] : [{ ticket: { protocol } }]),
    ],
  };
}

/** Throws `request_not_found` (404) outside `reach`. */
export async function findRequest(
  tx: Tx,
  reach: Prisma.CancellationRequestWhereInput,
  id: string,
): Promise<ShownRequest> {
  const request = await tx.cancellationRequest.findFirst({ where: { AND: [{ id }, reach] }, include: SHOWN });
  if (!request) throw new Refusal(404, 'request_not_found');
  return request;
}

/** What was said and what happened, both the oldest first; with what was done to other records within its analysis. */
export async function storyOf(tx: Tx, requestId: string) {
  const comments = await tx.requestComment.findMany({ where: { requestId }, orderBy: { id: 'asc' } });
  const found = await tx.$queryRaw<{ id: bigint }[]>`
    SELECT id FROM audit_event WHERE entity = 'cancellation_request' AND entity_id = ${requestId}
    UNION
    SELECT id FROM audit_event WHERE details ? 'requestId' AND details->>'requestId' = ${requestId}`;
  const history: AuditEvent[] = await tx.auditEvent.findMany({
    where: { id: { in: found.map(({ id }) => id) } },
    orderBy: { id: 'asc' },
  });
  return { comments, history };
}

/** What somebody may do with a request now. */
export function allowedOn(
  { state, claimedBy, concludedAt }: Pick<ShownRequest, 'state' | 'claimedBy' | 'concludedAt'>,
  viewer: { id: string; accessLevel: number },
) {
  const isOpen = concludedAt === null;
  const mayConclude = state === 'in_analysis' && mayDecide(viewer, claimedBy);
  return {
    analyse: state === 'pending',
    assign: isOpen && viewer.accessLevel <= 2,
    release: mayConclude,
    conclude: mayConclude,
    comment: isOpen,
  };
}

export async function countRequests(
  database: Database,
  reach: Prisma.CancellationRequestWhereInput,
  filters: RequestFilters,
  { now, userId }: { now: Date; userId: string },
) {
  const count = (...more: Prisma.CancellationRequestWhereInput[]) =>
    database.cancellationRequest.count({ where: { AND: [reach, ...conditions(database, filters, now), ...more] } });
  const isOpen = { concludedAt: null };
  const [pending, inAnalysis, mine, atRisk, breached] = await Promise.all([
    count({ state: 'pending' }),
    count({ state: 'in_analysis' }),
    count({ state: 'in_analysis', claimedBy: userId }),
    count(isOpen, standing(database, 'at_risk', now)),
    count(isOpen, standing(database, 'breached', now)),
  ]);
  return { pending, inAnalysis, mine, atRisk, breached };
}

// ---------------------------------------------------------------- presence

/** A screen says that it is there more often than this. */
const PRESENT_MS = 30_000;

/** Notes that somebody has a request open, and gives who else has. */
export async function notePresence(database: Database, requestId: string, userId: string, seenAt: Date) {
  const key = { requestId, userId };
  await database.requestPresence.upsert({
    where: { requestId_userId: key },
    create: { ...key, seenAt },
    update: { seenAt },
  });
  return listPresence(database, { id: requestId }, userId, seenAt);
}

/** Who else has which request of these open. */
export function listPresence(
  database: Database,
  request: Prisma.CancellationRequestWhereInput,
  userId: string,
  now: Date,
) {
  return database.requestPresence.findMany({
    where: { request, userId: { not: userId }, seenAt: { gt: new Date(now.getTime() - PRESENT_MS) } },
    include: { user: { select: { id: true, name: true } } },
    orderBy: [{ requestId: 'asc' }, { userId: 'asc' }],
  });
}

export async function endPresence(database: Database, requestId: string, userId: string): Promise<void> {
  await database.requestPresence.deleteMany({ where: { requestId, userId } });
}
