import type { Span } from '../domain/dates.ts';
import type { PaymentPlan, RenewalTerms, Terms } from '../domain/terms.ts';
import type { Multipack, Plan } from './generated/client.ts';

/** The columns in which plans and multipacks alike keep their terms; a plan's notice may be the company's default. */
type TermsColumns = Pick<
  Plan,
  | 'name'
  | 'currency'
  | 'price'
  | 'oneOffFee'
  | 'durationAmount'
  | 'durationUnit'
  | 'payment'
  | 'instalmentCount'
  | 'instalmentEvery'
  | 'instalmentUnit'
  | 'paymentMethod'
  | 'services'
  | 'automaticRenewal'
  | 'portalCancellation'
  | 'portalRenewal'
  | 'renewalPrice'
  | 'renewalDurationAmount'
  | 'renewalDurationUnit'
  | 'renewalServices'
  | 'renewalServicesSet'
>;

type PaymentColumns = Pick<TermsColumns, 'payment' | 'instalmentCount' | 'instalmentEvery' | 'instalmentUnit'>;

function paymentOf(row: PaymentColumns): PaymentPlan {
  if (row.payment !== 'instalments') return { kind: row.payment };
  return {
    kind: 'instalments',
    count: row.instalmentCount!,
    every: { amount: row.instalmentEvery!, unit: row.instalmentUnit! },
  };
}

function renewalTermsOf(row: TermsColumns): RenewalTerms | null {
  if (row.renewalPrice === null && row.renewalDurationAmount === null && !row.renewalServicesSet) return null;
  return {
    price: row.renewalPrice === null ? undefined : { amount: Number(row.renewalPrice), currency: row.currency },
    duration:
      row.renewalDurationAmount === null
        ? undefined
        : { amount: row.renewalDurationAmount, unit: row.renewalDurationUnit! },
    services: row.renewalServicesSet ? row.renewalServices : undefined,
  };
}

function termsOf(row: TermsColumns, notice: Span): Terms {
  return {
    name: row.name,
    price: { amount: Number(row.price), currency: row.currency },
    oneOffFee: row.oneOffFee === 0n ? null : { amount: Number(row.oneOffFee), currency: row.currency },
    duration: { amount: row.durationAmount, unit: row.durationUnit },
    payment: paymentOf(row),
    paymentMethod: row.paymentMethod,
    services: row.services,
    automaticRenewal: row.automaticRenewal,
    notice,
    portalCancellation: row.portalCancellation,
    portalRenewal: row.portalRenewal,
    renewalTerms: renewalTermsOf(row),
  };
}

export function termsOfMultipack(row: Multipack): Terms {
  const terms = termsOf(row, { amount: row.noticeAmount, unit: row.noticeUnit });
  if (row.renewalName === null) return terms;
  const payment = paymentOf({
    payment: row.renewalPayment!,
    instalmentCount: row.renewalInstalmentCount,
    instalmentEvery: row.renewalInstalmentEvery,
    instalmentUnit: row.renewalInstalmentUnit,
  });
  return { ...terms, renewalTerms: { ...terms.renewalTerms, name: row.renewalName, payment } };
}

/** The plan's terms with the notice a sale would copy today: its own, else the company's default (002). */
export function termsOfPlan(row: Plan, companyDefault: Span): Terms {
  const own = row.noticeAmount === null ? null : { amount: row.noticeAmount, unit: row.noticeUnit! };
  return termsOf(row, own ?? companyDefault);
}

export function columnsOfTerms(terms: Terms) {
  const { payment, renewalTerms } = terms;
  return {
    name: terms.name,
    currency: terms.price.currency,
    price: BigInt(terms.price.amount),
    oneOffFee: BigInt(terms.oneOffFee?.amount ?? 0),
    durationAmount: terms.duration.amount,
    durationUnit: terms.duration.unit,
    ...columnsOfPayment(payment),
    paymentMethod: terms.paymentMethod,
    services: [...terms.services],
    automaticRenewal: terms.automaticRenewal,
    noticeAmount: terms.notice.amount,
    noticeUnit: terms.notice.unit,
    portalCancellation: terms.portalCancellation,
    portalRenewal: terms.portalRenewal,
    renewalPrice: renewalTerms?.price ? BigInt(renewalTerms.price.amount) : null,
    renewalDurationAmount: renewalTerms?.duration?.amount ?? null,
    renewalDurationUnit: renewalTerms?.duration?.unit ?? null,
    renewalServices: [...(renewalTerms?.services ?? [])],
    renewalServicesSet: renewalTerms?.services !== undefined,
  };
}

const columnsOfPayment = (payment: PaymentPlan) => ({
  payment: payment.kind,
  instalmentCount: payment.kind === 'instalments' ? payment.count : null,
  instalmentEvery: payment.kind === 'instalments' ? payment.every.amount : null,
  instalmentUnit: payment.kind === 'instalments' ? payment.every.unit : null,
});

/** As `columnsOfTerms`, of a sold multipack, whose renewal may take over another plan: `planId`; left out, as before. */
export function columnsOfSoldTerms(terms: Terms, planId?: string) {
  const { name = null, payment } = terms.renewalTerms ?? {};
  const renewed = payment && columnsOfPayment(payment);
  return {
    ...columnsOfTerms(terms),
    ...(name === null ? { renewalPlanId: null } : planId === undefined ? {} : { renewalPlanId: planId }),
    renewalName: name,
    renewalPayment: renewed?.payment ?? null,
    renewalInstalmentCount: renewed?.instalmentCount ?? null,
    renewalInstalmentEvery: renewed?.instalmentEvery ?? null,
    renewalInstalmentUnit: renewed?.instalmentUnit ?? null,
  };
}
