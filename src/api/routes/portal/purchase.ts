import type { Clock } from '../../../clock.ts';
import type { PurchaseRow } from '../../../database/portal.ts';
import { factsOf } from '../../../database/multipacks/chain.ts';
import { fromColumn } from '../../../database/local-date.ts';
import { termStateOf } from '../../../database/multipacks/renew.ts';
import { DomainError } from '../../../domain/errors.ts';
import { localDateOf } from '../../../domain/dates.ts';
import { deadlineStanding, lastDayOf, multipackState, renewalState } from '../../../domain/multipack-state.ts';
import { refusalToCancel, refusalToEnable, refusalToRenew } from '../../../domain/portal.ts';
import { nextTerm, nextTermByHand, type TermState } from '../../../domain/renewal.ts';
import { multipackCode } from '../../../schemas/codes.ts';

const may = (reason: string | null) => ({ allowed: reason === null, reason });

/** A purchase as the portal shows it. */
export const toPurchase = (clock: Clock) => (row: PurchaseRow) => {
  const { customer, successor } = row;
  const now = clock.nowOf(customer);
  const today = localDateOf(now, row.timeZone);
  const facts = factsOf(row, successor);
  const moment = { now, today, zone: row.timeZone };
  const terms = { ...row, isPlanSold: row.plan.retiredAt === null };
  const toRenew = refusalToRenew(facts, terms, moment);
  const renewal = renewalState(facts, today);
  return {
    id: row.id,
    code: multipackCode(row.code),
    customerId: row.customerId,
    customerName: customer.name,
    name: row.name,
    validFrom: facts.validFrom,
    validTo: lastDayOf(facts),
    deadline: deadlineStanding(facts, today),
    timeZone: row.timeZone,
    today,
    state: multipackState(facts, today),
    renewalState: renewal,
    price: { amount: Number(row.price), currency: row.currency },
    services: row.services,
    duration: { amount: row.durationAmount, unit: row.durationUnit },
    renewalCancelledAt: row.renewalCancelledAt?.toISOString() ?? null,
    nextPeriod:
      successor && !successor.removedAt
        ? periodMade(successor)
        : renewal === 'will_renew' || renewal === 'held'
          ? periodToCome(() => nextTerm(termStateOf(row)))
          : toRenew === null
            ? periodToCome(() => nextTermByHand(termStateOf(row), today))
            : null,
    mayCancelRenewal: may(refusalToCancel(facts, terms, moment)),
    mayEnableRenewal: may(refusalToEnable(facts, terms, moment)),
    mayRenew: may(toRenew),
  };
};

const periodMade = (successor: NonNullable<PurchaseRow['successor']>) => ({
  validFrom: fromColumn(successor.validFrom),
  validTo: fromColumn(successor.validTo),
  price: { amount: Number(successor.price), currency: successor.currency },
  deadline: fromColumn(successor.deadline),
});

function periodToCome(next: () => TermState) {
  try {
    const { period, terms, deadline } = next();
    return { validFrom: period.validFrom, validTo: period.validTo, price: terms.price, deadline };
  } catch (error) {
    // After a term of a hundred years the calendar ends.
    if (error instanceof DomainError) return null;
    throw error;
  }
}

type Shown = ReturnType<ReturnType<typeof toPurchase>>;

const PLACES: Partial<Record<Shown['state'], number>> = { active: 0, suspended: 0, upcoming: 1 };
const placeOf = ({ state }: Shown): number => PLACES[state] ?? 2;

/** What is in course first, then what comes, the next first; then what is over, the last first. */
export const inOrder = (a: Shown, b: Shown): number => {
  const [of, to] = [placeOf(a), placeOf(b)];
  if (of !== to) return of - to;
  const [first, second] = of === 2 ? [b.validTo, a.validTo] : [a.validFrom, b.validFrom];
  if (first !== second) return first < second ? -1 : 1;
  return a.code < b.code ? -1 : 1;
};
