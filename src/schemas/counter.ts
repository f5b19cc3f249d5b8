import { z } from 'zod';
import { EXTRAORDINARY_REASONS } from '../domain/withdrawal.ts';
import { Id, isStorable, LocalDate, Money } from './common.ts';
import { CrmTask } from './crm-tasks.ts';
import { Multipack, MultipackDetail } from './multipacks.ts';
import { Receivable } from './receivables.ts';

/** Each once, however often it is named. */
const MultipackIds = z
  .array(Id)
  .min(1)
  .max(50)
  .overwrite((ids) => [...new Set(ids)]);

const Notes = z
  .string()
  .trim()
  .max(4000)
  .refine(isStorable, { params: { code: 'invalid_text' } })
  .default('');

export const CancelRenewals = z
  .strictObject({
    taskTypeId: Id.meta({ description: 'Of the classification `automatic_renewal_cancellation`' }),
    multipackIds: MultipackIds,
    notes: Notes.meta({ description: 'Follow the sentence that names the last day' }),
  })
  .meta({ id: 'CancelRenewals' });

export const RenewalsCancelled = z
  .strictObject({
    tasks: z.array(CrmTask).meta({ description: 'In the order of the multipacks' }),
    multipacks: z.array(MultipackDetail),
  })
  .meta({ id: 'RenewalsCancelled' });

export const Cancellable = z
  .strictObject({
    items: z.array(
      z
        .strictObject({
          multipack: Multipack,
          allowed: z.boolean(),
          reason: z
            .enum(['renewal_already_cancelled', 'not_renewing', 'notice_deadline_passed'])
            .nullable()
            .meta({ description: 'Why not; the code of the refusal' }),
          deadline: LocalDate.meta({ description: 'As it stands today, a freeze without an end counted' }),
        })
        .meta({ id: 'CancellableMultipack' }),
    ),
  })
  .meta({ id: 'Cancellable' });

// ---------------------------------------------------------------- withdrawal

const withdrawal = {
  lastDay: LocalDate.meta({
    description: 'The last day of validity: past, today or ahead, within that of each multipack',
  }),
  multipackIds: MultipackIds,
};

const extraordinary = z.strictObject({ reason: z.enum(EXTRAORDINARY_REASONS) });
const opens = { description: 'Opens it to any payment (permission `extraordinary_withdrawal`)' };

export const WithdrawalPreview = z
  .strictObject({ ...withdrawal, extraordinary: extraordinary.optional().meta(opens) })
  .meta({ id: 'WithdrawalPreview' });

/** What the signal `withdraw` holds beside the operator's id; no schema of the API. */
export const WithdrawSignal = z.strictObject({
  multipackId: Id,
  taskTypeId: Id,
  lastDay: LocalDate,
  notes: Notes,
});

export const Withdraw = z
  .strictObject({
    taskTypeId: Id.meta({ description: 'Of the classification `withdrawal`' }),
    ...withdrawal,
    extraordinary: extraordinary
      .extend({ fileId: Id.meta({ description: 'What proves the reason, stored as a file of the customer' }) })
      .optional()
      .meta(opens),
    fileId: Id.optional().meta({ description: 'The letter of any other withdrawal' }),
    notes: Notes.meta({ description: 'Left blank, a sentence that names the last day' }),
    assigneeId: Id.optional().meta({ description: 'Of a task type that appears in the agenda' }),
    dueOn: LocalDate.optional().meta({ description: 'The day in the agenda' }),
  })
  .check(({ value, issues }) => {
    // A task holds one file.
    if (value.extraordinary && value.fileId !== undefined)
      issues.push({ code: 'unrecognized_keys', keys: ['fileId'], path: [], input: value });
  })
  .meta({ id: 'Withdraw' });

export const FatedReceivable = z
  .strictObject({
    ...Receivable.pick({ id: true, number: true, dueOn: true, amount: true, paid: true, outstanding: true }).shape,
    fate: z.enum(['removed', 'rest_removed', 'debt', 'at_bank', 'paid_after', 'untouched']).meta({
      description:
        '`removed`: no longer owed; `rest_removed`: likewise, a part was paid; `debt`: stays owed, not collected automatically; `at_bank`: stays, with the bank already; `paid_after`: paid for later days, to refund or credit',
    }),
  })
  .meta({ id: 'FatedReceivable' });

const WithdrawalEffect = z
  .strictObject({
    multipack: Multipack,
    allowed: z.boolean(),
    reason: z
      .enum([
        'already_withdrawn',
        'not_withdrawable',
        'withdrawal_not_offered',
        'withdrawal_date',
        'renewed_period_over',
      ])
      .nullable()
      .meta({ description: 'Why not; the code of the refusal' }),
    detail: z.string().nullable().meta({ description: 'The same, in the language of the reader' }),
    receivables: z.array(FatedReceivable).meta({ description: 'As they stood before; empty where it is not allowed' }),
    successors: z
      .array(
        z
          .strictObject({ multipack: Multipack, receivables: z.array(FatedReceivable) })
          .meta({ id: 'WithdrawnSuccessor' }),
      )
      .meta({ description: 'Renewed multipacks that go with it' }),
    sums: z
      .strictObject({ total: Money, removed: Money, staying: Money, paid: Money, paidAfter: Money })
      .meta({ description: 'With what goes with it; removed + staying + paid = total' }),
    renewalStops: z.boolean(),
    collectionEnds: z.boolean().meta({ description: 'SEPA or card fetches nothing of it any more' }),
  })
  .meta({ id: 'WithdrawalEffect' });

export const WithdrawalPreviewed = z
  .strictObject({ lastDay: LocalDate, items: z.array(WithdrawalEffect) })
  .meta({ id: 'WithdrawalPreviewed' });

export const Withdrawn = z
  .strictObject({
    ...WithdrawalPreviewed.shape,
    tasks: z.array(CrmTask).meta({ description: 'In the order of the multipacks' }),
  })
  .meta({ id: 'Withdrawn' });
