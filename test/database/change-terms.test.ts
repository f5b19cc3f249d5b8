import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { applyPlanToSold, type PlanField, previewPlanOnSold } from '../../src/database/multipacks/apply-plan.ts';
import { changeTerms, type TermChanges } from '../../src/database/multipacks/change-terms.ts';
import { advanceChain } from '../../src/database/multipacks/renew.ts';
import { cancelRenewal } from '../../src/database/multipacks/renewal-cancellation.ts';
import { sellMultipack } from '../../src/database/multipacks/sell.ts';
import { freezeMultipack, reactivateMultipack } from '../../src/database/multipacks/suspension.ts';
import { demandInvariants } from './invariants.ts';
import { ANNA, SYSTEM, type World, world } from './support.ts';

let w: World;
beforeAll(async () => {
  w = await world('2026-09-01T09:00:00Z');
});
afterAll(() => w.close());

const change = (id: string, changes: TermChanges) => w.change((act) => changeTerms(act, id, changes));
const advance = (chainId: string) => w.change((act) => advanceChain(act, chainId), SYSTEM);

async function onTheFirst(terms = {}) {
  w.clock.set('2026-09-01T09:00:00Z');
  return (await w.sold('2026-09-01', terms)).id;
}

describe('changing the terms of one multipack', () => {
  test('computes the deadline anew; a fixed price stays until the renewal and is the new one from there on', async () => {
    const id = await onTheFirst();
    const changed = await change(id, {
      notice: { amount: 1, unit: 'week' },
      renewalTerms: { price: { amount: 5990, currency: 'EUR' } },
    });
    expect(changed).toMatchObject({
      changed: ['notice', 'renewalTerms'],
      deadlineBefore: '2026-09-15',
      deadline: '2026-09-23',
    });
    w.clock.set('2026-09-24T09:00:00Z');
    const { renewed } = await advance(id);
    const rows = await w.database.multipack.findMany({ where: { chainId: id }, orderBy: { ordinal: 'asc' } });
    expect(rows).toMatchObject([
      { price: 4990n },
      { id: renewed!.successorId, price: 5990n, renewalPrice: null, noticeAmount: 1 },
    ]);
    await demandInvariants(w.database, id);
  });

  test('that changes nothing leaves no trace', async () => {
    const id = await onTheFirst();
    expect(
      await change(id, { notice: { amount: 15, unit: 'day' }, services: ['gym'], renewalTerms: null }),
    ).toMatchObject({
      changed: [],
    });
    expect(await w.database.crmTask.count({ where: { multipackId: id } })).toBe(0);
    expect((await w.database.multipack.findUniqueOrThrow({ where: { id } })).version).toBe(1);
  });

  test('gets nobody out of a renewal whose deadline is over, but by whoever may force that', async () => {
    const id = await onTheFirst();
    w.clock.set('2026-09-15T22:30:00Z');
    for (const changes of [
      { automaticRenewal: false, portalCancellation: false },
      { notice: { amount: 0, unit: 'day' as const } },
    ]) {
      const refused = w.change((act) => changeTerms(act, id, changes, { mayForce: false }));
      await expect(refused).rejects.toMatchObject({ code: 'permission_required', status: 403 });
    }
    expect(await change(id, { services: ['pool'] })).toMatchObject({ changed: ['services'] });
    w.clock.set('2026-09-16T09:00:00Z');
    expect((await advance(id)).renewed).not.toBeNull();
  });

  test('takes nobody’s right: neither a deadline ahead is put into the past nor a renewal switched on behind it', async () => {
    const id = await onTheFirst();
    w.clock.set('2026-09-10T09:00:00Z');
    await expect(change(id, { notice: { amount: 1, unit: 'month' } })).rejects.toMatchObject({
      code: 'deadline_would_pass',
      details: { deadline: '2026-08-30' },
    });
    await change(id, { automaticRenewal: false, portalCancellation: false });
    await expect(change(id, { automaticRenewal: true, notice: { amount: 1, unit: 'month' } })).rejects.toMatchObject({
      code: 'deadline_would_pass',
    });
    await change(id, { automaticRenewal: true });
    // The very day is not past.
    await change(id, { notice: { amount: 20, unit: 'day' } });
    // What is over already may move, and comes back to who gets more time.
    w.clock.set('2026-09-12T09:00:00Z');
    await change(id, { notice: { amount: 25, unit: 'day' } });
    expect((await change(id, { notice: { amount: 10, unit: 'day' } })).deadline).toBe('2026-09-20');
  });

  test('of a frozen one counts the days the freeze will give back', async () => {
    const id = await onTheFirst();
    w.clock.set('2026-09-05T09:00:00Z');
    await w.change((act) => freezeMultipack(act, id, { from: '2026-09-05' }));
    w.clock.set('2026-09-25T09:00:00Z');
    // As stored the deadline was the fifteenth; with twenty days of freeze it is 5 October, and with a month 19 September.
    await expect(change(id, { notice: { amount: 1, unit: 'month' } })).rejects.toMatchObject({
      code: 'deadline_would_pass',
    });
    expect(await change(id, { notice: { amount: 16, unit: 'day' } })).toMatchObject({ deadline: '2026-09-14' });
    await w.change((act) => reactivateMultipack(act, id));
    expect((await w.term(id)).deadline).toBe('2026-10-04');
  });

  test('is refused once it is renewed, cancelled for good or over', async () => {
    const id = await onTheFirst();
    w.clock.set('2026-09-16T09:00:00Z');
    const { renewed } = await advance(id);
    await expect(change(id, { services: [] })).rejects.toMatchObject({
      code: 'already_renewed',
      details: { successorId: renewed!.successorId, validFrom: '2026-10-01' },
    });
    await w.change((act) => cancelRenewal(act, id, new Date('2026-09-15T20:00:00Z')));
    await expect(change(renewed!.successorId, { services: [] })).rejects.toMatchObject({
      code: 'terms_not_changeable',
    });
    w.clock.set('2026-10-02T09:00:00Z');
    await expect(change(id, { services: [] })).rejects.toMatchObject({ code: 'terms_not_changeable' });
  });
});

