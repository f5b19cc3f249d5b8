import type { Tx } from '../../database/client.ts';
import { mapPage } from '../../database/pages.ts';
import {
  countCrm,
  type CrmFilter,
  type CrmRow,
  customersOfCrm,
  type FoundCustomer,
  tasksOfCrm,
} from '../../reports/crm.ts';
import { exportCrm, exportPeriods } from '../../reports/export.ts';
import { MEDIA } from '../../reports/files.ts';
import { HEADINGS } from '../../reports/headings.ts';
import { type PeriodFilter, type PeriodSum, sumsByPeriod } from '../../reports/periods.ts';
import { type Language, resultName, taskName } from '../../i18n/index.ts';
import { customerCode } from '../../schemas/codes.ts';
import { z } from 'zod';
import {
  CrmExportQuery,
  CrmReport,
  CrmReportCustomerPage,
  CrmReportFilter,
  CrmReportPageQuery,
  CrmReportTaskPage,
  PeriodExportQuery,
  PeriodReport,
  PeriodReportQuery,
} from '../../schemas/reports.ts';
import type { SignedIn } from '../access/user.ts';
import { reachOfCrmTasks } from '../access/visibility.ts';
import { Download, route } from '../route.ts';
import { colleaguesOf, toCrmTask } from './crm-tasks.ts';
import { reachOf } from './multipacks.ts';

const tag = 'reports';
const path = '/api/reports';

interface Asked {
  rows: CrmRow[];
  branchId?: string | undefined;
}

/** The filter, narrowed to what the user sees. Throws `branch_unknown` (422). */
export async function crmFilterOf(database: Tx, user: SignedIn, { rows, branchId }: Asked): Promise<CrmFilter> {
  const reach = reachOfCrmTasks(user, await colleaguesOf(database, user));
  return { ...reach, rows, ...(branchId === undefined ? {} : { branchId: reachOf(user, branchId) }) };
}

const toFoundCustomer = (language: Language) => (row: FoundCustomer) => ({
  customer: { id: row.id, code: customerCode(row.code), name: row.name },
  tasks: row.tasks,
  last: {
    id: row.lastId,
    name: taskName(language, row.typeCode) ?? row.typeName,
    result: row.result,
    resultName: resultName(language, row.result, row.channel),
    createdAt: row.lastAt.toISOString(),
  },
});

/** The period, narrowed to what the user sees. Throws `branch_unknown` (422). */
const periodFilterOf = (
  user: SignedIn,
  result: PeriodFilter['result'],
  { branchId, ...period }: Pick<PeriodFilter, 'from' | 'to' | 'by'> & { branchId?: string | undefined },
): PeriodFilter => ({
  ...period,
  result,
  branchId: reachOf(user, branchId),
});

const FILES = Object.values(MEDIA);
const SEPARATORS = { comma: ',', semicolon: ';' } as const;

/** One group per key, whatever the currencies in it. */
function toPeriodReport(by: PeriodFilter['by'], sums: PeriodSum[]) {
  const groups = new Map<string, ReturnType<typeof group>>();
  const group = ({ key, name }: Pick<PeriodSum, 'key' | 'name'>) => ({
    key,
    name,
    count: 0,
    amounts: [] as { amount: number; currency: string }[],
  });
  const add = (to: ReturnType<typeof group>, { count, amount, currency }: PeriodSum) => {
    to.count += count;
    if (currency === null) return;
    const same = to.amounts.find((each) => each.currency === currency);
    if (same) same.amount += Number(amount);
    else to.amounts.push({ amount: Number(amount), currency });
  };
  const all = group({ key: '', name: null });
  for (const sum of sums) {
    const into = groups.get(sum.key) ?? group(sum);
    groups.set(sum.key, into);
    add(into, sum);
    add(all, sum);
  }
  return { by, groups: [...groups.values()], total: { count: all.count, amounts: all.amounts } };
}

const PERIOD_REPORTS = [
  ['withdrawals', 'withdrawal', 'Withdrawals recorded'],
  ['renewals', 'automatic_renewal', 'Automatic renewals made, and for how much'],
  ['cancellations', 'automatic_renewal_cancellation', 'Cancellations of the automatic renewal recorded'],
] as const;

