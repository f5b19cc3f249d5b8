import type { LocalDate } from '../../domain/dates.ts';
import { type ExtraordinaryReason, refusalToWithdraw, type WithdrawalRefusal } from '../../domain/withdrawal.ts';
import { type Act, Refusal } from '../act.ts';
import type { Tx } from '../client.ts';
import { demandAssignee } from '../crm-tasks.ts';
import { demandFile, type NamedFile } from '../files.ts';
import type { Prisma, Receivable } from '../generated/client.ts';
import { toColumn } from '../local-date.ts';
import { tellChain } from '../outbox.ts';
import { demandTaskType } from '../task-types.ts';
import { termsOfMultipack } from '../terms-columns.ts';
import { concludeByWithdrawal } from '../cancellation-requests/conclude.ts';
import { type Chain, lockOwnChains, readOwnChains, renewalOf, type Term, usedSuccessorOf } from './chain.ts';
import { confirmWithdrawal } from './confirmation.ts';
import {
  carryOutEnding,
  type Ending,
  endingOf,
  lockReceivables,
  NO_ENDING,
  receivablesOfChains,
  toldEnding,
  tracedEnding,
} from './ending.ts';
import { recordCommand, traceTerm, updateTerm, writeTask } from './write.ts';

/** What the desk asks for. */
export interface Withdrawal {
  taskTypeId: string;
  /** The last day of validity, in the zone of each multipack. */
  lastDay: LocalDate;
  multipackIds: string[];
  /** Blank: the sentence that names the last day takes their place. */
  notes: string;
  /** Only of a type that appears in the agenda. */
  assigneeId?: string | undefined;
  dueOn?: LocalDate | undefined;
  /** Opens it to any payment; whoever passes it has checked the permission. */
  reason?: ExtraordinaryReason | undefined;
  /** The letter, or what proves the reason. */
  fileId?: string | undefined;
  /** The real instant at which it was asked for, where that was not now. */
  received?: Date | undefined;
}

/** What a withdrawal means for one multipack. */
export interface WithdrawalEffect extends Ending {
  multipackId: string;
  refusal: { code: WithdrawalRefusal | 'renewed_period_over'; details: Record<string, unknown> } | null;
  /** It would have renewed, or has. */
  renewalStops: boolean;
}

type Judged = WithdrawalEffect & { chain: Chain; term: Term };

/** What `withdrawMultipacks` would do now, refusals included; writes nothing (001). Throws `multipack_unknown` (422). */
export async function previewWithdrawal(
  reader: Pick<Act, 'tx' | 'clock'>,
  customerId: string,
  asked: Pick<Withdrawal, 'lastDay' | 'multipackIds' | 'reason'>,
): Promise<WithdrawalEffect[]> {
  return judgeAll(reader.tx, await readOwnChains(reader, customerId, asked.multipackIds), asked);
}

/**
 * Withdraws multipacks of one customer, all of them or none, irreversibly (001): each ends with `lastDay` and does not renew,
 * what was renewed from it goes with it, what falls due later is not owed any more, what stays leaves automatic collection.
 * A task and a letter for each. `assignees` is who may be given tasks.
 * Throws `task_type_unknown`, `multipack_unknown`, `user_unknown`, `file_unknown`, `withdrawal_date` (422),
 * `task_type_classification`, `task_type_retired`, `task_type_not_in_agenda`, `user_inactive`, `already_withdrawn`, `not_withdrawable`,
 * `withdrawal_not_offered`, `renewed_period_over` (409); of a multipack, it is named.
 */
export async function withdrawMultipacks(
  act: Act,
  customerId: string,
  asked: Withdrawal,
  assignees: Prisma.UserWhereInput,
): Promise<{ effects: WithdrawalEffect[]; taskIds: string[] }> {
  const type = await demandTaskType(act.tx, asked.taskTypeId, 'withdrawal');
  if ((asked.assigneeId !== undefined || asked.dueOn !== undefined) && !type.visibleInAgenda) {
    throw new Refusal(409, 'task_type_not_in_agenda', { name: type.name });
  }
  if (asked.assigneeId !== undefined) await demandAssignee(act.tx, assignees, asked.assigneeId);
  const file = asked.fileId === undefined ? undefined : await demandFile(act.tx, customerId, asked.fileId);
  const chains = await lockOwnChains(act, customerId, asked.multipackIds);
  await lockReceivables(act.tx, chains);
  const effects = await judgeAll(act.tx, chains, asked);
  for (const { refusal } of effects) {
    if (refusal) throw new Refusal(refusal.code === 'withdrawal_date' ? 422 : 409, refusal.code, refusal.details);
  }
  const taskIds: string[] = [];
  for (const effect of effects) taskIds.push(await withdraw(act, effect, { ...asked, file }));
  return { effects, taskIds };
}

