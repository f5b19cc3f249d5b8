import { z } from 'zod';
import { Id, isStorable, LocalDate } from './common.ts';
import { CrmTask } from './crm-tasks.ts';
import { Multipack, MultipackDetail } from './multipacks.ts';

/** Each once, however often it is named. */
const MultipackIds = z
  .array(Id.toLowerCase())
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
