import type { LocalDate } from '../../domain/dates.ts';
import { deadlineStanding } from '../../domain/multipack-state.ts';
import { isThroughDeadline } from '../../domain/notice.ts';
import { refusalToCancelRenewal } from '../../domain/renewal-cancellation.ts';
import type { NoteValues } from '../../i18n/notes.ts';
import { type Act, Refusal } from '../act.ts';
import { demandFile } from '../files.ts';
import type { Customer, Receivable } from '../generated/client.ts';
import { tellChain } from '../outbox.ts';
import { demandTaskType } from '../task-types.ts';
import {
  type Chain,
  lockChains,
  lockMultipack,
  lockOwnChains,
  renewalOf,
  successorsOf,
  stateOf,
  type Term,
  usedSuccessorOf,
} from './chain.ts';
import { concludeOfRemoved } from '../cancellation-requests/conclude.ts';
import { confirmCancellation, confirmEnabling } from './confirmation.ts';
import { advanceChain, type Wait, waitOfChain } from './renew.ts';
import { recordCommand, type Task, traceTerm, updateTerm, writeTask } from './write.ts';

export interface RenewalCancelled {
  multipackId: string;
  deadline: LocalDate;
  receivedAt: Date;
  /** Renewed multipacks that were removed with it; empty unless the renewal had been made already. */
  removedIds: string[];
  /** Receivables of those that were paid, in full or in part: the money is to be given back. */
  toRefund: Receivable[];
}

/**
 * Cancels the automatic renewal (000). What counts is the receipt: in time is who was received through the deadline, even
 * if the renewal has been made since; then it is taken back. The multipack runs to its end and its receivables stay.
 * `receivedAt` defaults to the instant now on the customer's clock; of a letter, the day it came is told instead.
 * The customer gets a letter that confirms it.
 * Throws `multipack_not_found` (404), `notice_deadline_passed`, `renewal_already_cancelled`, `not_renewing` (409).
 */
export async function cancelRenewal(
  act: Act,
  multipackId: string,
  receivedAt?: Date,
  letter?: { receivedOn: LocalDate; fileId: string },
): Promise<RenewalCancelled> {
  // Before the lock: who waits for it was received when they came (0004).
  const came = act.clock.now();
  const { chain, term } = await lockMultipack(act, multipackId);
  const { name } = term.row;
  const { validFrom: from, validTo: to } = term.facts;
  const { cancelled } = await cancelLocked(act, chain, term, {
    receipt: receivedAt ?? act.clock.of(chain.customer, came),
    receivedOn: letter?.receivedOn,
    task: { type: 'automatic_renewal', note: 'renewal_cancelled', values: { name, from, to }, fileId: letter?.fileId },
  });
  return cancelled;
}

/** Option 2 of the manual: cancelled from the profile, under a task type that the business named itself (000). */
export interface CancelRenewals {
  taskTypeId: string;
  multipackIds: string[];
  /** Follow the sentence that names the last day. */
  notes: string;
}

/**
 * Cancels the automatic renewal of several multipacks of one customer, all of them or none (000): received now, each with a
 * task of the given type that names its last day, and a letter. Gives the ids of the tasks, in the order of the multipacks.
 * Throws `task_type_unknown`, `multipack_unknown` (422), `task_type_classification`, `task_type_retired`, and as
 * `cancelRenewal`; a refusal names the multipack.
 */
export async function cancelRenewals(
  act: Act,
  customer: Pick<Customer, 'id' | 'clockAheadMs'>,
  { taskTypeId, multipackIds, notes }: CancelRenewals,
): Promise<{ taskIds: string[] }> {
  // One instant for all, before anything is waited for: midnight does not fall between two of them, nor during the wait.
  const receipt = act.clock.nowOf(customer);
  await demandTaskType(act.tx, taskTypeId, 'automatic_renewal_cancellation');
  const chains = await lockOwnChains(act, customer.id, multipackIds);
  const chosen = chains.flatMap((chain) => chain.terms).filter(({ row }) => multipackIds.includes(row.id));
  // A renewed multipack before the one it comes from, which would remove it and leave nothing to cancel.
  const laterFirst = chosen.toSorted((a, b) => b.row.ordinal - a.row.ordinal);
  const tasks = new Map<string, string>();
  for (const { row } of laterFirst) {
    const { chain, term } = await lockMultipack(act, row.id);
    const { taskId } = await cancelLocked(act, chain, term, {
      receipt,
      task: {
        type: { id: taskTypeId },
        note: 'renewal_cancelled_of',
        values: { on: term.facts.validTo },
        notesFrom: (sentence) => (notes === '' ? sentence : `${sentence}: ${notes}`),
      },
    });
    tasks.set(row.id, taskId);
  }
  return { taskIds: multipackIds.map((id) => tasks.get(id)!) };
}

