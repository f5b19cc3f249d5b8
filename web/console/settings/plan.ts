import type { Span } from '../../shared/components/Inputs.tsx';
import type { Money } from '../../shared/format.ts';
import type { Plan } from '../../shared/types.ts';

/** What a plan's form holds. An amount is null until it is typed; the server refuses that with words. */
export interface PlanValues {
  name: string;
  currency: string;
  price: Money | null;
  hasFee: boolean;
  fee: Money | null;
  duration: Span;
  paymentKind: 'single' | 'instalments' | 'rolling';
  instalmentCount: number | string;
  instalmentEvery: Span;
  paymentMethod: Plan['paymentMethod'];
  services: string[];
  hasPriceList: boolean;
  automaticRenewal: boolean;
  hasNotice: boolean;
  notice: Span;
  portalCancellation: boolean;
  portalRenewal: boolean;
  changesPrice: boolean;
  renewalPrice: Money | null;
  changesDuration: boolean;
  renewalDuration: Span;
  changesServices: boolean;
  renewalServices: string[];
  cancellationProfileId: string | null;
  noticesOfCollected: boolean;
}

const MONTH: Span = { amount: 1, unit: 'month' };

export function valuesOf(plan: Plan | undefined, currency: string, defaultNotice: Span): PlanValues {
  const instalments = plan?.payment.kind === 'instalments' ? plan.payment : undefined;
  const changes = plan?.renewalTerms;
  return {
    name: plan?.name ?? '',
    currency: plan?.price.currency ?? currency,
    price: plan?.price ?? null,
    hasFee: plan?.oneOffFee != null,
    fee: plan?.oneOffFee ?? null,
    duration: plan?.duration ?? { amount: 12, unit: 'month' },
    paymentKind: plan?.payment.kind ?? 'single',
    instalmentCount: instalments?.count ?? 12,
    instalmentEvery: instalments?.every ?? MONTH,
    paymentMethod: plan?.paymentMethod ?? 'sepa',
    services: plan?.services ?? [],
    hasPriceList: plan?.hasPriceList ?? false,
    automaticRenewal: plan?.automaticRenewal ?? true,
    hasNotice: plan?.notice != null,
    notice: plan?.notice ?? defaultNotice,
    portalCancellation: plan?.portalCancellation ?? false,
    portalRenewal: plan?.portalRenewal ?? false,
    changesPrice: changes?.price !== undefined,
    renewalPrice: changes?.price ?? plan?.price ?? null,
    changesDuration: changes?.duration !== undefined,
    renewalDuration: changes?.duration ?? plan?.duration ?? { amount: 12, unit: 'month' },
    changesServices: changes?.services !== undefined,
    renewalServices: changes?.services ?? plan?.services ?? [],
    cancellationProfileId: plan?.cancellationProfileId ?? null,
    noticesOfCollected: plan?.noticesOfCollected ?? false,
  };
}

/** The plan's terms as the server takes them, without the name. */
export function termsOf(values: PlanValues) {
  const { currency, paymentKind, hasPriceList } = values;
  const isRolling = paymentKind === 'rolling';
  // Typed before another currency was chosen, it is meant in that one.
  const inCurrency = (money: Money | null) => money && { ...money, currency };
  const renewalTerms = {
    ...(values.changesPrice && { price: inCurrency(values.renewalPrice) }),
    ...(values.changesDuration && !isRolling && { duration: values.renewalDuration }),
    ...(values.changesServices && { services: values.renewalServices }),
  };
  return {
    price: inCurrency(values.price),
    oneOffFee: values.hasFee ? inCurrency(values.fee) : null,
    duration: isRolling ? MONTH : values.duration,
    payment:
      paymentKind === 'instalments'
        ? {
            kind: paymentKind,
            count: values.instalmentCount === '' ? null : Number(values.instalmentCount),
            every: values.instalmentEvery,
          }
        : { kind: paymentKind },
    paymentMethod: values.paymentMethod,
    services: values.services,
    hasPriceList,
    automaticRenewal: values.automaticRenewal,
    notice: values.hasNotice ? values.notice : null,
    portalCancellation: values.portalCancellation && values.automaticRenewal,
    portalRenewal: values.portalRenewal && !values.automaticRenewal,
    renewalTerms: hasPriceList || Object.keys(renewalTerms).length === 0 ? null : renewalTerms,
  };
}

/** Whether every amount is typed, so that there is something to ask the server about. */
export const isComplete = ({ price, oneOffFee, renewalTerms }: ReturnType<typeof termsOf>, hasFee: boolean): boolean =>
  price !== null && (oneOffFee !== null || !hasFee) && renewalTerms?.price !== null;

const FIELDS: [path: string, field: keyof PlanValues][] = [
  ['renewalTerms.price', 'renewalPrice'],
  ['renewalTerms.duration', 'renewalDuration'],
  ['renewalTerms.services', 'renewalServices'],
  ['renewalTerms', 'renewalPrice'],
  ['price.currency', 'currency'],
  ['oneOffFee', 'fee'],
  ['payment.every', 'instalmentEvery'],
  ['payment', 'instalmentCount'],
];

/** Where in the form stands what the server calls so. */
export const fieldOf = (path: string): string =>
  FIELDS.find(([start]) => path === start || path.startsWith(`${start}.`))?.[1] ?? path.split('.')[0]!;
