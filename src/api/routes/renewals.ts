import type { Database } from '../../database/client.ts';
import { forecast, type ForecastDay, forecastDay, renewedByDay } from '../../database/multipacks/forecast.ts';
import { type JournalEntry, listRenewals } from '../../database/multipacks/journal.ts';
import { listWaiting, nightResult } from '../../database/multipacks/nights.ts';
import { mapPage } from '../../database/pages.ts';
import { readSettings } from '../../database/settings.ts';
import { termsOfPlan } from '../../database/terms-columns.ts';
import { previewTerms } from '../../domain/renewal.ts';
import { checkTerms, type PlanTerms } from '../../domain/terms.ts';
import { Refusal } from '../../database/act.ts';
import { multipackCode } from '../../schemas/codes.ts';
import { InvalidInput } from '../../schemas/invalid-input.ts';
import {
  Forecast,
  ForecastDayQuery,
  ForecastPage,
  ForecastQuery,
  NightQuery,
  NightResult,
  PreviewedTerms,
  RenewalPage,
  RenewalPreview,
  RenewalQuery,
  WaitingPage,
  WaitingQuery,
} from '../../schemas/multipacks.ts';
import { route } from '../route.ts';
import { reachOf } from './multipacks.ts';

const tag = 'renewals';
const path = '/api/renewals';

const money = (amount: bigint, currency: string) => ({ amount: Number(amount), currency });

const toRenewal = (entry: JournalEntry) => ({
  id: String(entry.id),
  at: entry.at.toISOString(),
  outcome: entry.outcome,
  reason: entry.reason,
  multipackId: entry.multipackId,
  code: multipackCode(entry.code),
  name: entry.name,
  customerId: entry.customerId,
  customerName: entry.customerName,
  branchId: entry.branchId,
  successor:
    entry.successorId === null
      ? null
      : {
          id: entry.successorId,
          code: multipackCode(entry.successorCode),
          validFrom: entry.validFrom,
          validTo: entry.validTo,
          price: money(entry.price, entry.currency),
          removed: entry.removed,
        },
});

/** Days as they are, and summed by currency. */
function toForecast(days: ForecastDay[]) {
  const totals = new Map<string, { count: number; amount: bigint }>();
  for (const { currency, count, amount } of days) {
    const sum = totals.get(currency) ?? { count: 0, amount: 0n };
    totals.set(currency, { count: sum.count + count, amount: sum.amount + amount });
  }
  return {
    days: days.map(({ day, count, amount, currency }) => ({ day, count, amount: money(amount, currency) })),
    totals: [...totals].map(([currency, { count, amount }]) => ({ count, amount: money(amount, currency) })),
  };
}

type Asked = {
  planId?: string | undefined;
  terms?:
    | (Partial<Omit<PlanTerms, 'notice'>> &
        Pick<PlanTerms, 'price' | 'duration' | 'payment' | 'automaticRenewal'> & {
          notice?: PlanTerms['notice'] | null | undefined;
        })
    | undefined;
};

/** The plan's terms, or the given ones with what a plan is where nothing is said. */
async function termsAsked(database: Database, { planId, terms }: Asked): Promise<PlanTerms> {
  const { defaultNotice } = await readSettings(database);
  if (planId !== undefined) {
    const plan = await database.plan.findUnique({ where: { id: planId } });
    if (!plan) throw new Refusal(404, 'plan_not_found');
    return { ...termsOfPlan(plan, defaultNotice), hasPriceList: plan.hasPriceList };
  }
  const given = {
    name: '-',
    oneOffFee: null,
    paymentMethod: 'cash' as const,
    services: [],
    hasPriceList: false,
    portalCancellation: false,
    portalRenewal: false,
    renewalTerms: null,
    ...terms!,
    notice: terms!.notice ?? defaultNotice,
  };
  const issues = checkTerms(given);
  if (issues.length > 0) throw new InvalidInput(issues.map((issue) => ({ ...issue, path: `terms.${issue.path}` })));
  return given;
}

