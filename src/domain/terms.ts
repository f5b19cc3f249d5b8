import { monthLength, type Span, type SpanUnit } from './dates.ts';
import type { DomainIssue } from './errors.ts';
import { isCurrency, type Money } from './money.ts';

export type { DomainIssue } from './errors.ts';

export type PaymentMethod = 'cash' | 'transfer' | 'card' | 'sepa' | 'recurring_card';

/** Whether the money is fetched without the customer doing anything: SEPA and recurring card (001). */
export const isCollectedAutomatically = (method: PaymentMethod): boolean =>
  method === 'sepa' || method === 'recurring_card';

/** How the price of one term is paid: at once, in `count` instalments one `every` apart, or month to month (001, 002). */
export type PaymentPlan =
  | { readonly kind: 'single' }
  | { readonly kind: 'instalments'; readonly count: number; readonly every: Span }
  | { readonly kind: 'rolling' };

/** What changes at the first renewal and then stays; what is left out stays as sold (002). */
export interface RenewalTerms {
  readonly price?: Money | undefined;
  readonly duration?: Span | undefined;
  readonly services?: string[] | undefined;
  /** Of another plan that was agreed on, whose name and payment come with its price (003); both or neither. */
  readonly name?: string | undefined;
  readonly payment?: PaymentPlan | undefined;
}

/** What was agreed: a sale copies it from the plan, each renewal from the multipack before it (002). */
export interface Terms {
  readonly name: string;
  readonly price: Money;
  /** Charged with the first receivable of the sale and never renewed. */
  readonly oneOffFee: Money | null;
  readonly duration: Span;
  readonly payment: PaymentPlan;
  readonly paymentMethod: PaymentMethod;
  readonly services: string[];
  readonly automaticRenewal: boolean;
  /** Day, week or month; 0 means through the last day of validity. */
  readonly notice: Span;
  readonly portalCancellation: boolean;
  readonly portalRenewal: boolean;
  readonly renewalTerms: RenewalTerms | null;
}

/** Terms as a plan of the catalogue offers them. */
export interface PlanTerms extends Terms {
  readonly hasPriceList: boolean;
}

/** A century: longer than any club sells, short enough that every date stays in the calendar. */
export const MAX_DURATION: Readonly<Record<SpanUnit, number>> = { day: 36_525, week: 5_218, month: 1_200, year: 100 };

/** Two years, in the units a notice may have. */
export const MAX_NOTICE = { day: 731, week: 104, month: 24 } as const satisfies Partial<Record<SpanUnit, number>>;

export const MAX_INSTALMENTS = 366;

/**
 * The terms of the next multipack: the same price without one-off fees, with the renewal terms where there are any. Those
 * apply at the first renewal and stay, so they are then the terms themselves and there is nothing more to apply (002).
 */
export const renewedTerms = (terms: Terms): Terms => ({
  ...terms,
  name: terms.renewalTerms?.name ?? terms.name,
  payment: terms.renewalTerms?.payment ?? terms.payment,
  price: terms.renewalTerms?.price ?? terms.price,
  duration: terms.renewalTerms?.duration ?? terms.duration,
  services: terms.renewalTerms?.services ?? terms.services,
  oneOffFee: null,
  renewalTerms: null,
});

const isWholeBetween = (amount: number, low: number, high: number): boolean =>
  Number.isInteger(amount) && amount >= low && amount <= high;

const isDuration = (span: Span): boolean => isWholeBetween(span.amount, 1, MAX_DURATION[span.unit] ?? 0);

const isNotice = ({ amount, unit }: Span): boolean =>
  unit !== 'year' && isWholeBetween(amount, 0, MAX_NOTICE[unit] ?? -1);

type Length = { readonly inMonths: boolean; readonly amount: number };

const lengthOf = ({ amount, unit }: Span, times = 1): Length => ({
  inMonths: unit === 'month' || unit === 'year',
  amount: amount * times * (unit === 'week' ? 7 : unit === 'year' ? 12 : 1),
});

const MONTHS_IN_A_CYCLE = 400 * 12;
const lengthOfMonth = (index: number): number => monthLength(2000 + Math.floor(index / 12), (index % 12) + 1);
const daysOfMonths = new Map<number, { fewest: number; most: number }>();

/**
 * The fewest and the most days between a start and the same anchor day so many months on. Clamped or not, they lie between
 * the shortest and the longest run of whole months, so those are looked for over the 400 years in which the calendar repeats.
 */
const daysIn = (months: number): { fewest: number; most: number } => {
  const known = daysOfMonths.get(months);
  if (known) return known;
  let run = 0;
  for (let i = 0; i < months; i++) run += lengthOfMonth(i);
  const found = { fewest: run, most: run };
  for (let first = 0; first < MONTHS_IN_A_CYCLE; first++) {
    run += lengthOfMonth(first + months) - lengthOfMonth(first);
    found.fewest = Math.min(found.fewest, run);
    found.most = Math.max(found.most, run);
  }
  daysOfMonths.set(months, found);
  return found;
};

