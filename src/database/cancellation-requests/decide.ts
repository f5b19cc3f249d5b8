import type { Clock } from '../../clock.ts';
import { lastDaysOf, mayDecide, refusalOfLastDay, type RequestAct } from '../../domain/cancellation-request.ts';
import { type LocalDate, localDateOf } from '../../domain/dates.ts';
import { requestCode } from '../../schemas/codes.ts';
import { type Act, act, type Actor, Refusal, SYSTEM } from '../act.ts';
import type { Database, Tx } from '../client.ts';
import type { CancellationRequest, Command, Prisma, User } from '../generated/client.ts';
import { fromColumn, toColumn } from '../local-date.ts';
import {
  type Chain,
  lockMultipack,
  readMultipack,
  isOver,
  successorsOf,
  stateOf,
  type Term,
} from '../multipacks/chain.ts';
import { confirmCancelled } from '../multipacks/confirmation.ts';
import {
  carryOutEnding,
  type Ending,
  endingOf,
  lockReceivables,
  receivablesOfChains,
  toldEnding,
  tracedEnding,
} from '../multipacks/ending.ts';
import { advanceChain } from '../multipacks/renew.ts';
import { traceTerm, updateTerm, writeTask } from '../multipacks/write.ts';
import { demandOperator } from '../operators.ts';
import { tellChain } from '../outbox.ts';
import { traceRequest } from './conclude.ts';

/** What an operator asks for with each act. */
export interface ActFields {
  /** Without an assignee it is claimed; levels 1 and 2 may give it to somebody. */
  analyse: { assigneeId?: string | undefined };
  release: object;
  cancel: { lastDay: LocalDate; details: string };
  revert: { title: string; classificationId: string; details: string };
  comment: { text: string };
}

/** A command on a request, as its row keeps it. */
export type RequestCommand = { [A in RequestAct]: { act: A; requestId: string; fields: ActFields[A] } }[RequestAct];

/** `analyse_request` and its like. */
export const kindOfAct = (act: RequestAct): string => `${act}_request`;

/**
 * Decides a command that waits: it is claimed and has all its effects in one transaction, or is refused with the code and
 * details of the refusal, or is left alone where it was decided or withdrawn before. Its row says which.
 */
export async function decideCommand(database: Database, clock: Clock, commandId: string): Promise<void> {
  const command = await database.command.findUnique({ where: { id: commandId } });
  if (command?.state !== 'pending') return;
  const { actorKind: kind, actorId: id, actorName: name, channel } = command;
  const actor: Actor = { kind, id, name, channel };
  try {
    await act(database, { actor, clock }, async (change) => {
      const [claimed] = await change.tx.$queryRaw<object[]>`
        SELECT 1 FROM command WHERE id = ${commandId}::uuid AND state = 'pending' FOR UPDATE`;
      if (!claimed) return;
      await carryOut(change, command, command.payload as unknown as RequestCommand);
      await change.tx.command.update({ where: { id: commandId }, data: { state: 'applied', decidedAt: new Date() } });
    });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const refused = {
      state: 'refused',
      refusal: error.code,
      refusalDetails: error.details as Prisma.InputJsonObject,
      decidedAt: new Date(),
    } as const;
    await database.command.updateMany({ where: { id: commandId, state: 'pending' }, data: refused });
  }
}

/** Everything an act needs, locked. */
interface Case {
  act: Act;
  request: CancellationRequest;
  operator: User;
  /** When the command was received, on the customer's clock: what counts. */
  at: Date;
  commandId: string;
}

/**
 * Throws `request_not_found` (404), `operator_unknown`, `operator_not_entitled`, `not_claimer`, `level_required` (403),
 * `request_concluded`, `request_claimed`, `request_not_claimed`, `classification_retired`, `user_inactive` (409),
 * `user_unknown`, `classification_unknown`, `last_day_past`, `last_day_after_end` (422).
 */
async function carryOut(act: Act, { id: commandId, receivedAt }: Command, command: RequestCommand): Promise<void> {
  const { tx, actor } = act;
  const found = await tx.cancellationRequest.findUnique({
    where: { id: command.requestId },
    include: { customer: { select: { branchId: true } } },
  });
  if (!found) throw new Refusal(404, 'request_not_found', { requestId: command.requestId });
  const operator = await demandOperator(tx, actor.id, found.customer.branchId);
  const concludes = command.act === 'cancel' || command.act === 'revert';
  // Chains are locked before requests, as by a withdrawal.
  const locked = concludes ? await lockMultipack(act, found.multipackId) : null;
  const at: Case = { act, request: await lockRequest(tx, found.id), operator, at: receivedAt, commandId };
  switch (command.act) {
    case 'analyse':
      return command.fields.assigneeId === undefined ? claim(at) : assign(at, command.fields.assigneeId);
    case 'release':
      return release(at);
    case 'comment':
      return comment(at, command.fields.text);
    case 'cancel':
      return cancel(at, locked!, command.fields);
    case 'revert':
      return revert(at, locked!, command.fields);
  }
}

