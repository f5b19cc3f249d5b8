import { isDeepStrictEqual } from 'node:util';
import type { LocalDate, Span } from '../../domain/dates.ts';
import { deadlineStanding, type MultipackFacts, type MultipackState } from '../../domain/multipack-state.ts';
import { deadlineOf } from '../../domain/notice.ts';
import {
  checkTerms,
  isCollectedAutomatically,
  type PaymentMethod,
  type RenewalTerms,
  type Terms,
} from '../../domain/terms.ts';
import { InvalidInput } from '../../schemas/invalid-input.ts';
import { type Act, Refusal } from '../act.ts';
import type { Prisma } from '../generated/client.ts';
import { toColumn } from '../local-date.ts';
import { tellChain } from '../outbox.ts';
import { columnsOfSoldTerms, termsOfMultipack } from '../terms-columns.ts';
import { type Chain, lockMultipack, renewalOf, stateOf, type Term } from './chain.ts';
import { recordCommand, traceTerm, updateTerm, writeTask } from './write.ts';

/** What may change of a multipack after its sale; a field left out stays. The price changes only through renewal terms. */
export interface TermChanges {
  notice?: Span | undefined;
  automaticRenewal?: boolean | undefined;
  portalCancellation?: boolean | undefined;
  portalRenewal?: boolean | undefined;
  renewalTerms?: RenewalTerms | null | undefined;
  services?: string[] | undefined;
  paymentMethod?: PaymentMethod | undefined;
}

export interface TermsChanged {
  multipackId: string;
  /** Names of the fields that are different now; empty when all of them were so already. */
  changed: string[];
  deadlineBefore: LocalDate;
  deadline: LocalDate;
}

const CHANGEABLE: readonly MultipackState[] = ['upcoming', 'active', 'suspended'];

/**
 * Changes the terms of one sold multipack and computes its deadline anew (002). Nobody loses a right by it: a deadline that
 * lies ahead does not fall into the past, and a renewal is not switched on with its deadline past.
 * Without `mayForce` a renewal whose deadline is over is neither switched off nor put off: `permission_required` (403).
 * Throws `multipack_not_found` (404), `already_renewed`, `terms_not_changeable`, `deadline_would_pass` (409), and InvalidInput
 * for terms that no plan could have.
 */
export async function changeTerms(
  act: Act,
  multipackId: string,
  changes: TermChanges,
  { mayForce = true }: { mayForce?: boolean } = {},
): Promise<TermsChanged> {
  const { chain, term } = await lockMultipack(act, multipackId);
  const { row, facts } = term;
  demandChangeable(chain, term);
  const before = termsOfMultipack(row);
  const after = withChanges(before, overPlanAgreedOn(before, changes));
  const plan = await act.tx.plan.findUniqueOrThrow({ where: { id: row.planId }, select: { hasPriceList: true } });
  const issues = checkTerms({ ...after, hasPriceList: plan.hasPriceList });
  if (issues.length > 0) throw new InvalidInput(issues);

  const deadline = deadlineOf(facts.validTo, after.notice);
  const unchanged = { multipackId, changed: [], deadlineBefore: facts.deadline, deadline: facts.deadline };
  const changed = differencesOf(before, after);
  if (changed.length === 0) return unchanged;
  if (deadlineWouldPass(facts, { automaticRenewal: after.automaticRenewal, deadline }, chain.today)) {
    throw new Refusal(409, 'deadline_would_pass', { name: row.name, deadline, today: chain.today });
  }
  // In the night of the renewal, and while it is late, this is as good as a cancellation after the deadline.
  const isPast = isPastOn(facts, chain.today);
  const isForced = renewalOf(term) === 'will_renew' && isPast(facts.deadline);
  if (isForced && !mayForce && !(after.automaticRenewal && isPast(deadline))) {
    throw new Refusal(403, 'permission_required', { permission: 'force_renewal_cancellation' });
  }

  const commandId = await recordCommand(act, {
    kind: 'change_terms',
    receivedAt: chain.now,
    payload: { multipackId, changes: changes as Prisma.InputJsonObject },
  });
  await updateTerm(act, term, { ...columnsOfSoldTerms(after), deadline: toColumn(deadline) });
  const collected = isCollectedAutomatically(after.paymentMethod);
  await act.tx.receivable.updateMany({
    where: { multipackId, state: 'open', collected: !collected },
    data: { collected, version: { increment: 1 } },
  });
  await writeTask(act, chain, row.id, {
    type: 'change_of_terms',
    result: 'terms_changed',
    note: 'terms_changed',
    values: { name: row.name, deadline },
    commandId,
  });
  await traceTerm(act, chain, term, 'terms_changed', { commandId, ...changeDetails(before, after, changed) });
  await tellChain(act.tx, chain.id);
  return { multipackId, changed, deadlineBefore: facts.deadline, deadline };
}

