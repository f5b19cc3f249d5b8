import { z } from 'zod';
import {
  Currency,
  Id,
  Instant,
  LocalDate,
  Money,
  orNull,
  pageOf,
  pageQuery,
  PaymentMethod,
  Span,
  text,
  TimeZone,
  Version,
} from './common.ts';
import { EXTRAORDINARY_REASONS } from '../domain/withdrawal.ts';
import { PaymentPlan, planFields, RenewalTerms } from './plans.ts';
import { Receivable } from './receivables.ts';
import { RequestId } from './service-orders.ts';

export const MULTIPACK_STATES = [
  'upcoming',
  'active',
  'suspended',
  'expired',
  'withdrawn',
  'cancelled',
  'removed',
] as const;
export const RENEWAL_STATES = ['will_renew', 'held', 'cancelled', 'renewed', 'none'] as const;
export const MultipackState = z
  .enum(MULTIPACK_STATES)
  .meta({ description: 'On the day of the question, in the zone of the multipack' });
export const RenewalState = z.enum(RENEWAL_STATES);

const Deadline = LocalDate.meta({ description: 'The last day on which the renewal may still be cancelled' });
const Code = z.string().meta({ example: 'M-001234' });

const Period = {
  validFrom: LocalDate,
  validTo: LocalDate.meta({ description: 'The last day of validity' }),
};

const Freeze = z
  .strictObject({
    from: LocalDate,
    until: LocalDate.nullable().meta({ description: 'The last frozen day; null: until it is reactivated' }),
  })
  .meta({ id: 'Freeze' });

const fields = {
  id: Id,
  code: Code,
  chainId: Id.meta({ description: 'The first multipack of the chain of renewals' }),
  ordinal: z.int().min(0).meta({ description: 'Place in the chain, from 0' }),
  previousId: Id.nullable(),
  successorId: Id.nullable().meta({ description: 'The renewed multipack, also one that was removed' }),
  customerId: Id,
  customerName: z.string(),
  branchId: Id.meta({ description: 'The branch that sold it' }),
  planId: Id,
  planName: z.string(),
  reference: z.string().nullable().meta({ description: 'The number the contract had elsewhere' }),
  timeZone: TimeZone.meta({ description: 'Of every date of the multipack' }),
  name: z.string(),
  ...Period,
  deadline: Deadline,
  state: MultipackState,
  renewalState: RenewalState,
  nextPeriod: orNull(z.strictObject(Period).meta({ id: 'NextPeriod' })).meta({
    description: 'What the renewal will make as things stand; null where none will come',
  }),
  price: Money,
  freeze: Freeze.nullable().meta({ description: 'In force, ahead, or the last one' }),
  blockedAt: Instant.nullable(),
  renewalCancelledAt: Instant.nullable().meta({ description: 'When the cancellation of the renewal was received' }),
  withdrawnOn: LocalDate.nullable().meta({ description: 'The last day of validity of a withdrawal' }),
  withdrawalReason: z.enum(EXTRAORDINARY_REASONS).nullable().meta({ description: 'Of an extraordinary withdrawal' }),
  cancelledOn: LocalDate.nullable(),
  removedAt: Instant.nullable(),
  version: Version,
  createdAt: Instant,
};

/** A multipack as a list shows it. */
export const Multipack = z.strictObject(fields).meta({ id: 'Multipack' });
export const MultipackPage = pageOf(Multipack);

const SoldRenewalTerms = RenewalTerms.extend({
  name: z.string().optional().meta({ description: 'Of another plan that was agreed on; its payment comes with it' }),
  payment: PaymentPlan.optional(),
}).meta({ id: 'SoldRenewalTerms' });

const Terms = z
  .strictObject({
    oneOffFee: Money.nullable(),
    duration: Span,
    payment: PaymentPlan,
    paymentMethod: PaymentMethod,
    services: z.array(z.string()),
    automaticRenewal: z.boolean(),
    notice: Span,
    portalCancellation: z.boolean(),
    portalRenewal: z.boolean(),
    renewalTerms: SoldRenewalTerms.nullable().meta({ description: 'What changes at the next renewal and then stays' }),
  })
  .meta({ id: 'SoldTerms' });