async function lockRequest(tx: Tx, id: string): Promise<CancellationRequest> {
  await tx.$queryRaw`SELECT id FROM cancellation_request WHERE id = ${id}::uuid FOR UPDATE`;
  const request = await tx.cancellationRequest.findUniqueOrThrow({ where: { id } });
  refuseConcluded(request);
  return request;
}

export function refuseConcluded({ code, state, concludedAt }: CancellationRequest): void {
  if (concludedAt !== null) {
    throw new Refusal(409, 'request_concluded', {
      code: requestCode(code),
      state,
      concludedAt: concludedAt.toISOString(),
    });
  }
}

const update = ({ act, request }: Case, data: Prisma.CancellationRequestUncheckedUpdateInput) =>
  act.tx.cancellationRequest.update({ where: { id: request.id }, data: { ...data, version: { increment: 1 } } });

// ---------------------------------------------------------------- whose it is

async function claim(at: Case): Promise<void> {
  const { act, request, operator } = at;
  if (request.claimedBy !== null) {
    const claimer = await act.tx.user.findUniqueOrThrow({ where: { id: request.claimedBy } });
    throw new Refusal(409, 'request_claimed', {
      code: requestCode(request.code),
      operator: claimer.name,
      operatorId: claimer.id,
    });
  }
  await update(at, { state: 'in_analysis', claimedBy: operator.id, claimedAt: at.at });
  await traceRequest(act, request, 'claimed', at.at, { commandId: at.commandId });
}

async function assign(at: Case, assigneeId: string): Promise<void> {
  const { act, request, operator } = at;
  if (operator.accessLevel > 2) throw new Refusal(403, 'level_required', { level: 2 });
  const { branchId } = await act.tx.customer.findUniqueOrThrow({ where: { id: request.customerId } });
  const assignee = await act.tx.user.findFirst({
    where: { id: assigneeId, OR: [{ accessLevel: 1 }, { branchId }] },
  });
  if (!assignee) throw new Refusal(422, 'user_unknown');
  if (!assignee.active) throw new Refusal(409, 'user_inactive');
  await update(at, { state: 'in_analysis', claimedBy: assignee.id, claimedAt: at.at });
  await traceRequest(act, request, 'assigned', at.at, {
    commandId: at.commandId,
    from: request.claimedBy,
    assigneeId: assignee.id,
    assignee: assignee.name,
  });
}

function demandInAnalysis({ request, operator }: Case): void {
  const code = requestCode(request.code);
  if (request.state !== 'in_analysis') throw new Refusal(409, 'request_not_claimed', { code });
  if (!mayDecide(operator, request.claimedBy)) throw new Refusal(403, 'not_claimer', { code });
}

async function release(at: Case): Promise<void> {
  demandInAnalysis(at);
  await update(at, { state: 'pending', claimedBy: null, claimedAt: null });
  await traceRequest(at.act, at.request, 'released', at.at, { commandId: at.commandId, from: at.request.claimedBy });
}

async function comment({ act, request, at, commandId }: Case, text: string): Promise<void> {
  const { kind: authorKind, id: authorId, name: authorName, channel } = act.actor;
  const { id: commentId } = await act.tx.requestComment.create({
    data: { requestId: request.id, text, authorKind, authorId, authorName, channel, createdAt: at },
    select: { id: true },
  });
  await traceRequest(act, request, 'commented', at, { commandId, commentId });
}

// ---------------------------------------------------------------- what comes of it

/** What a cancellation would do: to which multipack, between which days, and to what is owed. */
export interface CancelEffect {
  term: Term;
  earliest: LocalDate;
  latest: LocalDate;
  refusal: Refusal | null;
  ending: Ending;
}

/** What `cancel` would do on that last day, refusals of the day included; writes nothing. Throws `request_concluded` (409). */
export async function previewCancel(
  reader: Pick<Act, 'tx' | 'clock'>,
  request: CancellationRequest,
  lastDay: LocalDate,
): Promise<CancelEffect> {
  refuseConcluded(request);
  const { chain, term } = await readMultipack(reader, request.multipackId);
  return effectOf(chain, term, await receivablesOfChains(reader.tx, [chain]), lastDay);
}

