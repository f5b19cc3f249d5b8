import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { Refusal } from '../../src/database/act.ts';
import { type ActFields, decideCommand, kindOfAct } from '../../src/database/cancellation-requests/decide.ts';
import { openRequest } from '../../src/database/cancellation-requests/open.ts';
import { findCommand, queueCommand } from '../../src/database/commands.ts';
import { changeTerms, type TermChanges } from '../../src/database/multipacks/change-terms.ts';
import { changePlan } from '../../src/database/multipacks/change-plan.ts';
import { changeDueDay } from '../../src/database/multipacks/due-day.ts';
import { changePaymentProfile } from '../../src/database/multipacks/payment-profile.ts';
import { advanceChain } from '../../src/database/multipacks/renew.ts';
import {
  cancelRenewal,
  enableRenewal,
  forceCancelRenewal,
} from '../../src/database/multipacks/renewal-cancellation.ts';
import { withdrawMultipacks } from '../../src/database/multipacks/withdrawal.ts';
import { blockMultipack, freezeMultipack, reactivateMultipack } from '../../src/database/multipacks/suspension.ts';
import {
  creditReceivable,
  handToBank,
  payReceivable,
  refundReceivable,
  returnDebit,
} from '../../src/database/receivables.ts';
import { addDays, type LocalDate } from '../../src/domain/dates.ts';
import { DomainError } from '../../src/domain/errors.ts';
import type { PlanTerms } from '../../src/domain/terms.ts';
import { InvalidInput } from '../../src/schemas/invalid-input.ts';
import { demandInvariants } from './invariants.ts';
import { ANNA, SYSTEM, type World, world, YEARLY } from './support.ts';

// Whatever the front office does to a chain and in whatever order: it is done whole with its traces, or refused whole.

let w: World;
let taskTypeId: string;
let reasonId: string;
let classificationId: string;
/** To change to. */
let planIds: string[];
beforeAll(async () => {
  w = await world('2026-01-31T09:00:00Z');
  const type = { name: 'recesso', classification: 'withdrawal', createdAt: w.clock.now() } as const;
  planIds = await Promise.all(
    TERMS.map(async (terms) => (await w.plan({ ...terms, price: { amount: 7_777, currency: 'EUR' } })).id),
  );
  const createdAt = w.clock.now();
  reasonId = (await w.database.cancellationReason.create({ data: { title: 'Trasloco', createdAt } })).id;
  classificationId = (await w.database.reversalClassification.create({ data: { title: 'Sconto', createdAt } })).id;
  await w.database.user.create({
    data: {
      ...{ id: ANNA.id!, name: ANNA.name, email: 'anna@example.com', branchId: w.branch.id },
      ...{ accessLevel: 4, language: 'it', createdAt },
    },
  });
  taskTypeId = (await w.database.taskType.create({ data: type })).id;
});
afterAll(() => w.close());

const TERMS: Partial<PlanTerms>[] = [
  {},
  { notice: { amount: 0, unit: 'day' } },
  { notice: { amount: 2, unit: 'month' } },
  { ...YEARLY, duration: { amount: 10, unit: 'month' }, notice: { amount: 1, unit: 'month' } },
  {
    payment: { kind: 'single' },
    duration: { amount: 10, unit: 'day' },
    notice: { amount: 3, unit: 'day' },
    renewalTerms: { price: { amount: 1234, currency: 'EUR' }, duration: { amount: 2, unit: 'week' } },
  },
];

const CHANGES: TermChanges[] = [
  { notice: { amount: 1, unit: 'week' } },
  { notice: { amount: 1, unit: 'month' } },
  { automaticRenewal: false, portalCancellation: false },
  { automaticRenewal: true },
  { services: ['gym', 'pool'], paymentMethod: 'card' },
  { renewalTerms: { price: { amount: 999, currency: 'EUR' } } },
];

type Step =
  | { do: 'wait'; days: number }
  | { do: 'renew' | 'cancel' | 'enable' | 'force' | 'block'; term: number }
  | { do: 'freeze'; term: number; from: number; days: number | null }
  | { do: 'reactivate'; term: number; on: number | null }
  | { do: 'pay'; term: number; part: boolean; method: 'cash' | 'sepa' | 'credit' }
  | { do: 'bank' | 'return' | 'refund' | 'credit'; term: number; part: boolean }
  | { do: 'withdraw'; term: number; on: number; extraordinary: boolean }
  | { do: 'change'; term: number; which: number }
  | { do: 'due'; term: number; day: number }
  | { do: 'profile'; term: number; method: 'cash' | 'sepa' }
  | { do: 'plan'; term: number; which: number; when: 'now' | 'renewal' }
  | { do: 'open'; term: number; days: number }
  | { do: 'end'; term: number; on: number }
  | { do: 'keep'; term: number };