const areSoundInstalments = ({ count, every }: { count: number; every: Span }): boolean =>
  isWholeBetween(count, 2, MAX_INSTALMENTS) && isDuration(every);

/** Whether the last instalment falls within the term whatever day it starts on. */
const instalmentsFit = (count: number, every: Span, duration: Span): boolean => {
  const last = lengthOf(every, count - 1);
  const term = lengthOf(duration);
  if (last.inMonths === term.inMonths) return last.amount < term.amount;
  if (term.inMonths) return last.amount < daysIn(term.amount).fewest;
  // A month has 28 days at least; past that the terms cannot fit and the calendar need not be walked.
  return last.amount * 28 < term.amount && daysIn(last.amount).most < term.amount;
};

/**
 * Everything that keeps these terms from being sold, in the order of the fields; an empty list when nothing does (002).
 * A notice longer than the term is allowed. Codes: `invalid_name`, `unknown_currency`, `invalid_amount`,
 * `currency_mismatch`, `invalid_duration`, `rolling_is_monthly`, `invalid_instalments`, `instalments_exceed_duration`,
 * `invalid_notice`, `price_list_excludes_renewal_terms`, `portal_renewal_excludes_automatic_renewal`,
 * `portal_cancellation_excludes_portal_renewal`, `portal_cancellation_needs_automatic_renewal`.
 */
export const checkTerms = (terms: PlanTerms): DomainIssue[] => {
  const issues: DomainIssue[] = [];
  const refuse = (code: string, path: string, message: string) => issues.push({ code, path, message });

  if (terms.name.trim() === '') refuse('invalid_name', 'name', 'A plan needs a name');

  const { price, oneOffFee, renewalTerms, payment } = terms;
  if (!isCurrency(price.currency)) refuse('unknown_currency', 'price.currency', 'Not an ISO 4217 code');
  const amounts: [string, Money | null | undefined][] = [
    ['price', price],
    ['oneOffFee', oneOffFee],
    ['renewalTerms.price', renewalTerms?.price],
  ];
  for (const [path, amount] of amounts) {
    if (!amount) continue;
    if (!isWholeBetween(amount.amount, 0, Number.MAX_SAFE_INTEGER)) {
      refuse('invalid_amount', `${path}.amount`, 'An amount is a whole number of minor units, 0 or more');
    }
    if (amount.currency !== price.currency) {
      refuse('currency_mismatch', `${path}.currency`, 'All amounts of a plan are in one currency');
    }
  }
  // Each may pass for itself, but they are owed together.
  if (oneOffFee && oneOffFee.amount <= Number.MAX_SAFE_INTEGER && price.amount <= Number.MAX_SAFE_INTEGER) {
    if (price.amount + oneOffFee.amount > Number.MAX_SAFE_INTEGER) {
      refuse('invalid_amount', 'oneOffFee.amount', 'Price and fee together are more than can be counted exactly');
    }
  }

  const durations: [string, Span | undefined, PaymentPlan][] = [
    ['duration', terms.duration, payment],
    ['renewalTerms.duration', renewalTerms?.duration, renewalTerms?.payment ?? payment],
  ];
  for (const [path, duration, paid] of durations) {
    if (!duration) continue;
    if (!isDuration(duration)) {
      refuse('invalid_duration', path, 'A duration is from 1 day to 100 years');
    } else if (paid.kind === 'rolling' && !(duration.amount === 1 && duration.unit === 'month')) {
      refuse('rolling_is_monthly', path, 'A rolling plan lasts exactly one month');
    } else if (
      paid.kind === 'instalments' &&
      areSoundInstalments(paid) &&
      !instalmentsFit(paid.count, paid.every, duration)
    ) {
      refuse(
        'instalments_exceed_duration',
        path,
        'The last instalment must fall within the term, whatever its first day',
      );
    }
  }
  if (payment.kind === 'instalments' && !areSoundInstalments(payment)) {
    refuse('invalid_instalments', 'payment', `From 2 to ${MAX_INSTALMENTS} instalments, a day apart at least`);
  }

  if (!isNotice(terms.notice)) {
    refuse('invalid_notice', 'notice', 'A notice is in days, weeks or months, from 0 to 2 years');
  }
  if (renewalTerms && terms.hasPriceList) {
    refuse('price_list_excludes_renewal_terms', 'renewalTerms', 'A plan with a price list has no renewal terms');
  }
  if (terms.portalRenewal && terms.automaticRenewal) {
    refuse(
      'portal_renewal_excludes_automatic_renewal',
      'portalRenewal',
      'What renews automatically is not renewed by hand',
    );
  }
  if (terms.portalCancellation && terms.portalRenewal) {
    refuse(
      'portal_cancellation_excludes_portal_renewal',
      'portalCancellation',
      'The portal offers either the cancellation of the renewal or the renewal by hand',
    );
  }
  if (terms.portalCancellation && !terms.automaticRenewal) {
    refuse(
      'portal_cancellation_needs_automatic_renewal',
      'portalCancellation',
      'Without automatic renewal there is nothing to cancel',
    );
  }
  return issues;
};