export const renewalRoutes = [
  route({
    method: 'get',
    path,
    tag,
    summary: 'Renewals made and renewals that failed, latest first',
    query: RenewalQuery,
    answers: { 200: RenewalPage },
    refusals: ['branch_unknown'],
    handle: async ({ database, user, query: { limit, cursor, branchId, ...filter } }) => {
      const reach = { ...filter, branchId: reachOf(user, branchId) };
      return mapPage(await listRenewals(database, reach, { limit, cursor }), toRenewal);
    },
  }),
  route({
    method: 'get',
    path: `${path}/night`,
    tag,
    summary: 'What one night did, and what is left of it',
    query: NightQuery,
    answers: { 200: NightResult },
    refusals: ['branch_unknown'],
    handle: async ({ database, user, query: { day, branchId }, deps: { clock, config } }) => {
      const reach = { branchId: reachOf(user, branchId) };
      const { renewed, ...counts } = await nightResult(database, {
        day,
        now: clock.now(),
        reach,
        testClock: config.testClock,
      });
      const amounts = renewed.map(({ amount, currency }) => money(amount, currency));
      const count = renewed.reduce((sum, each) => sum + each.count, 0);
      return { day, ...counts, renewed: { count, amounts } };
    },
  }),
  route({
    method: 'get',
    path: `${path}/waiting`,
    tag,
    summary: 'Renewals whose night is over and that were not made, oldest first',
    query: WaitingQuery,
    answers: { 200: WaitingPage },
    refusals: ['branch_unknown'],
    handle: async ({ database, user, query: { branchId, ...request }, deps: { clock, config } }) => {
      const reach = { branchId: reachOf(user, branchId) };
      const found = await listWaiting(database, { now: clock.now(), reach, testClock: config.testClock, ...request });
      return mapPage(found, ({ id, code, amount, currency, failedAt, reason, ...waiting }) => ({
        ...waiting,
        multipackId: id,
        code: multipackCode(code),
        amount: money(amount, currency),
        lastFailure: failedAt && { at: failedAt.toISOString(), reason: reason ?? '' },
      }));
    },
  }),
  route({
    method: 'post',
    path: `${path}/preview`,
    tag,
    summary: 'Periods, deadlines, renewal nights and receivables of a sale, if nobody cancels',
    description: 'Of a plan, or of terms that are no plan yet. Writes nothing.',
    transaction: false,
    body: RenewalPreview,
    answers: { 200: PreviewedTerms },
    refusals: ['plan_not_found'],
    handle: async ({ database, user, body }) => {
      const timeZone = body.timeZone ?? user.timeZone;
      const terms = await termsAsked(database, body);
      const { nightWindow } = await readSettings(database);
      const previews = previewTerms(terms, body.startOn, body.count ?? 12, { zone: timeZone, window: nightWindow });
      return {
        timeZone,
        terms: previews.map(({ ordinal, period, anchorDay, deadline, night, price, receivables }) => ({
          ordinal,
          ...period,
          anchorDay,
          deadline,
          night: terms.automaticRenewal
            ? { opens: night.opens.toISOString(), closes: night.closes.toISOString() }
            : null,
          price,
          receivables,
        })),
      };
    },
  }),
  route({
    method: 'get',
    path: `${path}/forecast`,
    tag,
    summary: 'What will renew and for how much, per day, if nobody cancels',
    query: ForecastQuery,
    answers: { 200: Forecast },
    refusals: ['branch_unknown', 'forecast_range'],
    handle: async ({ database, user, query: { from, to, branchId }, deps: { clock } }) => {
      const reach = { branchId: reachOf(user, branchId) };
      const days = await database.$transaction((tx) => forecast(tx, { from, to, now: clock.now(), reach }), {
        timeout: 60_000,
      });
      return toForecast(days);
    },
  }),
  route({
    method: 'get',
    path: `${path}/forecast/day`,
    tag,
    summary: 'The renewals behind one day of the forecast',
    query: ForecastDayQuery,
    answers: { 200: ForecastPage },
    refusals: ['branch_unknown', 'forecast_range'],
    handle: async ({ database, user, query: { day, branchId, limit, cursor }, deps: { clock } }) => {
      const reach = { branchId: reachOf(user, branchId) };
      const found = await forecastDay(database, { day, now: clock.now(), reach, after: cursor ?? null, limit });
      return mapPage(found, ({ code, amount, currency, ...item }) => ({
        ...item,
        code: multipackCode(code),
        amount: money(amount, currency),
      }));
    },
  }),
  route({
    method: 'get',
    path: `${path}/made`,
    tag,
    summary: 'What was renewed and for how much, per day',
    description: 'As the forecast foretells what will be; what was taken back since is counted.',
    query: ForecastQuery,
    answers: { 200: Forecast },
    refusals: ['branch_unknown', 'forecast_range'],
    handle: async ({ database, user, query: { from, to, branchId }, deps: { clock } }) => {
      const reach = { branchId: reachOf(user, branchId) };
      return toForecast(await renewedByDay(database, { from, to, now: clock.now(), reach }));
    },
  }),
];
