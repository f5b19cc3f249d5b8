import type { LocalDate } from '../../domain/dates.ts';
import { signedMoney } from '../../domain/money.ts';
import {
  dueOnStanding,
  type Fate,
  fateOf,
  type OwedReceivable,
  sumsOf,
  type WithdrawalSums,
} from '../../domain/withdrawal.ts';
import type { EndingTold } from '../../mail/letters.ts';
import type { Act } from '../act.ts';
import type { Tx } from '../client.ts';
import type { Receivable } from '../generated/client.ts';
import { fromColumn } from '../local-date.ts';
import { type Chain, successorsOf, type Term } from './chain.ts';
import { removeSuccessors } from './renewal-cancellation.ts';

// What follows when a multipack ends on a last day of its validity, by a withdrawal (001) or by the cancellation desk (003).

/** A receivable as it stood before, and what becomes of it. */
export interface Fated {
  row: Receivable;
  fate: Fate;
}

export interface Ending {
  receivables: Fated[];
  /** Renewed multipacks that go with it, oldest first, for they all begin after the last day. */
  successors: { term: Term; receivables: Fated[] }[];
  /** Over the receivables of the multipack and of what goes with it. */
  sums: WithdrawalSums;
  /** Something of it was fetched automatically until now and is not any more. */
  collectionEnds: boolean;
}

/** Payments under way are waited for, and those after this find what is void. */
export async function lockReceivables(tx: Tx, chains: Chain[]): Promise<void> {
  const ids = chains.flatMap(({ terms }) => terms.map(({ row }) => row.id));
  await tx.$queryRaw`SELECT id FROM receivable WHERE multipack_id = ANY(${ids}::uuid[]) ORDER BY id FOR UPDATE`;
}

export const receivablesOfChains = (tx: Tx, chains: Chain[]): Promise<Receivable[]> =>
  tx.receivable.findMany({
    where: { multipack: { chainId: { in: chains.map(({ id }) => id) } } },
    orderBy: { number: 'asc' },
  });

/** What an end of the term on `lastDay` does to it and to what was renewed from it; `owed` are the receivables of its chain. */
export function endingOf(chain: Chain, term: Term, owed: Receivable[], lastDay: LocalDate): Ending {
  const judged = ({ row: { id }, facts }: Term) =>
    owed
      .filter(({ multipackId }) => multipackId === id)
      .map((row) => {
        const standing = owedAs(row, facts, lastDay);
        return { row, standing, fate: fateOf(standing, lastDay) };
      });
  const receivables = judged(term);
  const successors = successorsOf(chain, term).map((each) => ({ term: each, receivables: judged(each) }));
  const all = [...receivables, ...successors.flatMap((each) => each.receivables)];
  return {
    receivables,
    successors,
    sums: sumsOf(
      all.map(({ standing }) => standing),
      lastDay,
    ),
    collectionEnds: all.some(({ row }) => row.state === 'open' && row.collected),
  };
}

/** The ending of what is refused: nothing. */
export const NO_ENDING: Ending = {
  receivables: [],
  successors: [],
  sums: sumsOf([], ''),
  collectionEnds: false,
};

/** Carries it out but for the last day itself, and gives the ids of what was removed. */
export async function carryOutEnding(act: Act, chain: Chain, term: Term, { receivables }: Ending): Promise<string[]> {
  const { removedIds } = await removeSuccessors(act, chain, term);
  await voidWhatIsNotOwed(act.tx, receivables);
  return removedIds;
}

/** For the trace: the fate of each receivable that has one, and the sums. */
export const tracedEnding = (ending: Ending) => ({
  receivables: Object.fromEntries(
    allOf(ending)
      .filter(({ fate }) => fate !== 'untouched')
      .map(({ row, fate }) => [row.id, fate]),
  ),
  sums: Object.fromEntries(Object.entries(ending.sums).map(([name, sum]) => [name, Number(sum)])),
});

/** For the letter to the customer. */
export function toldEnding(ending: Ending, lastDay: LocalDate): EndingTold {
  const restOf = (row: Receivable) => row.amount - row.paidAmount;
  const listed = (fates: readonly Fate[], amountOf = restOf) =>
    allOf(ending)
      .filter(({ fate }) => fates.includes(fate))
      .map(({ row }) => ({ dueOn: fromColumn(row.dueOn), amount: signedMoney(Number(amountOf(row)), row.currency) }));
  return {
    lastDay,
    removed: ending.successors.map(({ term: { facts } }) => ({ validFrom: facts.validFrom, validTo: facts.validTo })),
    due: listed(['debt']),
    atBank: listed(['at_bank']),
    dropped: listed(['removed', 'rest_removed']),
    paidAhead: listed(['paid_after', 'rest_removed'], (row) => row.paidAmount - row.givenBackAmount),
  };
}

const allOf = ({ receivables, successors }: Ending): Fated[] => [
  ...receivables,
  ...successors.flatMap((each) => each.receivables),
];

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
