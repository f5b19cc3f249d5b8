import type { LocalDate } from '../../domain/dates.ts';
import { signedMoney } from '../../domain/money.ts';
import {
  dueOnStanding,
  type ExtraordinaryReason,
  type Fate,
  fateOf,
  type OwedReceivable,
  refusalToWithdraw,
  sumsOf,
  type WithdrawalRefusal,
  type WithdrawalSums,
} from '../../domain/withdrawal.ts';
import { type Act, Refusal } from '../act.ts';
import type { Tx } from '../client.ts';
import { demandAssignee } from '../crm-tasks.ts';
import { demandFile, type NamedFile } from '../files.ts';
import type { Prisma, Receivable } from '../generated/client.ts';
import { fromColumn, toColumn } from '../local-date.ts';
import { tellChain } from '../outbox.ts';
import { demandTaskType } from '../task-types.ts';
import { termsOfMultipack } from '../terms-columns.ts';
import {
  type Chain,
  lockOwnChains,
  readOwnChains,
  renewalOf,
  successorsOf,
  type Term,
  usedSuccessorOf,
} from './chain.ts';
import { confirmWithdrawal } from './confirmation.ts';
import { removeSuccessors } from './renewal-cancellation.ts';
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

/** A receivable as it stood before, and what becomes of it. */
export interface Fated {
  row: Receivable;
  fate: Fate;
}

/** What a withdrawal means for one multipack. */
export interface WithdrawalEffect {
  multipackId: string;
  refusal: { code: WithdrawalRefusal | 'renewed_period_over'; details: Record<string, unknown> } | null;
  receivables: Fated[];
  /** Renewed multipacks that go with it, oldest first, for they all begin after the last day. */
  successors: { term: Term; receivables: Fated[] }[];
  /** Over the receivables of the multipack and of what goes with it. */
  sums: WithdrawalSums;
  /** It would have renewed, or has. */
  renewalStops: boolean;
  /** Something of it was fetched automatically until now and is not any more. */
  collectionEnds: boolean;
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

/** Payments under way are waited for, and those after this find what is void. */
async function lockReceivables(tx: Tx, chains: Chain[]): Promise<void> {
  const ids = chains.flatMap(({ terms }) => terms.map(({ row }) => row.id));
  await tx.$queryRaw`SELECT id FROM receivable WHERE multipack_id = ANY(${ids}::uuid[]) ORDER BY id FOR UPDATE`;
}

/** In the order of the ids asked for. */
async function judgeAll(
  tx: Tx,
  chains: Chain[],
  { multipackIds, lastDay, reason }: Pick<Withdrawal, 'lastDay' | 'multipackIds' | 'reason'>,
): Promise<Judged[]> {
  const owed = await tx.receivable.findMany({
    where: { multipack: { chainId: { in: chains.map(({ id }) => id) } } },
    orderBy: { number: 'asc' },
  });
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
  const judged = ({ row: { id }, facts }: Term) =>
    owed
      .filter(({ multipackId }) => multipackId === id)
      .map((row) => {
        const standing = owedAs(row, facts, asked.lastDay);
        return { row, standing, fate: fateOf(standing, asked.lastDay) };
      });
  const receivables = refusal ? [] : judged(term);
  const successors = refusal
    ? []
    : successorsOf(chain, term).map((each) => ({ term: each, receivables: judged(each) }));
  const all = [...receivables, ...successors.flatMap((each) => each.receivables)];
  const renewal = renewalOf(term);
  return {
    chain,
    term,
    multipackId: term.row.id,
    refusal,
    receivables,
    successors,
    sums: sumsOf(
      all.map(({ standing }) => standing),
      asked.lastDay,
    ),
    renewalStops: refusal === null && (renewal === 'will_renew' || renewal === 'held' || renewal === 'renewed'),
    collectionEnds: all.some(({ row }) => row.state === 'open' && row.collected),
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

const owedAs = (
  { dueOn, state, amount, paidAmount, givenBackAmount, atBankAt }: Receivable,
  facts: Term['facts'],
  lastDay: LocalDate,
): OwedReceivable => ({
  dueOn: state === 'open' ? dueOnStanding(fromColumn(dueOn), facts, lastDay) : fromColumn(dueOn),
  state,
  amount,
  paidAmount,
  givenBackAmount,
  atBank: atBankAt !== null,
});

/** Does it to one multipack that nothing hinders, and gives the id of its task. */
async function withdraw(
  act: Act,
  effect: Judged,
  asked: Withdrawal & { file: NamedFile | undefined },
): Promise<string> {
  const { chain, term, receivables, successors, sums } = effect;
  const { lastDay, notes, reason = null, received, file } = asked;
  const { id: multipackId } = term.row;
  const commandId = await recordCommand(act, {
    kind: 'withdraw',
    receivedAt: received === undefined ? chain.now : act.clock.of(chain.customer, received),
    payload: { multipackId, lastDay, reason },
  });
  await updateTerm(act, term, { withdrawnOn: toColumn(lastDay), withdrawalReason: reason });
  const { removedIds } = await removeSuccessors(act, chain, term);
  await voidWhatIsNotOwed(act.tx, receivables);
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
  const all = [...receivables, ...successors.flatMap((each) => each.receivables)];
  await traceTerm(act, chain, term, 'withdrawn', {
    commandId,
    lastDay,
    reason,
    ...(file && { file }),
    removed: removedIds,
    receivables: Object.fromEntries(
      all.filter(({ fate }) => fate !== 'untouched').map(({ row, fate }) => [row.id, fate]),
    ),
    sums: Object.fromEntries(Object.entries(sums).map(([name, sum]) => [name, Number(sum)])),
  });
  const restOf = (row: Receivable) => row.amount - row.paidAmount;
  const listed = (fates: readonly Fate[], amountOf = restOf) =>
    all
      .filter(({ fate }) => fates.includes(fate))
      .map(({ row }) => ({ dueOn: fromColumn(row.dueOn), amount: signedMoney(Number(amountOf(row)), row.currency) }));
  await confirmWithdrawal(act, chain, term, {
    commandId,
    lastDay,
    removed: successors.map(({ term: { facts } }) => ({ validFrom: facts.validFrom, validTo: facts.validTo })),
    due: listed(['debt']),
    atBank: listed(['at_bank']),
    dropped: listed(['removed', 'rest_removed']),
    paidAhead: listed(['paid_after', 'rest_removed'], (row) => row.paidAmount - row.givenBackAmount),
  });
  await tellChain(act.tx, chain.id);
  return taskId;
}

/**
 * What is removed becomes void, of one paid in part too: its amount stays that of the schedule, which goes on summing to the
 * price; what was paid of it stays paid and can be given back; and of a void one nothing is owed. A lower amount would say
 * the same and forget what was agreed. What stays is not fetched any more: the customer pays it.
 */
async function voidWhatIsNotOwed(tx: Tx, receivables: Fated[]): Promise<void> {
  const ids = (wanted: (fate: Fate) => boolean) =>
    receivables.filter(({ row, fate }) => row.state === 'open' && wanted(fate)).map(({ row }) => row.id);
  const isRemoved = (fate: Fate) => fate === 'removed' || fate === 'rest_removed';
  await tx.receivable.updateMany({
    where: { id: { in: ids(isRemoved) } },
    data: { state: 'void', collected: false, version: { increment: 1 } },
  });
  await tx.receivable.updateMany({
    where: { id: { in: ids((fate) => !isRemoved(fate)) }, collected: true },
    data: { collected: false, version: { increment: 1 } },
  });
}