/** The cancellation itself, of a term whose chain is locked. */
async function cancelLocked<Key extends keyof NoteValues>(
  act: Act,
  chain: Chain,
  term: Term,
  {
    receipt,
    receivedOn,
    task,
  }: {
    receipt: Date;
    receivedOn?: LocalDate | undefined;
    task: Pick<Task<Key>, 'type' | 'note' | 'values' | 'notesFrom' | 'fileId'>;
  },
): Promise<{ cancelled: RenewalCancelled; taskId: string }> {
  const { facts, row } = term;
  const { id: multipackId, name } = row;
  const deadline = deadlineStanding(facts, chain.today);
  const refusal = refusalToCancelRenewal(facts, { now: receipt, today: chain.today, zone: row.timeZone });
  if (refusal) throw new Refusal(409, refusal, { multipackId, name, deadline });
  const commandId = await recordCommand(act, { kind: 'cancel_renewal', receivedAt: receipt, payload: { multipackId } });
  const undone = await stopRenewal(act, chain, term, receipt);
  const taskId = await writeTask(act, chain, multipackId, {
    ...task,
    result: 'automatic_renewal_cancellation',
    commandId,
  });
  await traceTerm(act, chain, term, 'renewal_cancelled', {
    commandId,
    receivedAt: receipt.toISOString(),
    removed: undone.removedIds,
  });
  const { removedIds } = undone;
  await confirmCancellation(act, chain, term, { commandId, received: receivedOn ?? receipt, removedIds });
  await tellChain(act.tx, chain.id);
  return { cancelled: { multipackId, deadline, receivedAt: receipt, ...undone }, taskId };
}

/**
 * Cancels the renewal after the deadline, with a reason and the day the cancellation was received: the renewed multipack is
 * removed, and this one never renews again (002). Whoever calls it has checked the permission.
 * A renewed period that is over was used and is not taken away. Throws `multipack_not_found` (404), `notice_deadline_ahead`,
 * `renewal_already_cancelled`, `not_renewing`, `renewed_period_over` (409), `receipt_in_the_future`, `file_unknown` (422).
 */
export async function forceCancelRenewal(
  act: Act,
  multipackId: string,
  { reason, receivedOn, fileId }: { reason: string; receivedOn: LocalDate; fileId?: string | undefined },
): Promise<RenewalCancelled> {
  const { chain, term } = await lockMultipack(act, multipackId);
  const { facts, row } = term;
  const deadline = deadlineStanding(facts, chain.today);
  refuseUnlessCancellable(term);
  if (chain.today <= deadline) throw new Refusal(409, 'notice_deadline_ahead', { deadline, name: row.name });
  if (receivedOn > chain.today) throw new Refusal(422, 'receipt_in_the_future', { receivedOn, today: chain.today });
  const used = usedSuccessorOf(chain, term);
  if (used) throw new Refusal(409, 'renewed_period_over', { name: row.name, validTo: used.lastDay });
  const file = fileId === undefined ? undefined : await demandFile(act.tx, chain.customer.id, fileId);
  const commandId = await recordCommand(act, {
    kind: 'force_cancel_renewal',
    receivedAt: chain.now,
    payload: { multipackId, reason, receivedOn },
  });
  const undone = await stopRenewal(act, chain, term, chain.now);
  await writeTask(act, chain, row.id, {
    type: 'automatic_renewal',
    result: 'automatic_renewal_cancellation',
    note: 'renewal_forced',
    values: { name: row.name, from: facts.validFrom, to: facts.validTo, receivedOn, reason },
    fileId,
    commandId,
  });
  const { removedIds } = undone;
  const told = { commandId, reason, receivedOn, removed: removedIds, ...(file && { file }) };
  await traceTerm(act, chain, term, 'renewal_forced', told);
  await confirmCancellation(act, chain, term, { commandId, received: receivedOn, removedIds });
  await tellChain(act.tx, chain.id);
  return { multipackId, deadline, receivedAt: chain.now, ...undone };
}

/**
 * Switches a cancelled renewal on again, through the deadline (000). One whose renewed multipack was removed never renews
 * again. Throws `multipack_not_found` (404), `renewal_not_cancelled`, `renewal_ended`, `notice_deadline_passed` (409).
 */
