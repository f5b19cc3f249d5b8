import { z } from 'zod';
import { Id, Instant, LocalDate, Money, pageOf, pageQuery, PaymentMethod, Version } from './common.ts';

const fields = {
  id: Id,
  multipackId: Id,
  customerId: Id,
  number: z.int().min(1).meta({ description: 'Place in the multipack’s schedule' }),
  dueOn: LocalDate,
  amount: Money,
  paid: Money,
  outstanding: Money.meta({ description: 'What is still owed; nothing of a void one' }),
  state: z.enum(['open', 'paid', 'void']),
  collected: z.boolean().meta({ description: 'Fetched automatically, by SEPA or a recurring card' }),
  atBankAt: Instant.nullable().meta({ description: 'When it was handed to the bank; null unless it is there now' }),
  version: Version,
  createdAt: Instant,
};

export const Receivable = z.strictObject(fields).meta({ id: 'Receivable' });
export const ReceivablePage = pageOf(Receivable);

export const Payment = z
  .strictObject({ id: Id, amount: Money, method: PaymentMethod, paidAt: Instant, recordedBy: Id.nullable() })
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

export const Pay = z
  .strictObject({
    amount: Money.extend({ amount: z.int().min(1) })
      .optional()
      .meta({ description: 'Left out: all that is owed' }),
    method: PaymentMethod,
    paidOn: LocalDate.optional().meta({ description: 'Left out: today' }),
  })
  .meta({ id: 'Pay' });
