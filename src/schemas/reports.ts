import { z } from 'zod';
import { MAX_REPORT_ROWS, RESULTS } from '../domain/crm-tasks.ts';
import { Channel, Id, Instant, LocalDate, Money, pageOf, pageQuery } from './common.ts';
import { CrmTask } from './crm-tasks.ts';

export const inOrder = (from: string | undefined, to: string | undefined) =>
  from === undefined || to === undefined || from <= to;

export const CrmReportRow = z
  .strictObject({
    result: z.enum(RESULTS).optional(),
    taskTypeId: Id.optional(),
    createdFrom: LocalDate.optional().meta({ description: 'First day, in the zone of each task’s branch' }),
    createdTo: LocalDate.optional().meta({ description: 'Last day, included' }),
    channel: Channel.optional().meta({ description: 'Through which it was recorded' }),
  })
  .refine((row) => Object.values(row).some((value) => value !== undefined), { params: { code: 'empty_filter_row' } })
  .refine(({ createdFrom, createdTo }) => inOrder(createdFrom, createdTo), {
    path: ['createdTo'],
    params: { code: 'range_reversed' },
  })
  .meta({ id: 'CrmReportRow', description: 'What all of its fields say' });

export const CrmReportFilter = z
  .strictObject({
    rows: z.array(CrmReportRow).min(1).max(MAX_REPORT_ROWS).meta({ description: 'A task that any of them finds' }),
    branchId: Id.optional().meta({ description: 'Of the customers, today' }),
  })
  .meta({ id: 'CrmReportFilter' });

export const CrmReport = z.strictObject({ tasks: z.int(), customers: z.int() }).meta({ id: 'CrmReport' });

export const CrmReportPageQuery = z.strictObject(pageQuery);

export const CrmReportCustomer = z
  .strictObject({
    customer: z.strictObject({ id: Id, code: z.string(), name: z.string() }),
    tasks: z.int().min(1).meta({ description: 'How many of the tasks found are theirs' }),
    last: z.strictObject({
      id: Id,
      name: z.string(),
      result: z.enum(RESULTS),
      resultName: z.string(),
      createdAt: Instant,
    }),
  })
  .meta({ id: 'CrmReportCustomer' });

export const CrmReportCustomerPage = pageOf(CrmReportCustomer);
export const CrmReportTaskPage = pageOf(CrmTask);

const file = {
  format: z.enum(['csv', 'xlsx']).default('csv'),
  separator: z
    .enum(['comma', 'semicolon'])
    .default('comma')
    .meta({ description: 'Of CSV: spreadsheets take semicolons where the comma is in the numbers' }),
};

export const CrmExportQuery = z.strictObject({ of: z.enum(['customers', 'tasks']).default('customers'), ...file });

export const PERIODS = ['day', 'week', 'month'] as const;
export const GROUPINGS = [...PERIODS, 'channel', 'branch'] as const;

const period = {
  from: LocalDate.meta({ description: 'First day, in the zone of each branch' }),
  to: LocalDate.meta({ description: 'Last day, included' }),
  by: z.enum(GROUPINGS).default('day'),
  branchId: Id.optional(),
};
export const REVERSED = { path: ['to'], params: { code: 'range_reversed' } };

export const PeriodReportQuery = z.strictObject(period).refine(({ from, to }) => inOrder(from, to), REVERSED);
export const PeriodExportQuery = z
  .strictObject({ ...period, ...file })
  .refine(({ from, to }) => inOrder(from, to), REVERSED);

const sums = {
  count: z.int(),
  amounts: z.array(Money).meta({ description: 'Of renewals: the price of the renewed multipacks, one per currency' }),
};

export const PeriodReport = z
  .strictObject({
    by: z.enum(GROUPINGS),
    groups: z.array(
      z.strictObject({
        key: z.string().meta({
          description: 'First day of the period (of a week: its Monday), the channel, or the id of the branch',
        }),
        name: z.string().nullable().meta({ description: 'Of a branch' }),
        ...sums,
      }),
    ),
    total: z.strictObject(sums),
  })
  .meta({ id: 'PeriodReport' });
