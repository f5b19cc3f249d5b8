import { z } from 'zod';
import { Id } from './common.ts';
import { NewCrmTask } from './crm-tasks.ts';
import { CrmReportFilter } from './reports.ts';

export const MAX_SELECTED = 1_000;

const { taskTypeId, notes, assigneeId, dueOn } = NewCrmTask.shape;

export const NewBulkTasks = z
  .strictObject({
    filter: CrmReportFilter.meta({ description: 'As of the report: whoever it finds is meant' }),
    customerIds: z
      .array(Id)
      .min(1)
      .max(MAX_SELECTED)
      .optional()
      .meta({ description: 'Only these of those found; left out: all' }),
    taskTypeId,
    notes,
    assigneeId,
    dueOn,
  })
  .meta({ id: 'NewBulkTasks' });

export const BulkTasks = z
  .strictObject({
    id: Id.meta({ description: 'Of the act, as its audit event names it' }),
    tasks: z.int().meta({ description: 'How many were written: one for each customer' }),
  })
  .meta({ id: 'BulkTasks' });