const Night = z
  .strictObject({
    opens: Instant,
    closes: Instant.meta({ description: 'The first instant after it' }),
    renewsAt: Instant.meta({ description: 'This multipack’s own instant of the night' }),
  })
  .meta({ id: 'RenewalNight' });

const ChainTerm = z
  .strictObject({
    id: Id,
    code: Code,
    ordinal: z.int(),
    ...Period,
    deadline: Deadline,
    price: Money,
    state: MultipackState,
    renewalState: RenewalState,
    removedAt: Instant.nullable(),
  })
  .meta({ id: 'ChainTerm' });

const SoldAgain = z.strictObject({ id: Id, code: Code, name: z.string() }).meta({ id: 'SoldAgain' });

/** A multipack with everything known of it. */
export const MultipackDetail = z
  .strictObject({
    ...fields,
    terms: Terms,
    anchorDay: z.int().min(1).max(31).meta({ description: 'The day of month that later periods are aligned to' }),
    today: LocalDate.meta({ description: 'The day now for this customer, in the zone of the multipack' }),
    night: Night.nullable().meta({ description: 'Of its renewal; null where none will come as things stand' }),
    soldAgainFrom: SoldAgain.nullable().meta({ description: 'The withdrawn multipack that it was sold after' }),
    soldAgainAs: z.array(SoldAgain).meta({ description: 'What was sold after its withdrawal, oldest first' }),
    chain: z.array(ChainTerm).meta({ description: 'All terms of the sale, removed ones too, oldest first' }),
    receivables: z.array(Receivable),
  })
  .meta({ id: 'MultipackDetail' });

const filters = {
  state: MultipackState.optional(),
  renewalState: RenewalState.optional(),
  planId: Id.optional(),
  branchId: Id.optional().meta({ description: 'The branch of the customer' }),
  deadlineFrom: LocalDate.optional(),
  deadlineTo: LocalDate.optional().meta({ description: 'This day included' }),
};

export const MultipackQuery = z.strictObject({
  customerId: Id.optional(),
  ...filters,
  search: text(100)
    .optional()
    .meta({ description: 'Words of the name or the customer’s name, part of the reference, or the code' }),
  ...pageQuery,
});

export const CustomerMultipackQuery = z.strictObject({
  state: filters.state,
  renewalState: filters.renewalState,
  ...pageQuery,
});

export const Sale = z
  .strictObject({
    customerId: Id,
    planId: Id,
    startOn: LocalDate.meta({ description: 'First day of validity, in the zone of the customer’s branch' }),
    reference: text(100).optional().meta({ description: 'The number the contract had elsewhere; each is sold once' }),
    soldAgainFrom: Id.optional().meta({ description: 'A withdrawn multipack of the customer, which this one follows' }),
  })
  .meta({ id: 'Sale' });

export const Sold = z
  .strictObject({
    ...MultipackDetail.shape,
    renewals: z.array(Id).meta({ description: 'Made at once, because the deadline had passed already' }),
    expired: z.boolean().meta({ description: 'The validity was over already: entered as expired, it will not renew' }),
  })
  .meta({ id: 'Sold' });

// ---------------------------------------------------------------- actions

const Reason = text(500);

const letter = {
  receivedOn: LocalDate,
  reason: Reason,
  fileId: Id.meta({ description: 'The letter, stored as a file of the customer' }),
};

/** An empty body: received now. With all fields a letter that came earlier and is recorded late. */
export const CancelRenewal = z
  .strictObject(letter)
  .partial()
  .check(({ value, issues }) => {
    const names = Object.keys(letter) as (keyof typeof letter)[];
    const missing = names.filter((name) => value[name] === undefined);
    if (missing.length === names.length) return;
    for (const name of missing)
      issues.push({ code: 'invalid_type', expected: 'string', path: [name], input: undefined });
  })
  .meta({ id: 'CancelRenewal' });

export const ForceCancelRenewal = z
  .strictObject({ ...letter, fileId: letter.fileId.optional() })
  .meta({ id: 'ForceCancelRenewal' });

export const RenewalCancelled = z
  .strictObject({
    multipack: MultipackDetail,
    receivedAt: Instant,
    removedIds: z.array(Id).meta({ description: 'Renewed multipacks that were removed with it' }),
    toRefund: z.array(Receivable).meta({ description: 'Paid receivables of those: the money is to be given back' }),
  })
  .meta({ id: 'RenewalCancelled' });