export const reportRoutes = [
  route({
    method: 'post',
    path: `${path}/crm`,
    tag,
    summary: 'How many CRM tasks a filter finds, and of how many customers',
    description: 'Rows are a union, the fields of a row an intersection. Writes nothing.',
    transaction: false,
    body: CrmReportFilter,
    answers: { 200: CrmReport },
    refusals: ['branch_unknown'],
    handle: async ({ database, user, body }) => countCrm(database, await crmFilterOf(database, user, body)),
  }),
  route({
    method: 'post',
    path: `${path}/crm/customers`,
    tag,
    summary: 'The customers behind the counts, who has the newest task first',
    transaction: false,
    query: CrmReportPageQuery,
    body: CrmReportFilter,
    answers: { 200: CrmReportCustomerPage },
    refusals: ['branch_unknown'],
    handle: async ({ database, user, language, query, body }) => {
      const filter = await crmFilterOf(database, user, body);
      return mapPage(await customersOfCrm(database, filter, query), toFoundCustomer(language));
    },
  }),
  route({
    method: 'post',
    path: `${path}/crm/tasks`,
    tag,
    summary: 'The CRM tasks behind the counts, the newest first',
    transaction: false,
    query: CrmReportPageQuery,
    body: CrmReportFilter,
    answers: { 200: CrmReportTaskPage },
    refusals: ['branch_unknown'],
    handle: async ({ database, user, language, query, body }) => {
      const filter = await crmFilterOf(database, user, body);
      return mapPage(await tasksOfCrm(database, filter, query), toCrmTask(language));
    },
  }),
  route({
    method: 'post',
    path: `${path}/crm/export`,
    tag,
    summary: 'All customers or all tasks of the report as a file',
    description:
      'In the language of the reader; instants in the zone of the reader’s branch. What would be a formula to a spreadsheet is text. `X-Total-Count` tells how many rows will come.',
    transaction: false,
    query: CrmExportQuery,
    body: CrmReportFilter,
    media: FILES,
    answers: { 200: z.string() },
    refusals: ['branch_unknown'],
    handle: async ({ database, user, language, query: { of, format, separator }, body }) => {
      const filter = await crmFilterOf(database, user, body);
      const options = { of, format, language, timeZone: user.timeZone, separator: SEPARATORS[separator] };
      const counts = await countCrm(database, filter);
      return new Download(
        `${HEADINGS[language].files[of]}.${format}`,
        (send) => exportCrm(database, filter, options, send),
        { 'Content-Type': MEDIA[format], 'X-Total-Count': String(counts[of]) },
      );
    },
  }),
  ...PERIOD_REPORTS.flatMap(([name, result, summary]) => [
    route({
      method: 'get',
      path: `${path}/${name}`,
      tag,
      summary: `${summary}, per period, channel or branch`,
      description:
        'Of multipacks of the customers a user sees, whoever recorded it; what was taken back since is counted. A period or channel without any is left out.',
      query: PeriodReportQuery,
      answers: { 200: PeriodReport },
      refusals: ['branch_unknown'],
      handle: async ({ database, user, query }) =>
        toPeriodReport(query.by, await sumsByPeriod(database, periodFilterOf(user, result, query))),
    }),
    route({
      method: 'get',
      path: `${path}/${name}/export`,
      tag,
      summary: `${summary}, as a file`,
      query: PeriodExportQuery,
      media: FILES,
      answers: { 200: z.string() },
      refusals: ['branch_unknown'],
      handle: async ({ database, user, language, query: { format, separator, ...query } }) => {
        const sums = await sumsByPeriod(database, periodFilterOf(user, result, query));
        const options = { format, language, timeZone: user.timeZone, separator: SEPARATORS[separator] };
        return new Download(
          `${HEADINGS[language].files[name]}.${format}`,
          (send) => exportPeriods(query.by, sums, name, options, send),
          { 'Content-Type': MEDIA[format] },
        );
      },
    }),
  ]),
];