describe('applying a plan to what was sold from it', () => {
  const apply = (planId: string, fields: PlanField[]) =>
    applyPlanToSold(w.database, { actor: ANNA, clock: w.clock }, planId, { fields });
  const preview = (planId: string, fields: PlanField[]) => previewPlanOnSold(w.database, w.clock, planId, { fields });

  /** A plan and `count` multipacks sold from it. */
  async function soldFrom(count: number, terms = {}) {
    w.clock.set('2026-09-01T09:00:00Z');
    const plan = await w.plan(terms);
    const customer = await w.customer();
    const ids: string[] = [];
    for (let i = 0; i < count; i += 1) {
      const sale = { customerId: customer.id, planId: plan.id, startOn: '2026-09-01' };
      ids.push((await w.change((act) => sellMultipack(act, sale))).multipack.id);
    }
    return { plan, ids };
  }

  test('in batches, each change traced and told once; a repeat changes nothing', async () => {
    const { plan, ids } = await soldFrom(250);
    await w.database.plan.update({ where: { id: plan.id }, data: { noticeAmount: 7 } });
    await w.database.outbox.deleteMany({});
    const foreseen = await preview(plan.id, ['notice']);
    expect(foreseen).toMatchObject({ examined: 250, changed: 250, unchanged: 0 });
    expect(foreseen.changes).toHaveLength(50);
    expect(await w.database.multipack.count({ where: { planId: plan.id, version: { gt: 1 } } })).toBe(0);
    expect(await apply(plan.id, ['notice'])).toEqual(foreseen);
    expect(await w.database.command.count({ where: { kind: 'apply_plan' } })).toBe(2);
    expect(await w.database.outbox.count()).toBe(250);
    const action = 'multipack.terms_changed';
    expect(await w.database.auditEvent.count({ where: { action, entityId: { in: ids } } })).toBe(250);
    const row = await w.database.multipack.findFirstOrThrow({ where: { planId: plan.id } });
    expect([row.noticeAmount, row.deadline.toISOString().slice(0, 10)]).toEqual([7, '2026-09-23']);
    expect(await apply(plan.id, ['notice'])).toMatchObject({ examined: 250, changed: 0, unchanged: 250, changes: [] });
    expect(await w.database.outbox.count()).toBe(250);
  }, 120_000);

  test('broken off it keeps whole batches, and goes on where it stopped', async () => {
    const { plan } = await soldFrom(250);
    await w.database.plan.update({ where: { id: plan.id }, data: { noticeAmount: 9 } });
    const last = await w.database.multipack.findFirstOrThrow({
      where: { planId: plan.id },
      orderBy: { chainId: 'desc' },
    });
    // The second batch meets something that PostgreSQL refuses.
    await w.database.$executeRawUnsafe(
      `ALTER TABLE multipack ADD CONSTRAINT in_the_way CHECK (id <> '${last.id}' OR notice_amount <> 9)`,
    );
    await expect(apply(plan.id, ['notice'])).rejects.toThrow(/in_the_way/);
    expect(await w.database.multipack.count({ where: { planId: plan.id, noticeAmount: 9 } })).toBe(200);
    await w.database.$executeRawUnsafe('ALTER TABLE multipack DROP CONSTRAINT in_the_way');
    expect(await apply(plan.id, ['notice'])).toMatchObject({ changed: 50, unchanged: 200 });
  }, 120_000);

  test('a plan without a notice of its own gives the company’s default of today', async () => {
    const { plan, ids } = await soldFrom(1);
    await w.database.plan.update({ where: { id: plan.id }, data: { noticeAmount: null, noticeUnit: null } });
    await w.database.company.update({ where: { id: 1 }, data: { defaultNoticeAmount: 3 } });
    expect(await apply(plan.id, ['notice'])).toMatchObject({ changed: 1 });
    expect((await w.term(ids[0]!)).deadline).toBe('2026-09-27');
  });

  test('touches the last term of a chain only, and what it would harm is left alone with the reason', async () => {
    const { plan, ids } = await soldFrom(4);
    const [renewing, cancelled, frozen, over] = ids as [string, string, string, string];
    await w.change((act) => cancelRenewal(act, cancelled));
    await w.change((act) => freezeMultipack(act, frozen, { from: '2026-09-05', until: '2026-10-05' }));
    await w.database.multipack.update({
      where: { id: over },
      data: { automaticRenewal: false, portalCancellation: false },
    });
    w.clock.set('2026-09-16T09:00:00Z');
    const { renewed } = await advance(renewing);
    await w.database.plan.update({ where: { id: plan.id }, data: { noticeAmount: 40 } });
    const { examined, changed, skipped, changes } = await apply(plan.id, ['notice']);
    // The renewed term runs from 1 to 31 October: 40 days of notice put its deadline to 21 September, still ahead.
    expect({ examined, changed }).toEqual({ examined: 4, changed: 2 });
    expect(skipped).toEqual({ renewal_cancelled: 1, not_renewing: 1, deadline_would_pass: 0, invalid_terms: 0 });
    expect(changes.map(({ multipackId }) => multipackId).sort()).toEqual([renewed!.successorId, frozen].sort());
    expect((await w.term(renewing)).deadline).toBe('2026-09-15');
    await w.database.plan.update({ where: { id: plan.id }, data: { noticeAmount: 60 } });
    expect((await apply(plan.id, ['notice'])).skipped.deadline_would_pass).toBe(2);
  });

  test('renewal terms that a chain has taken on already are not set for ever anew', async () => {
    const { plan, ids } = await soldFrom(1);
    await w.database.plan.update({ where: { id: plan.id }, data: { renewalPrice: 5500n } });
    expect(await apply(plan.id, ['renewalTerms'])).toMatchObject({ changed: 1 });
    w.clock.set('2026-09-16T09:00:00Z');
    await advance(ids[0]!);
    expect(await apply(plan.id, ['renewalTerms'])).toMatchObject({ changed: 0, unchanged: 1 });
    await w.database.plan.update({ where: { id: plan.id }, data: { renewalPrice: 6000n } });
    expect(await apply(plan.id, ['renewalTerms'])).toMatchObject({ changed: 1 });
  });

  test('refuses a plan there is not', async () => {
    const none = '00000000-0000-7000-8000-000000000000';
    await expect(apply(none, ['notice'])).rejects.toMatchObject({ code: 'plan_not_found', status: 404 });
  });
});
