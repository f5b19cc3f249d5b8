import { z } from 'zod';
import { CLASSIFICATIONS, RESULTS } from '../domain/crm-tasks.ts';
import {
  ActorKind,
  Channel,
  Flag,
  Id,
  Instant,
  isStorable,
  LocalDate,
  orNull,
  pageOf,
  pageQuery,
  text,
  Version,
} from './common.ts';
import { FileLink } from './files.ts';

/** Of what is to be done. */
export const TASK_STATES = ['open', 'done'] as const;

export const TaskType = z
  .strictObject({
    id: Id,
    name: z.string().meta({ description: 'Of a built-in one: in the language of the reader' }),
    builtIn: z.boolean(),
    classification: z.enum(CLASSIFICATIONS),
    visibleInAgenda: z.boolean(),
    retired: z.boolean(),
    version: Version,
    createdAt: Instant,
  })
  .meta({ id: 'TaskType' });

export const NewTaskType = z
  .strictObject({
    name: text(120),
    classification: z.enum(CLASSIFICATIONS).exclude(['automatic_renewal']),
    visibleInAgenda: z.boolean().default(false),
  })
  .meta({ id: 'NewTaskType' });

export const TaskTypeEdit = z
  .strictObject({ name: text(120), visibleInAgenda: z.boolean(), retired: z.boolean() })
  .partial()
  .meta({ id: 'TaskTypeEdit' });

export const TaskTypePage = pageOf(TaskType);
export const TaskTypeQuery = z.strictObject({
  classification: z.enum(CLASSIFICATIONS).optional(),
  retired: Flag.optional(),
  ...pageQuery,
});

export const CrmTask = z
  .strictObject({
    id: Id,
    customer: z.strictObject({ id: Id, code: z.string(), name: z.string() }),
    multipack: z.strictObject({ id: Id, code: z.string(), name: z.string() }).nullable(),
    taskTypeId: Id,
    name: z.string().meta({ description: 'Name of the task type, in the language of the reader when built in' }),
    result: z.enum(RESULTS),
    resultName: z.string().meta({ description: 'In the language of the reader' }),
    notes: z.string(),
    author: z.strictObject({ kind: ActorKind, id: Id.nullable(), name: z.string() }),
    channel: Channel,
    assignee: z.strictObject({ id: Id, name: z.string() }).nullable(),
    dueOn: LocalDate.nullable(),
    effectiveOn: LocalDate.nullable().meta({ description: 'Of a withdrawal: the last day of validity' }),
    file: orNull(FileLink).meta({ description: 'What the customer brought: a letter, a certificate' }),
    doneAt: Instant.nullable(),
    version: Version,
    createdAt: Instant,
  })
  .meta({ id: 'CrmTask' });

export const NewCrmTask = z
  .strictObject({
    customerId: Id,
    multipackId: Id.optional(),
    taskTypeId: Id,
    notes: z
      .string()
      .trim()
      .max(4000)
      .refine(isStorable, { params: { code: 'invalid_text' } })
      .default(''),
    assigneeId: Id.optional(),
    dueOn: LocalDate.optional(),
  })
  .meta({ id: 'NewCrmTask' });

export const CrmTaskEdit = z
  .strictObject({ assigneeId: Id.nullable(), dueOn: LocalDate.nullable(), done: z.boolean() })
  .partial()
  .meta({ id: 'CrmTaskEdit' });

export const CrmTaskPage = pageOf(CrmTask);

const filters = {
  result: z.enum(RESULTS).optional(),
  taskTypeId: Id.optional(),
  state: z.enum(TASK_STATES).optional().meta({
    description: 'Open: waits for somebody or for a day and is not done; a mere trace is neither',
  }),
  createdFrom: LocalDate.optional().meta({ description: 'First day, in the zone of each task’s branch' }),
  createdTo: LocalDate.optional().meta({ description: 'Last day, included' }),
};
export const CrmTaskQuery = z.strictObject({
  ...filters,
  customerId: Id.optional(),
  multipackId: Id.optional(),
  assigneeId: Id.optional(),
  ...pageQuery,
});
export const CustomerCrmTaskQuery = z.strictObject({ ...filters, ...pageQuery });