/** Throws `already_renewed`, and as `demandInForce` (409). */
export function demandChangeable(chain: Chain, term: Term): void {
  const { row, facts } = term;
  if (facts.successorId !== null && !facts.successorRemoved) {
    const successor = chain.terms.find((each) => each.row.id === facts.successorId)!;
    throw new Refusal(409, 'already_renewed', {
      name: row.name,
      successorId: successor.row.id,
      validFrom: successor.facts.validFrom,
    });
  }
  demandInForce(chain, term);
}

/** Throws `terms_not_changeable` (409) for what is over or ends by a decision already taken. */
export function demandInForce(chain: Chain, term: Term): void {
  const { row, facts } = term;
  const state = stateOf(chain, term);
  if (!CHANGEABLE.includes(state) || facts.withdrawnOn !== null || facts.cancelledOn !== null) {
    throw new Refusal(409, 'terms_not_changeable', { name: row.name, state });
  }
}

/** Renewal terms given after a change of plan was agreed are laid over it, so that the plan agreed on is not lost (003). */
function overPlanAgreedOn({ renewalTerms }: Terms, changes: TermChanges): TermChanges {
  if (renewalTerms?.payment === undefined || changes.renewalTerms === undefined) return changes;
  return { ...changes, renewalTerms: { ...renewalTerms, ...changes.renewalTerms } };
}

/** The terms with the given fields in place of their own. */
export function withChanges(terms: Terms, changes: TermChanges): Terms {
  const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
  return { ...terms, ...given };
}

/** The fields in which two terms differ. */
export function differencesOf(before: Terms, after: Terms): (keyof Terms)[] {
  const fields = Object.keys(after) as (keyof Terms)[];
  // As JSON, where an absent field and one that is undefined are the same.
  const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null));
  return fields.filter((field) => !isDeepStrictEqual(plain(before[field]), plain(after[field])));
}

/** What the history keeps of a change: each field as it was and as it is. */
export function changeDetails(before: Terms, after: Terms, changed: readonly (keyof Terms)[]): Prisma.InputJsonObject {
  const only = (terms: Terms) => Object.fromEntries(changed.map((field) => [field, terms[field] ?? null]));
  return JSON.parse(JSON.stringify({ changed, before: only(before), after: only(after) }));
}

/**
 * Whether a change of terms would take the right to cancel from somebody: the renewal is on afterwards, its deadline is over,
 * and before it was not, or there was no renewal. A freeze with an open end that is running counts with the days it will
 * give back at the least.
 */
export function deadlineWouldPass(
  before: MultipackFacts,
  after: { automaticRenewal: boolean; deadline: LocalDate },
  today: LocalDate,
): boolean {
  const isPast = isPastOn(before, today);
  return after.automaticRenewal && isPast(after.deadline) && (!before.automaticRenewal || !isPast(before.deadline));
}

const isPastOn = (facts: MultipackFacts, today: LocalDate) => (deadline: LocalDate) =>
  deadlineStanding({ ...facts, deadline }, today) < today;