function effectOf(
  chain: Chain,
  requested: Term,
  owed: Parameters<typeof endingOf>[2],
  lastDay: LocalDate,
): CancelEffect {
  const term = termToEnd(chain, requested);
  const { facts, row } = term;
  const { earliest, latest } = lastDaysOf(facts, chain.today);
  const code = refusalOfLastDay(facts, lastDay, chain.today);
  const refusal = code && new Refusal(422, code, { name: row.name, earliest, latest });
  return { term, earliest, latest, refusal, ending: endingOf(chain, term, owed, lastDay) };
}

/** The one in course: a renewal made before the request was opened may have begun while it was worked. */
export function termToEnd(chain: Chain, requested: Term): Term {
  const terms = [requested, ...successorsOf(chain, requested)];
  return terms.find((term) => !isOver(stateOf(chain, term))) ?? terms.at(-1)!;
}

async function cancel(
  at: Case,
  { chain: locked, term: requested }: { chain: Chain; term: Term },
  { lastDay, details }: ActFields['cancel'],
): Promise<void> {
  const { act, request, commandId } = at;
  demandInAnalysis(at);
  // Judged and dated by the receipt.
  const chain: Chain = { ...locked, now: at.at, today: localDateOf(at.at, requested.row.timeZone) };
  await lockReceivables(act.tx, [chain]);
  const { term, refusal, ending } = effectOf(chain, requested, await receivablesOfChains(act.tx, [chain]), lastDay);
  if (refusal) throw refusal;
  const code = requestCode(request.code);
  await update(at, {
    state: 'cancelled',
    ...concluded(at),
    lastDay: toColumn(lastDay),
    conclusionDetails: details === '' ? null : details,
  });
  // Only the one requested may be held, and one that is has no successor that ends in its place.
  await updateTerm(act, term, { cancelledOn: toColumn(lastDay), renewalHeldAt: null });
  const removed = await carryOutEnding(act, chain, term, ending);
  const multipackId = term.row.id;
  await writeTask(act, chain, multipackId, {
    type: 'cancellation_request',
    result: 'cancellation_request_cancelled',
    note: 'request_cancelled',
    values: { code, name: term.row.name, on: lastDay },
    notesFrom: (sentence) => (details === '' ? sentence : `${sentence}: ${details}`),
    effectiveOn: lastDay,
    commandId,
  });
  await traceTerm(act, chain, term, 'cancelled', {
    requestId: request.id,
    commandId,
    lastDay,
    removed,
    ...tracedEnding(ending),
  });
  await traceRequest(act, request, 'cancelled', at.at, { commandId, multipackId, lastDay });
  await confirmCancelled(act, chain, term, { commandId, ...toldEnding(ending, lastDay) });
  await tellChain(act.tx, chain.id);
}

async function revert(
  at: Case,
  { chain: locked, term }: { chain: Chain; term: Term },
  { title, classificationId, details }: ActFields['revert'],
): Promise<void> {
  const { act, request, commandId } = at;
  demandInAnalysis(at);
  const chain: Chain = { ...locked, now: at.at };
  const classification = await act.tx.reversalClassification.findUnique({ where: { id: classificationId } });
  if (!classification) throw new Refusal(422, 'classification_unknown');
  if (classification.retiredAt) throw new Refusal(409, 'classification_retired', { title: classification.title });
  await update(at, {
    state: 'reverted',
    ...concluded(at),
    reversalClassificationId: classificationId,
    conclusionTitle: title,
    conclusionDetails: details === '' ? null : details,
  });
  const code = requestCode(request.code);
  await writeTask(act, chain, term.row.id, {
    type: 'cancellation_request',
    result: 'cancellation_request_reverted',
    note: 'request_reverted',
    values: { code, name: term.row.name, title, classification: classification.title },
    notesFrom: (sentence) => (details === '' ? sentence : `${sentence}: ${details}`),
    commandId,
  });
  await traceRequest(act, request, 'reverted', at.at, { commandId, classificationId, title });
  if (term.row.renewalHeldAt === null) return;
  await updateTerm(act, term, { renewalHeldAt: null });
  await traceTerm(act, chain, term, 'renewal_released', { requestId: request.id, commandId });
  await renewWhatIsDue({ ...act, actor: SYSTEM }, chain.id);
  await tellChain(act.tx, chain.id);
}

/** What waited is renewed at once, with its own dates (003). */
async function renewWhatIsDue(act: Act, chainId: string): Promise<void> {
  for (let isDue = true; isDue; ) isDue = (await advanceChain(act, chainId)).renewed !== null;
}

const concluded = ({ at, operator }: Case) => ({ concludedAt: at, concludedBy: operator.id });

/** The last day a request was concluded with, if it was. */
export const lastDayOf = ({ lastDay }: CancellationRequest): LocalDate | null => lastDay && fromColumn(lastDay);