export const FreezeMultipack = z
  .strictObject({
    from: LocalDate.meta({ description: 'The first frozen day' }),
    until: LocalDate.nullable().optional().meta({ description: 'The last one; left out: until it is reactivated' }),
  })
  .meta({ id: 'FreezeMultipack' });

export const BlockMultipack = z.strictObject({ reason: Reason }).meta({ id: 'BlockMultipack' });

export const ReactivateMultipack = z
  .strictObject({ on: LocalDate.optional().meta({ description: 'The first active day again; left out: today' }) })
  .meta({ id: 'ReactivateMultipack' });

export const ChangeTerms = z
  .strictObject({
    notice: Span,
    automaticRenewal: z.boolean(),
    portalCancellation: z.boolean(),
    portalRenewal: z.boolean(),
    renewalTerms: RenewalTerms.nullable(),
    services: planFields.services,
    paymentMethod: PaymentMethod,
    requestId: RequestId,
  })
  .partial()
  .meta({ id: 'ChangeTerms' });

const DueDay = z.int().min(1).max(31).meta({ description: 'Day of the month; the last one where a month is shorter' });
export const DueDayPreview = z.strictObject({ day: DueDay }).meta({ id: 'DueDayPreview' });
export const ChangeDueDay = z.strictObject({ day: DueDay, requestId: RequestId }).meta({ id: 'ChangeDueDay' });
export const TakeBackChange = z.strictObject({ requestId: RequestId }).meta({ id: 'TakeBackChange' });
export const DueDayMoves = z
  .strictObject({
    moves: z.array(
      z.strictObject({ receivable: Receivable.meta({ description: 'As it stands now' }), dueOn: LocalDate }),
    ),
  })
  .meta({ id: 'DueDayMoves' });

export const ChangePaymentProfile = z
  .strictObject({ paymentMethod: PaymentMethod, requestId: RequestId })
  .meta({ id: 'ChangePaymentProfile' });

const planChange = {
  planId: Id,
  when: z.enum(['now', 'renewal']).meta({
    description:
      '`now`: name and services at once, and what is unpaid and due from today on takes the amount it would have had at the new price; `renewal`: the renewal takes over the plan',
  }),
};
export const PlanChangePreview = z.strictObject(planChange).meta({ id: 'PlanChangePreview' });
export const ChangePlan = z.strictObject({ ...planChange, requestId: RequestId }).meta({ id: 'ChangePlan' });
const Agreed = z.strictObject({ name: z.string(), price: Money, services: z.array(z.string()) }).meta({ id: 'Agreed' });
export const PlanChange = z
  .strictObject({
    plan: z.strictObject({ id: Id, name: z.string() }),
    from: LocalDate.meta({ description: 'The first day on which it holds' }),
    before: Agreed.meta({ description: 'The period in course' }),
    after: Agreed.meta({
      description: 'The period in course; its price is the sum of its receivables less the one-off fee',
    }),
    renewal: z
      .strictObject({
        name: z.string(),
        price: Money,
        duration: Span,
        payment: PaymentPlan,
        services: z.array(z.string()),
      })
      .nullable()
      .meta({ description: 'What the renewal will bring; null where none will come as things stand' }),
    receivables: z
      .array(z.strictObject({ receivable: Receivable.meta({ description: 'As it stands now' }), amount: Money }))
      .meta({ description: 'All of the period, with the amount that each will have' }),
    difference: z
      .strictObject({ amount: z.int(), currency: Currency })
      .meta({ id: 'SignedMoney', description: 'How much more is owed for the period; below zero: less' }),
  })
  .meta({ id: 'PlanChange' });

// ---------------------------------------------------------------- a plan's edits on what was sold

export const PlanField = z.enum(['notice', 'automaticRenewal', 'portalCancellation', 'portalRenewal', 'renewalTerms']);

export const ApplyToSold = z
  .strictObject({
    fields: z
      .array(PlanField)
      .min(1)
      .max(PlanField.options.length)
      .meta({ description: 'Which terms of the plan; a notice may be the company’s default' }),
  })
  .meta({ id: 'ApplyToSold' });