const term = fc.integer({ min: 0, max: 3 });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('due' as const), term, day: fc.integer({ min: 1, max: 31 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('profile' as const),
      term,
      method: fc.constantFrom('cash' as const, 'sepa'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('plan' as const),
      term,
      which: fc.nat({ max: 4 }),
      when: fc.constantFrom('now' as const, 'renewal'),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('open' as const), term, days: fc.integer({ min: 1, max: 60 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('end' as const), term, on: fc.integer({ min: -1, max: 15 }) }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('keep' as const), term }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('wait' as const), days: fc.integer({ min: 1, max: 40 }) }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('renew' as const), term }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('force' as const, 'block'), term }) },
  { weight: 8, arbitrary: fc.record({ do: fc.constantFrom('cancel' as const, 'enable'), term }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('freeze' as const),
      term,
      from: fc.integer({ min: -3, max: 15 }),
      days: fc.option(fc.integer({ min: 1, max: 30 })),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('reactivate' as const),
      term,
      on: fc.option(fc.integer({ min: 0, max: 10 })),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('pay' as const),
      term,
      part: fc.boolean(),
      method: fc.constantFrom('cash' as const, 'sepa', 'credit'),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom('bank' as const, 'return', 'refund', 'credit'),
      term,
      part: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('withdraw' as const),
      term,
      on: fc.integer({ min: -8, max: 20 }),
      extraordinary: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('change' as const), term, which: fc.nat({ max: CHANGES.length - 1 }) }),
  },
);

const ONE = { amount: 1, currency: 'EUR' };

/** How often each step was carried out and refused, so that the test cannot pass by refusing all. */
const outcomes = new Map<string, number>();

async function carryOut(chainId: string, now: { today: LocalDate }, each: Step): Promise<void> {
  if (each.do === 'wait') {
    now.today = addDays(now.today, each.days);
    w.clock.set(`${now.today}T09:00:00Z`);
    return;
  }
  const rows = await w.database.multipack.findMany({ where: { chainId }, orderBy: { ordinal: 'desc' }, take: 4 });
  const row = rows[each.term % rows.length]!;
  const at = (days: number) => addDays(now.today, days);
  if (each.do === 'end') return conclude(chainId, { act: 'cancel', fields: { lastDay: at(each.on), details: '' } });
  if (each.do === 'keep') {
    return conclude(chainId, { act: 'revert', fields: { title: 'Resta', classificationId, details: '' } });
  }
  await w.change(
    async (act) => {
      switch (each.do) {
        case 'renew':
          return advanceChain(act, chainId);
        case 'cancel':
          return cancelRenewal(act, row.id);
        case 'enable':
          return enableRenewal(act, row.id);
        case 'force':
          return forceCancelRenewal(act, row.id, { reason: 'moved', receivedOn: now.today });
        case 'block':
          return blockMultipack(act, row.id, { reason: 'arrears' });
        case 'freeze': {
          const until = each.days === null ? null : at(each.from + each.days - 1);
          return freezeMultipack(act, row.id, { from: at(each.from), until });
        }
        case 'reactivate':
          return reactivateMultipack(act, row.id, { on: each.on === null ? undefined : at(each.on) });
        case 'change':
          return changeTerms(act, row.id, CHANGES[each.which]!);
        case 'due':
          return changeDueDay(act, row.id, each.day);
        case 'profile':
          return changePaymentProfile(act, row.id, each.method);
        case 'open': {
          const asked = { multipackId: row.id, title: 'Disdetta', reasonId, details: '' };
          return openRequest(act, {}, { ...asked, profileId: await profileOf(each.days) });
        }
        case 'plan':
          return changePlan(act, row.id, { planId: planIds[each.which]!, when: each.when });
        case 'pay': {
          const owed = await act.tx.receivable.findFirst({
            where: { multipackId: row.id, state: 'open', amount: { gt: 1 } },
            orderBy: { number: 'asc' },
          });
          const amount = each.part ? ONE : undefined;
          return owed && payReceivable(act, {}, owed.id, { amount, method: each.method });
        }
        case 'bank': {
          const owed = await act.tx.receivable.findFirst({ where: { multipackId: row.id, state: 'open' } });
          return owed && handToBank(act, {}, owed.id);
        }
        case 'return':
        case 'refund':
        case 'credit': {
          const paid = await act.tx.receivable.findFirst({
            where: { multipackId: row.id, OR: [{ paidAmount: { gt: 0 } }, { atBankAt: { not: null } }] },
            orderBy: { number: each.part ? 'asc' : 'desc' },
          });
          if (!paid) return null;
          const amount = each.part ? ONE : undefined;
          if (each.do === 'return') return returnDebit(act, {}, paid.id, {});
          return each.do === 'refund'
            ? refundReceivable(act, {}, paid.id, { amount, method: 'transfer' })
            : creditReceivable(act, {}, paid.id, { amount });
        }
        case 'withdraw': {
          const reason = each.extraordinary ? ('illness' as const) : undefined;
          const asked = { taskTypeId, lastDay: at(each.on), multipackIds: [row.id], notes: '', reason };
          return withdrawMultipacks(act, row.customerId, asked, {});
        }
      }
    },
    each.do === 'renew' ? SYSTEM : undefined,
  );
}