export async function enableRenewal(act: Act, multipackId: string): Promise<void> {
  const came = act.clock.now();
  const { chain, term } = await lockMultipack(act, multipackId);
  const receipt = act.clock.of(chain.customer, came);
  const { facts, row } = term;
  if (facts.removedAt || facts.withdrawnOn || facts.cancelledOn || facts.successorRemoved) {
    throw new Refusal(409, 'renewal_ended', { name: row.name });
  }
  if (renewalOf(term) !== 'cancelled') throw new Refusal(409, 'renewal_not_cancelled', { name: row.name });
  const deadline = deadlineStanding(facts, chain.today);
  if (!isThroughDeadline(deadline, row.timeZone, receipt)) {
    throw new Refusal(409, 'notice_deadline_passed', { deadline, name: row.name });
  }
  const commandId = await recordCommand(act, {
    kind: 'enable_renewal',
    receivedAt: receipt,
    payload: { multipackId },
  });
  await updateTerm(act, term, { renewalCancelledAt: null });
  await writeTask(act, chain, row.id, {
    type: 'automatic_renewal',
    result: 'automatic_renewal_enabled',
    note: 'renewal_enabled',
    values: { name: row.name, from: facts.validFrom, to: facts.validTo },
    commandId,
  });
  await traceTerm(act, chain, term, 'renewal_enabled', { commandId });
  await confirmEnabling(act, chain, term, { commandId, deadline });
  await tellChain(act.tx, chain.id);
}

function refuseUnlessCancellable(term: Term): void {
  const name = term.row.name;
  const state = renewalOf(term);
  if (state === 'cancelled') throw new Refusal(409, 'renewal_already_cancelled', { name });
  if (state === 'none') throw new Refusal(409, 'not_renewing', { name });
}

/** Notes the cancellation on the term and removes what was renewed from it, with everything unpaid. */
async function stopRenewal(
  act: Act,
  chain: Chain,
  term: Term,
  at: Date,
): Promise<Pick<RenewalCancelled, 'removedIds' | 'toRefund'>> {
  await updateTerm(act, term, { renewalCancelledAt: at });
  return removeSuccessors(act, chain, term);
}

/**
 * Removes what was renewed from a term, with everything unpaid. What is at the bank cannot be called back: it stays owed,
 * and is not sent there again.
 */
export async function removeSuccessors(
  act: Act,
  chain: Chain,
  term: Term,
): Promise<Pick<RenewalCancelled, 'removedIds' | 'toRefund'>> {
  const removedIds: string[] = [];
  const toRefund: Receivable[] = [];
  for (const successor of successorsOf(chain, term)) {
    await updateTerm(act, successor, { removedAt: chain.now, renewalHeldAt: null });
    const { id: multipackId } = successor.row;
    await act.tx.receivable.updateMany({
      where: { multipackId, state: 'open', atBankAt: null },
      data: { state: 'void', collected: false, version: { increment: 1 } },
    });
    await act.tx.receivable.updateMany({
      where: { multipackId, state: 'open', collected: true },
      data: { collected: false, version: { increment: 1 } },
    });
    // Read afterwards: that update waited for the payments under way.
    const { givenBackAmount } = act.tx.receivable.fields;
    toRefund.push(
      ...(await act.tx.receivable.findMany({ where: { multipackId, paidAmount: { gt: givenBackAmount } } })),
    );
    await concludeOfRemoved(act, chain, multipackId);
    removedIds.push(successor.row.id);
    await traceTerm(act, chain, successor, 'removed', { because: term.row.id, state: stateOf(chain, successor) });
  }
  return { removedIds, toRefund };
}

/**
 * The term in course at a real instant, for whoever names only the chain: the first whose deadline was not over then. What
 * was due before it and is not made yet is made first; what was made after it does not count. `receivedAt` is that instant
 * on the customer's clock. Throws `chain_not_found` (404).
 */
export async function termInCourse(
  act: Act,
  chainId: string,
  instant: Date,
): Promise<{ multipackId: string; receivedAt: Date }> {
  const chain = (await lockChains(act, [chainId])).get(chainId);
  if (!chain) throw new Refusal(404, 'chain_not_found', { chainId });
  const receivedAt = act.clock.of(chain.customer, instant);
  const terms = chain.terms.filter(({ row }) => row.removedAt === null);
  const open = terms.find(({ row, facts }) => isThroughDeadline(facts.deadline, row.timeZone, receivedAt));
  if (open) return { multipackId: open.row.id, receivedAt };

  let multipackId = terms.at(-1)!.row.id;
  for (let wait = await waitOfChain(act, chainId); isDueBy(wait, receivedAt); ) {
    const advance = await advanceChain(act, chainId);
    if (!advance.renewed) break;
    ({ multipackId, wait } = advance);
  }
  return { multipackId, receivedAt };
}

const isDueBy = (wait: Wait | null, instant: Date): boolean =>
  wait?.for === 'renewal' && wait.until !== null && wait.until <= instant;