/**
 * Withdraws one multipack of a chain, as `withdrawMultipacks`.
 * Throws `multipack_unknown` (422) also for one of another chain.
 */
export async function withdrawOne(
  act: Act,
  chainId: string,
  multipackId: string,
  asked: Omit<Withdrawal, 'multipackIds'>,
): Promise<void> {
  const found = await act.tx.multipack.findFirst({ where: { id: multipackId, chainId }, select: { customerId: true } });
  if (!found) throw new Refusal(422, 'multipack_unknown', { multipackId });
  await withdrawMultipacks(act, found.customerId, { ...asked, multipackIds: [multipackId] }, {});
}

/** In the order of the ids asked for. */
async function judgeAll(
  tx: Tx,
  chains: Chain[],
  { multipackIds, lastDay, reason }: Pick<Withdrawal, 'lastDay' | 'multipackIds' | 'reason'>,
): Promise<Judged[]> {
  const owed = await receivablesOfChains(tx, chains);
  return multipackIds.map((id) => {
    const chain = chains.find(({ terms }) => terms.some(({ row }) => row.id === id))!;
    const term = chain.terms.find(({ row }) => row.id === id)!;
    return judge(chain, term, owed, { lastDay, isExtraordinary: reason !== undefined });
  });
}

function judge(
  chain: Chain,
  term: Term,
  owed: Receivable[],
  asked: { lastDay: LocalDate; isExtraordinary: boolean },
): Judged {
  const refusal = refusalOf(chain, term, asked);
  const renewal = renewalOf(term);
  return {
    chain,
    term,
    multipackId: term.row.id,
    refusal,
    ...(refusal ? NO_ENDING : endingOf(chain, term, owed, asked.lastDay)),
    renewalStops: refusal === null && (renewal === 'will_renew' || renewal === 'held' || renewal === 'renewed'),
  };
}

function refusalOf(
  chain: Chain,
  term: Term,
  asked: { lastDay: LocalDate; isExtraordinary: boolean },
): WithdrawalEffect['refusal'] {
  const { row, facts } = term;
  const { validFrom, validTo, withdrawnOn } = facts;
  const named = { multipackId: row.id, name: row.name };
  const code = refusalToWithdraw(facts, termsOfMultipack(row), asked);
  if (code) return { code, details: { ...named, validFrom, validTo, withdrawnOn } };
  // It was used and is not taken away, as with a cancellation after the deadline.
  const used = usedSuccessorOf(chain, term);
  return used && { code: 'renewed_period_over', details: { ...named, validTo: used.lastDay } };
}

/** Does it to one multipack that nothing hinders, and gives the id of its task. */
async function withdraw(
  act: Act,
  effect: Judged,
  asked: Withdrawal & { file: NamedFile | undefined },
): Promise<string> {
  const { chain, term } = effect;
  const { lastDay, notes, reason = null, received, file } = asked;
  const { id: multipackId } = term.row;
  const commandId = await recordCommand(act, {
    kind: 'withdraw',
    receivedAt: received === undefined ? chain.now : act.clock.of(chain.customer, received),
    payload: { multipackId, lastDay, reason },
  });
  await updateTerm(act, term, {
    withdrawnOn: toColumn(lastDay),
    withdrawalReason: reason,
    renewalHeldAt: null,
  });
  await concludeByWithdrawal(act, chain, lastDay);
  const removed = await carryOutEnding(act, chain, term, effect);
  const taskId = await writeTask(act, chain, multipackId, {
    type: { id: asked.taskTypeId },
    result: 'withdrawal',
    note: 'withdrawn',
    values: { on: lastDay },
    notesFrom: (sentence) => (notes === '' ? sentence : notes),
    effectiveOn: lastDay,
    assigneeId: asked.assigneeId,
    dueOn: asked.dueOn,
    fileId: file?.id,
    commandId,
  });
  await traceTerm(act, chain, term, 'withdrawn', {
    commandId,
    lastDay,
    reason,
    ...(file && { file }),
    removed,
    ...tracedEnding(effect),
  });
  await confirmWithdrawal(act, chain, term, { commandId, ...toldEnding(effect, lastDay) });
  await tellChain(act.tx, chain.id);
  return taskId;
}