const touched = {
  multipackId: Id,
  code: Code,
  name: z.string(),
  customerId: Id,
  customerName: z.string(),
  deadlineBefore: LocalDate,
  deadline: LocalDate,
};

export const AppliedToSold = z
  .strictObject({
    examined: z.int().meta({ description: 'Multipacks in force that were sold from the plan' }),
    changed: z.int(),
    unchanged: z.int().meta({ description: 'They have these terms already' }),
    skipped: z.strictObject({
      renewal_cancelled: z.int(),
      not_renewing: z.int(),
      deadline_would_pass: z.int(),
      invalid_terms: z.int(),
    }),
    changes: z
      .array(z.strictObject({ ...touched, changed: z.array(z.string()) }))
      .meta({ description: 'The first 50' }),
    skips: z
      .array(
        z.strictObject({
          ...touched,
          reason: z.enum(['renewal_cancelled', 'not_renewing', 'deadline_would_pass', 'invalid_terms']),
        }),
      )
      .meta({ description: 'The first 50' }),
  })
  .meta({ id: 'AppliedToSold' });

// ---------------------------------------------------------------- import

export const Import = z
  .strictObject({
    csv: z.string().min(1).meta({
      description: 'With the header `reference,customer,plan,start_on,end_on`; also with semicolons or tabs',
      example: 'reference,customer,plan,start_on\n2024-0017,C-000481,Monthly,2026-10-01\n',
    }),
    dryRun: z
      .boolean()
      .default(true)
      .meta({ description: 'Write nothing, only say what would be sold and what is wrong' }),
  })
  .meta({ id: 'Import' });