/** Claims and concludes the request in progress as its workflow would. */
async function conclude(
  chainId: string,
  { act, fields }: { act: 'cancel'; fields: ActFields['cancel'] } | { act: 'revert'; fields: ActFields['revert'] },
): Promise<void> {
  const { database, clock } = w;
  const request = await database.cancellationRequest.findFirst({
    where: { concludedAt: null, multipack: { chainId } },
  });
  if (!request) throw new Refusal(404, 'request_not_found');
  for (const command of [
    { act: 'analyse', fields: {} },
    { act, fields: { ...fields } },
  ] as const) {
    const payload = { ...command, requestId: request.id };
    const asked = { id: randomUUID(), kind: kindOfAct(command.act), actor: ANNA, receivedAt: clock.now(), payload };
    const { id } = await queueCommand(database, asked);
    await decideCommand(database, clock, id);
    const { state, refusal } = (await findCommand(database, id))!;
    // Claimed already is as good as claimed now.
    if (state === 'refused' && refusal !== 'request_claimed') throw new Refusal(409, refusal!);
  }
}

async function profileOf(days: number): Promise<string> {
  const title = `${days} days`;
  const profile = { title, unit: 'day', period: days, days, createdAt: w.clock.now() } as const;
  return (await w.database.cancellationProfile.upsert({ where: { title }, create: profile, update: {} })).id;
}

const refusedAsKnown = (error: unknown) =>
  error instanceof Refusal || error instanceof InvalidInput || error instanceof DomainError;

test('after 100 random histories of chains every guarantee of the database holds, at every step', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...TERMS),
      fc.integer({ min: -20, max: 5 }),
      fc.array(step, { minLength: 4, maxLength: 14 }),
      async (terms, start, steps) => {
        const now = { today: '2026-01-31' };
        w.clock.set(`${now.today}T09:00:00Z`);
        const { id } = await w.sold(addDays(now.today, start), terms);
        for (const each of steps) {
          const before = await w.database.multipack.findMany({ where: { chainId: id }, orderBy: { ordinal: 'asc' } });
          try {
            await carryOut(id, now, each);
            outcomes.set(`${each.do} done`, (outcomes.get(`${each.do} done`) ?? 0) + 1);
          } catch (error) {
            if (!refusedAsKnown(error)) throw error;
            outcomes.set(`${each.do} refused`, (outcomes.get(`${each.do} refused`) ?? 0) + 1);
            const after = await w.database.multipack.findMany({ where: { chainId: id }, orderBy: { ordinal: 'asc' } });
            expect(after).toEqual(before);
          }
        }
        await demandInvariants(w.database, id);
      },
    ),
    { numRuns: 100, seed: 20_260_131, endOnFailure: false },
  );
  await demandInvariants(w.database);
  for (const kind of [
    'renew',
    'cancel',
    'enable',
    'force',
    'block',
    'freeze',
    'reactivate',
    'change',
    'withdraw',
    'due',
    'profile',
    'plan',
    'open',
    'end',
    'keep',
  ]) {
    expect([kind, (outcomes.get(`${kind} done`) ?? 0) > 2]).toEqual([kind, true]);
  }
}, 300_000);
