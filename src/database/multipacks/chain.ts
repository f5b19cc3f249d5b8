import { type LocalDate, localDateOf } from '../../domain/dates.ts';
import {
  type MultipackFacts,
  type MultipackState,
  multipackState,
  type RenewalState,
  renewalState,
} from '../../domain/multipack-state.ts';
import { type Act, Refusal } from '../act.ts';
import type { Tx } from '../client.ts';
import type { Branch, Customer, Multipack } from '../generated/client.ts';
import { fromColumn } from '../local-date.ts';

/** A multipack with what is needed to judge and to trace a change of it. */
export interface Term {
  row: Multipack;
  facts: MultipackFacts;
}

/** All terms of one sale, oldest first, locked until the transaction ends. */
export interface Chain {
  id: string;
  terms: Term[];
  customer: Customer;
  branch: Branch;
  /** The instant now on the customer's clock. */
  now: Date;
  /** The local day now in the chain's zone. */
  today: LocalDate;
}

export function factsOf(
  row: Multipack,
  successor: Pick<Multipack, 'id' | 'removedAt'> | null | undefined,
): MultipackFacts {
  return {
    validFrom: fromColumn(row.validFrom),
    validTo: fromColumn(row.validTo),
    deadline: fromColumn(row.deadline),
    automaticRenewal: row.automaticRenewal,
    freezeFrom: row.freezeFrom && fromColumn(row.freezeFrom),
    freezeUntil: row.freezeUntil && fromColumn(row.freezeUntil),
    blockedAt: row.blockedAt,
    withdrawnOn: row.withdrawnOn && fromColumn(row.withdrawnOn),
    cancelledOn: row.cancelledOn && fromColumn(row.cancelledOn),
    removedAt: row.removedAt,
    renewalCancelledAt: row.renewalCancelledAt,
    renewalHeldAt: row.renewalHeldAt,
    successorId: successor?.id ?? null,
    successorRemoved: successor ? successor.removedAt !== null : false,
  };
}

/**
 * Locks whole chains, always in the order of their ids, so that two changes wait for each other and never deadlock.
 * Every change of a multipack begins here; the lock is the row of the chain's first term.
 */
export async function lockChains(act: Act, chainIds: string[]): Promise<Map<string, Chain>> {
  await act.tx.$queryRaw`SELECT id FROM multipack WHERE id = ANY(${chainIds}::uuid[]) ORDER BY id FOR UPDATE`;
  return readChains(act, chainIds);
}

/** Those chains as they are, for whoever changes nothing. */
async function readChains({ tx, clock }: Pick<Act, 'tx' | 'clock'>, chainIds: string[]): Promise<Map<string, Chain>> {
  const rows = await tx.multipack.findMany({
    where: { chainId: { in: chainIds } },
    orderBy: { ordinal: 'asc' },
    include: { customer: true, branch: true },
  });
  const chains = new Map<string, Chain>();
  for (const { customer, branch, ...row } of rows) {
    let chain = chains.get(row.chainId);
    if (!chain) {
      const now = clock.nowOf(customer);
      chain = { id: row.chainId, terms: [], customer, branch, now, today: localDateOf(now, row.timeZone) };
      chains.set(row.chainId, chain);
    }
    const before = chain.terms.at(-1);
    if (before) before.facts = factsOf(before.row, row);
    chain.terms.push({ row, facts: factsOf(row, null) });
  }
  return chains;
}

/** Locks the chain of one multipack and gives both. Throws `multipack_not_found` (404). */
export async function lockMultipack(act: Act, multipackId: string): Promise<{ chain: Chain; term: Term }> {
  const found = await act.tx.multipack.findUnique({ where: { id: multipackId }, select: { chainId: true } });
  return termIn(found && (await lockChains(act, [found.chainId])).get(found.chainId), multipackId);
}

/** As `lockMultipack`, for whoever changes nothing. */
export async function readMultipack(
  reader: Pick<Act, 'tx' | 'clock'>,
  multipackId: string,
): Promise<{ chain: Chain; term: Term }> {
  const found = await reader.tx.multipack.findUnique({ where: { id: multipackId }, select: { chainId: true } });
  return termIn(found && (await readChains(reader, [found.chainId])).get(found.chainId), multipackId);
}

function termIn(chain: Chain | null | undefined, multipackId: string): { chain: Chain; term: Term } {
  const term = chain?.terms.find(({ row }) => row.id === multipackId);
  if (!chain || !term) throw new Refusal(404, 'multipack_not_found', { multipackId });
  return { chain, term };
}

/**
 * Locks the chains of multipacks of one customer, in the order of the chains' ids.
 * Throws `multipack_unknown` (422) for one that is not the customer's.
 */
export async function lockOwnChains(act: Act, customerId: string, multipackIds: string[]): Promise<Chain[]> {
  return [...(await lockChains(act, await ownChainIds(act, customerId, multipackIds))).values()];
}

/** As `lockOwnChains`, for whoever changes nothing. */
export async function readOwnChains(
  reader: Pick<Act, 'tx' | 'clock'>,
  customerId: string,
  multipackIds: string[],
): Promise<Chain[]> {
  return [...(await readChains(reader, await ownChainIds(reader, customerId, multipackIds))).values()];
}

async function ownChainIds({ tx }: Pick<Act, 'tx'>, customerId: string, multipackIds: string[]): Promise<string[]> {
  const found = await tx.multipack.findMany({
    where: { id: { in: multipackIds }, customerId },
    select: { id: true, chainId: true },
  });
  const missing = multipackIds.find((id) => !found.some((row) => row.id === id));
  if (missing !== undefined) throw new Refusal(422, 'multipack_unknown', { multipackId: missing });
  return [...new Set(found.map(({ chainId }) => chainId))];
}

/** The terms made after this one, oldest first, without those removed. */
export function successorsOf(chain: Chain, term: Term): Term[] {
  return chain.terms.filter(({ row }) => row.ordinal > term.row.ordinal && row.removedAt === null);
}

/** The first of them whose time is over: it was used, and is not taken away any more. With its last day. */
export function usedSuccessorOf(chain: Chain, term: Term): { term: Term; lastDay: LocalDate } | null {
  const used = successorsOf(chain, term).find((each) => isOver(stateOf(chain, each)));
  if (!used) return null;
  const { withdrawnOn, cancelledOn, validTo } = used.facts;
  const days = [withdrawnOn, cancelledOn, validTo].filter((day) => day !== null);
  return { term: used, lastDay: days.reduce((first, day) => (day < first ? day : first)) };
}

/** Whether its time is over: it was used. */
export const isOver = (state: MultipackState): boolean =>
  state === 'expired' || state === 'withdrawn' || state === 'cancelled';

export function stateOf(chain: Chain, term: Term): MultipackState {
  return multipackState(term.facts, chain.today);
}

export function renewalOf(term: Term): RenewalState {
  return renewalState(term.facts);
}

/** The term whose renewal the chain waits for: its last one. */
export function tipOf(chain: Chain): Term {
  return chain.terms.at(-1)!;
}

/** Reads a multipack outside any change. Its clock is the customer's. */
export async function findMultipack(tx: Tx, id: string) {
  return tx.multipack.findUnique({
    where: { id },
    include: { customer: true, branch: true, plan: true, successor: true, receivables: { orderBy: { number: 'asc' } } },
  });
}