export const Imported = z
  .strictObject({
    dryRun: z.boolean(),
    lines: z.int().meta({ description: 'Below the header, empty ones not counted' }),
    sold: z.array(
      z.strictObject({
        line: z.int(),
        reference: z.string(),
        multipackId: Id.nullable().meta({ description: 'Null in a dry run' }),
        ...Period,
        renewals: z.int().meta({ description: 'Terms made at once, because the deadline had passed already' }),
        expired: z.boolean().meta({ description: 'Entered as expired; it will not renew' }),
      }),
    ),
    errors: z.array(
      z.strictObject({
        line: z.int().meta({ description: 'The header is line 1' }),
        code: z.string(),
        message: z.string(),
        field: z.enum(['reference', 'customer', 'plan', 'start_on', 'end_on']).nullable(),
        reference: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'Imported' });

// ---------------------------------------------------------------- renewals

export const RenewalQuery = z.strictObject({
  from: LocalDate.optional().meta({ description: 'Day of the renewal in the zone of the multipack' }),
  to: LocalDate.optional().meta({ description: 'This day included' }),
  branchId: Id.optional(),
  customerId: Id.optional(),
  outcome: z.enum(['renewed', 'failed']).optional(),
  ...pageQuery,
});

export const Renewal = z
  .strictObject({
    id: z.string(),
    at: Instant,
    outcome: z.enum(['renewed', 'failed']),
    reason: z.string().nullable().meta({ description: 'Of a failure' }),
    multipackId: Id,
    code: Code,
    name: z.string(),
    customerId: Id,
    customerName: z.string(),
    branchId: Id,
    successor: z
      .strictObject({ id: Id, code: Code, ...Period, price: Money, removed: z.boolean() })
      .nullable()
      .meta({ description: 'What was made; null of a failure' }),
  })
  .meta({ id: 'Renewal' });

export const RenewalPage = pageOf(Renewal);

// ---------------------------------------------------------------- what a night did, and what waits

export const NightQuery = z.strictObject({
  day: LocalDate.meta({ description: 'The morning after the night, in the zone of each multipack' }),
  branchId: Id.optional(),
});

export const NightResult = z
  .strictObject({
    day: LocalDate,
    renewed: z.strictObject({ count: z.int(), amounts: z.array(Money).meta({ description: 'One per currency' }) }),
    cancelledInTime: z.int().meta({ description: 'Would have renewed in that night, but somebody cancelled' }),
    failed: z.int().meta({ description: 'Attempts of that night that failed; most of them were made good since' }),
    waiting: z.int().meta({ description: 'Due in that night or before, and not renewed by now' }),
  })
  .meta({ id: 'NightResult' });

export const WaitingQuery = z.strictObject({ branchId: Id.optional(), ...pageQuery });

/** A renewal whose night is over and that has not been made. */
export const WaitingRenewal = z
  .strictObject({
    multipackId: Id,
    code: Code,
    name: z.string(),
    customerId: Id,
    customerName: z.string(),
    deadline: LocalDate,
    amount: Money,
    failures: z.int().meta({ description: 'Attempts so far' }),
    lastFailure: z.strictObject({ at: Instant, reason: z.string() }).nullable(),
  })
  .meta({ id: 'WaitingRenewal' });

export const WaitingPage = pageOf(WaitingRenewal);

/** Where the wait of a multipack’s chain stands, asked of Temporal. */
export const ChainWorkflow = z
  .strictObject({
    workflowId: z.string(),
    status: z.enum(['running', 'ended', 'missing', 'unreachable']).meta({
      description: '`missing`: Temporal does not know it, and will be told; `unreachable`: Temporal does not answer',
    }),
    details: z.string().nullable().meta({ description: 'As the workflow describes itself in the Temporal UI' }),
    url: z.string().nullable().meta({ description: 'In the Temporal UI, where its address is known' }),
  })
  .meta({ id: 'ChainWorkflow' });

const { name, hasPriceList, notice, ...offered } = planFields;

export const RenewalPreview = z
  .strictObject({
    planId: Id.meta({ description: 'A plan of the catalogue, or else `terms`' }),
    terms: z
      .strictObject({ ...offered, name, hasPriceList, notice })
      .partial()
      .required({ price: true, duration: true, payment: true, automaticRenewal: true }),
    startOn: LocalDate,
    count: z.int().min(1).max(60),
    timeZone: TimeZone.meta({ description: 'Left out: that of the user’s branch' }),
  })
  .partial()
  .required({ startOn: true })
  .check(({ value: { planId, terms }, issues }) => {
    if (planId === undefined && terms === undefined) {
      issues.push({ code: 'invalid_type', expected: 'string', path: ['planId'], input: undefined });
    } else if (planId !== undefined && terms !== undefined) {
      issues.push({ code: 'unrecognized_keys', keys: ['terms'], path: [], input: terms });
    }
  })
  .meta({ id: 'RenewalPreview' });

export const PreviewedTerms = z
  .strictObject({
    timeZone: TimeZone,
    terms: z.array(
      z.strictObject({
        ordinal: z.int(),
        ...Period,
        anchorDay: z.int(),
        deadline: Deadline,
        night: z
          .strictObject({ opens: Instant, closes: Instant })
          .nullable()
          .meta({ description: 'Null: it does not renew' }),
        price: Money,
        receivables: z.array(z.strictObject({ number: z.int(), dueOn: LocalDate, amount: Money })),
      }),
    ),
  })
  .meta({ id: 'PreviewedTerms' });

export const ForecastQuery = z.strictObject({
  from: LocalDate,
  to: LocalDate.meta({ description: 'This day included; at most two years' }),
  branchId: Id.optional(),
});

export const Forecast = z
  .strictObject({
    days: z.array(
      z.strictObject({
        day: LocalDate.meta({ description: 'In whose night the renewals run' }),
        count: z.int(),
        amount: Money.meta({ description: 'Price of the renewed multipacks; days have a line per currency' }),
      }),
    ),
    totals: z.array(z.strictObject({ count: z.int(), amount: Money })).meta({ description: 'One per currency' }),
  })
  .meta({ id: 'Forecast' });

export const ForecastDayQuery = z.strictObject({ day: LocalDate, branchId: Id.optional(), ...pageQuery });

export const ForecastPage = pageOf(
  z
    .strictObject({
      multipackId: Id.meta({ description: 'The multipack in course' }),
      code: Code,
      name: z.string(),
      customerId: Id,
      customerName: z.string(),
      ahead: z.int().min(1).meta({ description: 'Which renewal of it; above 1 through terms that are not made yet' }),
      ...Period,
      amount: Money,
    })
    .meta({ id: 'ForecastItem' }),
);
