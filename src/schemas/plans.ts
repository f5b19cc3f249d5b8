import { z } from 'zod';
import { Flag, Id, Instant, Money, orNull, pageOf, pageQuery, PaymentMethod, Span, text, Version } from './common.ts';

const Services = z.array(text(120)).max(100);

export const PaymentPlan = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('single') }),
    z.strictObject({ kind: z.literal('instalments'), count: z.int(), every: Span }),
    z.strictObject({ kind: z.literal('rolling') }),
  ])
  .meta({ id: 'PaymentPlan', description: 'At once, in instalments one spacing apart, or month to month' });

export const RenewalTerms = z
  .strictObject({ price: Money, duration: Span, services: Services })
  .partial()
  .meta({ id: 'RenewalTerms', description: 'What changes at the first renewal and then stays' });

/** Fields of a plan; what they must be together is for the domain to say. */
export const planFields = {
  name: text(120),
  price: Money,
  oneOffFee: orNull(Money),
  duration: Span,
  payment: PaymentPlan,
  paymentMethod: PaymentMethod,
  services: Services,
  hasPriceList: z.boolean(),
  automaticRenewal: z.boolean(),
  notice: orNull(Span).meta({ description: 'Null: the company’s default at the moment of the sale' }),
  portalCancellation: z.boolean(),
  portalRenewal: z.boolean(),
  renewalTerms: orNull(RenewalTerms),
  cancellationProfileId: Id.nullable().meta({
    description: 'Suggested for its cancellation requests; null: the default one',
  }),
  noticesOfCollected: z.boolean().meta({
    description: 'Whether notices go out of what is collected automatically too; of what was sold before as well (004)',
  }),
};

export const Plan = z
  .strictObject({ id: Id, ...planFields, retired: z.boolean(), version: Version, createdAt: Instant })
  .meta({ id: 'Plan' });

export const NewPlan = z
  .strictObject(planFields)
  .partial()
  .required({ name: true, price: true, duration: true, payment: true, paymentMethod: true, automaticRenewal: true })
  .meta({ id: 'NewPlan' });

export const PlanEdit = z
  .strictObject({ ...planFields, retired: z.boolean() })
  .partial()
  .meta({ id: 'PlanEdit' });

export const PlanPage = pageOf(Plan);
export const PlanQuery = z.strictObject({ retired: Flag.optional(), ...pageQuery });
