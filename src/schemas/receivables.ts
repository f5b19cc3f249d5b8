import { z } from 'zod';
import {
  Id,
  Instant,
  isStorable,
  LocalDate,
  Money,
  pageOf,
  pageQuery,
  PaymentMeans,
  PaymentMethod,
  Version,
} from './common.ts';

const fields = {
  id: Id,
  multipackId: Id,
  customerId: Id,
  number: z.int().min(1).meta({ description: 'Place in the multipack’s schedule' }),
  dueOn: LocalDate,
  amount: Money,
  paid: Money,
  givenBack: Money.meta({ description: 'Of what was paid: refunded or turned into credit. It stays paid' }),
  outstanding: Money.meta({ description: 'What is still owed; nothing of a void one' }),
  state: z.enum(['open', 'paid', 'void']),
  collected: z.boolean().meta({ description: 'Fetched automatically, by SEPA or a recurring card' }),
  atBankAt: Instant.nullable().meta({ description: 'When it was handed to the bank; null unless it is there now' }),
  version: Version,
  createdAt: Instant,
};

export const Receivable = z.strictObject(fields).meta({ id: 'Receivable' });
export const ReceivablePage = pageOf(Receivable);

/** What of a member the payer sees. */
export const PaidForReceivable = z
  .strictObject({ ...fields, customerName: z.string(), multipackName: z.string() })
  .meta({ id: 'PaidForReceivable' });
export const PaidForReceivablePage = pageOf(PaidForReceivable);

const PaymentEntry = z.enum(['payment', 'returned', 'refund', 'credited']).meta({
  description: 'Money that came; that the bank took back; that was given back; that became credit of the customer',
});

export const Payment = z
  .strictObject({
    id: Id,
    kind: PaymentEntry,
    amount: Money,
    method: PaymentMeans,
    paidAt: Instant,
    recordedBy: Id.nullable(),
  })
  .meta({ id: 'Payment' });

export const ReceivableWithPayments = z
  .strictObject({ ...fields, payments: z.array(Payment) })
  .meta({ id: 'ReceivableWithPayments' });

export const receivableFilters = {
  state: fields.state.optional(),
  dueFrom: LocalDate.optional(),
  dueTo: LocalDate.optional().meta({ description: 'This day included' }),
};

export const ReceivableQuery = z.strictObject({
  customerId: Id.optional(),
  multipackId: Id.optional(),
  ...receivableFilters,
  ...pageQuery,
});
export const CustomerReceivableQuery = z.strictObject({ ...receivableFilters, ...pageQuery });

const Amount = Money.extend({ amount: z.int().min(1) });

export const Pay = z
  .strictObject({
    amount: Amount.optional().meta({ description: 'Left out: all that is owed' }),
    method: PaymentMeans,
    paidOn: LocalDate.optional().meta({ description: 'Left out: today' }),
  })
  .meta({ id: 'Pay' });

export const Returned = z
  .strictObject({
    reason: z
      .string()
      .trim()
      .max(500)
      .refine(isStorable, { params: { code: 'invalid_text' } })
      .optional()
      .meta({ description: 'What the bank says' }),
  })
  .meta({ id: 'Returned' });

const ToGiveBack = Amount.optional().meta({ description: 'Left out: all that was paid and not given back' });

export const Refund = z
  .strictObject({
    amount: ToGiveBack,
    method: PaymentMethod,
    refundedOn: LocalDate.optional().meta({ description: 'Left out: today' }),
  })
  .meta({ id: 'Refund' });

export const TurnIntoCredit = z.strictObject({ amount: ToGiveBack }).meta({ id: 'TurnIntoCredit' });

/** What a customer has in credit, and how it came about. */
export const Credit = z
  .strictObject({
    balances: z.array(Money).meta({ description: 'One per currency, without those of nothing' }),
    ...pageOf(
      z
        .strictObject({
          ...Payment.omit({ method: true }).shape,
          kind: z.enum(['payment', 'credited']).meta({ description: '`credited` added to it, `payment` used it up' }),
          receivableId: Id,
          multipackId: Id,
          multipackName: z.string(),
          dueOn: LocalDate,
        })
        .meta({ id: 'CreditEntry' }),
    ).shape,
  })
  .meta({ id: 'Credit' });
