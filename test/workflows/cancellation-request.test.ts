import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from '@temporalio/worker';
import { decideCommand } from '../../src/database/cancellation-requests/decide.ts';
import { withdrawCommand } from '../../src/database/commands.ts';
import { setCustomerClock } from '../../src/database/customer-clock.ts';
import { fromColumn } from '../../src/database/local-date.ts';
import { tellOverdueRequests } from '../../src/database/outbox.ts';
import type { ProfileUnit } from '../../src/database/generated/enums.ts';
import { daysOfProfile } from '../../src/domain/sla.ts';
import { demandInvariants } from '../database/invariants.ts';
import {
  addOperator,
  currentDetails,
  eventually,
  type House,
  leap,
  moveClock,
  openHouse,
  periodsOf,
  sell,
  termsOf,
  todaysBundle,
  untilIdle,
} from '../support/chains.ts';
import {
  decideBy,
  handleOf,
  historyOf,
  type Opened,
  opened,
  openFor,
  queue,
  requestOf,
  type Settings,
  settingsOf,
  untilEnded,
} from '../support/requests.ts';

let house: House;
let settings: Settings;
let worker: { stop(): Promise<void> };

beforeAll(async () => {
  house = await openHouse();
  settings = await settingsOf(house);
  worker = await house.startWorker();
});

afterAll(async () => {
  await worker?.stop();
  // Whatever the tests did: what must never be found is not there.
  await demandInvariants(house.database, undefined, { isDelivered: true });
  await house?.close();
});

/** Valid from 3 March to 2 April 2027, deadline 1 April; the request opened on 10 March, its limit ten days later. */
const SALE = { at: '2027-03-10T09:00:00Z', startOn: '2027-03-03' };
const LIMIT = '2027-03-20T09:00:00.000Z';

const untilWaiting = (requestId: string) => untilIdle(house, { handle: handleOf(house, requestId) });

async function open(sale: Parameters<typeof opened>[1] = SALE, profileId?: string): Promise<Opened> {
  const request = await opened(house, sale, settings, profileId);
  await untilWaiting(request.requestId);
  return request;
}

const say = ({ requestId, operatorId }: Opened, text: string) =>
  decideBy(house, operatorId, requestId, 'comment', { text });
const claim = ({ requestId, operatorId }: Opened) => decideBy(house, operatorId, requestId, 'analyse', {});
const revert = ({ requestId, operatorId }: Opened) =>
  decideBy(house, operatorId, requestId, 'revert', {
    title: 'Stays',
    classificationId: settings.classificationId,
    details: '',
  });
const cancel = ({ requestId, operatorId }: Opened, lastDay: string) =>
  decideBy(house, operatorId, requestId, 'cancel', { lastDay, details: '' });

/** Addresses that were told, by what. */
async function alertsOf({ request }: Opened): Promise<string[]> {
  const mails = await house.database.mail.findMany({
    where: { uniqueKey: { contains: request.id } },
    orderBy: { id: 'asc' },
  });
  return mails.map(({ kind, to }) => `${kind} ${to}`);
}

const emailOf = async (id: string) => (await house.database.user.findUniqueOrThrow({ where: { id } })).email;

async function attributesOf(requestId: string) {
  const { typedSearchAttributes } = await handleOf(house, requestId).describe();
  return Object.fromEntries(typedSearchAttributes.getAll().map(({ key, value }) => [key.name, value]));
}

describe('a request on the way to its conclusion', () => {
  test('waits, is claimed and cancelled by updates, and ends its multipack and its workflow', async () => {
    const request = await open();
    const { requestId, operatorId, chainId, customerId, branchId } = request;
    expect(await currentDetails(handleOf(house, requestId))).toContain('Pending');
    expect(await attributesOf(requestId)).toMatchObject({
      RequestState: 'pending',
      SlaState: 'onTrack',
      SlaDueAt: request.request.limitAt,
      BranchId: branchId,
      CustomerId: customerId,
      MultipackId: chainId,
    });
    expect(await claim(request)).toMatchObject({ state: 'applied' });
    await untilWaiting(requestId);
    expect(await currentDetails(handleOf(house, requestId))).toContain(`In analysis** by ${operatorId}`);
    expect(await cancel(request, '2027-03-20')).toMatchObject({ state: 'applied' });
    await untilEnded(house, requestId);
    expect(await attributesOf(requestId)).toMatchObject({ RequestState: 'cancelled', SlaState: 'met' });
    expect(await requestOf(house, requestId)).toMatchObject({ state: 'cancelled', concludedBy: operatorId });
    expect(await historyOf(house, requestId)).toEqual(['opened', 'claimed', 'cancelled']);
    const [term] = await termsOf(house, chainId);
    expect(fromColumn(term!.cancelledOn!)).toBe('2027-03-20');
    expect(term!.crmTasks.map(({ result }) => result)).toEqual([
      'cancellation_request_opened',
      'cancellation_request_cancelled',
    ]);
    // Its history names nobody and says nothing.
    const { events } = await handleOf(house, requestId).fetchHistory();
    expect(
      JSON.stringify(events, (_, value) =>
        value instanceof Uint8Array ? Buffer.from(value).toString() : (value as unknown),
      ),
    ).not.toMatch(/Olga|Leaving|Moves away|Pilar/);
  });

  test('an act on one that is concluded is refused, also when its workflow has ended', async () => {
    const request = await open();
    await claim(request);
    await revert(request);
    await untilEnded(house, request.requestId);
    expect(await say(request, 'Late')).toMatchObject({ state: 'refused', refusal: 'request_concluded' });
    await untilEnded(house, request.requestId);
    expect(await historyOf(house, request.requestId)).toEqual(['opened', 'claimed', 'reverted']);
  });

  test('a request whose workflow was never started is decided all the same, and then waits', async () => {
    await worker.stop();
    const request = await opened(house, SALE, settings);
    await house.database.outbox.deleteMany({ where: { key: request.requestId } });
    worker = await house.startWorker();
    expect(await claim(request)).toMatchObject({ state: 'applied' });
    expect((await handleOf(house, request.requestId).describe()).status.name).toBe('RUNNING');
  });
});

describe('the limit', () => {
  async function profileOf(unit: ProfileUnit, period: number): Promise<string> {
    const days = daysOfProfile(unit, period);
    const { id } = await house.database.cancellationProfile.create({
      data: { title: `${unit} ${period} ${Date.now()}`, unit, period, days, createdAt: new Date() },
    });
    return id;
  }

  // Created at 10:00 in Madrid, which has summer time from 28 March: then 10:00 is 08:00 UTC.
  test.each<[ProfileUnit, number, string, string]>([
    ['day', 2, '2027-03-11T23:24:00.000Z', '2027-03-12T09:00:00.000Z'],
    ['week', 2, '2027-03-21T13:48:00.000Z', '2027-03-24T09:00:00.000Z'],
    ['month', 2, '2027-04-27T08:12:00.000Z', '2027-05-09T08:00:00.000Z'],
  ])(
    '%s, period %i, unclaimed: at risk at %s and breached at %s, once each, told to levels 1 and 2 of the branch; it stays open',
    async (unit, period, risk, limit) => {
      const request = await open({ ...SALE, plan: { durationAmount: 6 } }, await profileOf(unit, period));
      const { requestId, branchId } = request;
      const { riskAt, limitAt, createdAt } = await requestOf(house, requestId);
      // The test clock starts a moment late.
      const late = createdAt.getTime() - Date.parse(SALE.at);
      const around = (instant: string, seconds: number) =>
        new Date(Date.parse(instant) + late + seconds * 1000).toISOString();
      expect([riskAt.toISOString(), limitAt.toISOString()]).toEqual([
        expect.stringContaining(around(risk, 0).slice(0, 18)),
        around(limit, 0),
      ]);
      await addOperator(house, branchId, 1);
      await addOperator(house, branchId, 2);
      const bosses = await house.database.user.findMany({
        where: { branchId, accessLevel: { lte: 2 } },
        orderBy: { id: 'asc' },
      });
      const told = (kind: string) => bosses.map(({ email }) => `${kind} ${email}`);

      await moveClock(house, request, around(risk, -20));
      expect(await historyOf(house, requestId)).toEqual(['opened']);
      await moveClock(house, request, around(risk, 20));
      expect(await historyOf(house, requestId)).toEqual(['opened', 'at_risk']);
      expect(await alertsOf(request)).toEqual(told('request_at_risk'));
      await moveClock(house, request, around(limit, -20));
      expect(await historyOf(house, requestId)).toEqual(['opened', 'at_risk']);
      await moveClock(house, request, around(limit, 20));
      await untilWaiting(requestId);
      expect(await historyOf(house, requestId)).toEqual(['opened', 'at_risk', 'breached']);
      expect(await alertsOf(request)).toEqual([...told('request_at_risk'), ...told('request_breached')]);
      expect(await requestOf(house, requestId)).toMatchObject({ state: 'pending', concludedAt: null });
      expect(await attributesOf(requestId)).toMatchObject({ SlaState: 'breached', RequestState: 'pending' });
      // Told again and looked for by the sweep: nothing happens twice.
      await tellOverdueRequests(house.database, new Date('2030-01-01T00:00:00Z'));
      await handleOf(house, requestId).signal('requestChanged');
      await untilWaiting(requestId);
      expect(await historyOf(house, requestId)).toEqual(['opened', 'at_risk', 'breached']);
    },
  );

  test('claimed, its operator alone is told; concluded after it, it stays breached', async () => {
    const request = await open();
    await claim(request);
    await moveClock(house, request, '2027-03-20T09:00:30Z');
    const email = await emailOf(request.operatorId);
    expect(await alertsOf(request)).toEqual([`request_at_risk ${email}`, `request_breached ${email}`]);
    await revert(request);
    await untilEnded(house, request.requestId);
    expect(await attributesOf(request.requestId)).toMatchObject({ SlaState: 'breached', RequestState: 'reverted' });
  });

  test('received a second before it and carried out after it, a conclusion has met it, and nobody is alarmed', async () => {
    const request = await open();
    const { requestId, operatorId, customerId } = request;
    await claim(request);
    await moveClock(house, request, '2027-03-20T08:59:00Z');
    const { id } = await queue(house, operatorId, requestId, 'revert', {
      title: 'Stays',
      classificationId: settings.classificationId,
      details: '',
    });
    const receivedAt = new Date(Date.parse(LIMIT) - 1_000);
    await house.database.$executeRaw`UPDATE command SET received_at = ${receivedAt} WHERE id = ${id}::uuid`;
    await setCustomerClock(house.database, customerId, new Date('2027-03-20T09:00:05Z'));
    await handleOf(house, requestId).signal('requestChanged');
    await eventually('the workflow to look', async () => {
      const { events } = await handleOf(house, requestId).fetchHistory();
      return (
        events!.filter(
          ({ timerStartedEventAttributes: timer }) => timer?.startToFireTimeout?.seconds?.toString() === '1',
        ).length > 0
      );
    });
    expect(await historyOf(house, requestId)).not.toContain('breached');
    await house.gateway.decide({ requestId, act: 'revert', commandId: id, patienceMs: 60_000 });
    expect(await requestOf(house, requestId)).toMatchObject({
      state: 'reverted',
      concludedAt: receivedAt,
      breachedAt: null,
    });
    await untilEnded(house, requestId);
    expect(await attributesOf(requestId)).toMatchObject({ SlaState: 'met' });
  });

  test('where all waiting failed, what is overdue is told again by the sweep', async () => {
    const request = await open();
    await handleOf(house, request.requestId).terminate();
    await setCustomerClock(house.database, request.customerId, new Date('2027-03-20T09:00:05Z'));
    await tellOverdueRequests(house.database, new Date('2027-03-20T10:00:00Z'));
    await eventually('the breach', async () => (await historyOf(house, request.requestId)).includes('breached'));
    expect(await historyOf(house, request.requestId)).toEqual(['opened', 'breached']);
  });
});

describe('a command', () => {
  test('nobody answered in time is withdrawn, and never takes effect, though the update arrives when the worker is back', async () => {
    const request = await open();
    const { requestId, operatorId } = request;
    await worker.stop();
    const { id } = await queue(house, operatorId, requestId, 'analyse', {});
    await expect(
      house.gateway.decide({ requestId, act: 'analyse', commandId: id, patienceMs: 1_500 }),
    ).rejects.toThrow();
    expect(await withdrawCommand(house.database, id)).toMatchObject({ state: 'withdrawn' });
    worker = await house.startWorker();
    // A later one is decided after it.
    expect(await say(request, 'Back again')).toMatchObject({ state: 'applied' });
    await untilWaiting(requestId);
    const { events } = await handleOf(house, requestId).fetchHistory();
    const updates = events!.flatMap(
      ({ workflowExecutionUpdateAcceptedEventAttributes: accepted }) => accepted?.protocolInstanceId ?? [],
    );
    expect(updates).toContain(id);
    expect(await requestOf(house, requestId)).toMatchObject({ state: 'pending', claimedBy: null });
    expect(await historyOf(house, requestId)).toEqual(['opened', 'commented']);
  });

  test('with many others at once, each takes effect and nobody is sent away', async () => {
    const request = await open();
    const texts = Array.from({ length: 20 }, (_, i) => `Number ${i}`);
    const decided = await Promise.all(texts.map((text) => say(request, text)));
    expect(decided.map(({ state }) => state)).toEqual(texts.map(() => 'applied'));
    expect(await historyOf(house, request.requestId)).toEqual(['opened', ...texts.map(() => 'commented')]);
  });

  test('found with others by a worker: one is decided after the other, so that another worker can read what came of it', async () => {
    const { requestId, operatorId } = await open();
    const handle = handleOf(house, requestId);
    await worker.stop();
    const ids = await Promise.all(
      Array.from({ length: 8 }, async (_, i) => {
        const { id } = await queue(house, operatorId, requestId, 'comment', { text: `Number ${i}` });
        return id;
      }),
    );
    const updates = ids.map((updateId) =>
      handle.executeUpdate('comment', { updateId, args: [{ commandId: updateId }] }),
    );
    await delay(500);
    worker = await house.startWorker();
    await Promise.all(updates);
    expect(await historyOf(house, requestId)).toEqual(['opened', ...ids.map(() => 'commented')]);
    await untilWaiting(requestId);
    await Worker.runReplayHistory({ workflowBundle: await todaysBundle() }, await handle.fetchHistory());
  });

  test.each([[], [null], ['cancel'], [{}], [{ commandId: 7 }], [{ commandId: 'all' }]])(
    'that is none, %j, is turned away, and the request goes on',
    async (...args) => {
      const request = await open();
      const handle = handleOf(house, request.requestId);
      await expect(handle.executeUpdate('comment', { args: args as [] })).rejects.toThrow('Workflow Update failed');
      expect(await say(request, 'Called back')).toMatchObject({ state: 'applied' });
    },
  );

  test('decided many times, as after a kill between its commit and the workflow’s record of it, takes effect once', async () => {
    const request = await open();
    const { requestId, operatorId } = request;
    const { id } = await queue(house, operatorId, requestId, 'comment', { text: 'Once' });
    const { database, clock } = house;
    await Promise.all([1, 2, 3, 4].map(() => decideCommand(database, clock, id)));
    await house.gateway.decide({ requestId, act: 'comment', commandId: id, patienceMs: 60_000 });
    await house.gateway.decide({ requestId, act: 'comment', commandId: id, patienceMs: 60_000 });
    expect(await historyOf(house, requestId)).toEqual(['opened', 'commented']);
  });

  test('withdrawn while it is decided: one of the two happens, never both and never neither', async () => {
    const request = await open();
    const { requestId, operatorId } = request;
    const { database, clock } = house;
    const states = await Promise.all(
      Array.from({ length: 16 }, async (_, i) => {
        const { id } = await queue(house, operatorId, requestId, 'comment', { text: `Number ${i}` });
        const decision = decideCommand(database, clock, id);
        const { state } = await withdrawCommand(database, id);
        await decision;
        expect((await database.command.findUniqueOrThrow({ where: { id } })).state).toBe(state);
        return state;
      }),
    );
    const comments = await database.requestComment.count({ where: { requestId } });
    expect(states.filter((state) => state === 'applied')).toHaveLength(comments);
    expect(states.filter((state) => state === 'withdrawn')).toHaveLength(16 - comments);
  });
});

describe('signals, as `temporal workflow signal` sends them', () => {
  test('with the id of a member of staff and the fields of the text, each act is done and says that it came through Temporal', async () => {
    const request = await open();
    const { requestId, operatorId } = request;
    const handle = handleOf(house, requestId);
    await handle.signal('comment', { operatorId, text: 'By hand' });
    await handle.signal('analyse', { operatorId });
    await handle.signal('release', { operatorId });
    await handle.signal('analyse', { operatorId });
    await handle.signal('cancel', { operatorId, lastDay: '2027-03-15' });
    await untilEnded(house, requestId);
    const story = await historyOf(house, requestId);
    expect(story).toEqual(expect.arrayContaining(['opened', 'commented', 'claimed', 'released', 'cancelled']));
    const commands = await house.database.command.findMany({ where: { actorId: operatorId } });
    expect(commands).toHaveLength(5);
    expect(commands.every(({ channel, state }) => channel === 'temporal' && state === 'applied')).toBe(true);
    expect(await requestOf(house, requestId)).toMatchObject({ state: 'cancelled', lastDay: new Date('2027-03-15') });
  });

  test.each([
    ['nobody', { text: 'Hello' }, 'operator_unknown'],
    [
      'an id that nobody has',
      { operatorId: '00000000-0000-7000-8000-000000000000', text: 'Hello' },
      'operator_unknown',
    ],
    ['something else', 'please', 'operator_unknown'],
    ['no text', {}, 'invalid_input'],
  ])('by %s: refused, and the details say so', async (what, input, code) => {
    const request = await open();
    const handle = handleOf(house, request.requestId);
    const given = what === 'no text' ? { operatorId: request.operatorId } : input;
    await handle.signal('comment', given);
    await eventually('the refusal', async () =>
      (await currentDetails(handle)).includes(`Last message refused: \`${code}\``),
    );
    expect(await historyOf(house, request.requestId)).toEqual(['opened']);
  });

  test('revert, received a minute before the limit while no worker runs and handled hours later: as received, and in time', async () => {
    const request = await open();
    const { requestId, operatorId } = request;
    const handle = handleOf(house, requestId);
    await claim(request);
    await moveClock(house, request, '2027-03-20T08:59:00Z');
    await worker.stop();
    const { classificationId } = settings;
    await handle.signal('revert', { operatorId, title: 'Stays', classificationId, details: 'By hand' });
    await leap(house, { ...request, handle }, '2027-03-20T12:00:00Z');
    worker = await house.startWorker();
    await untilEnded(house, requestId);
    expect(await historyOf(house, requestId)).toEqual(['opened', 'claimed', 'at_risk', 'reverted']);
    const { concludedAt, ...row } = await requestOf(house, requestId);
    expect(row).toMatchObject({ state: 'reverted', conclusionDetails: 'By hand', breachedAt: null });
    expect(concludedAt!.toISOString()).toMatch(/^2027-03-20T08:59:/);
    expect(await attributesOf(requestId)).toMatchObject({ SlaState: 'met', RequestState: 'reverted' });
    const [command] = await house.database.command.findMany({ where: { kind: 'revert_request', actorId: operatorId } });
    expect(command).toMatchObject({ channel: 'temporal', state: 'applied', receivedAt: concludedAt });
  });

  const bytes = (text: string) => new TextEncoder().encode(text);
  test.each<[string, { metadata?: Record<string, Uint8Array>; data: Uint8Array }]>([
    ['text that is no JSON', { metadata: { encoding: bytes('json/plain') }, data: bytes('{no') }],
    ['an encoding that nobody knows', { metadata: { encoding: bytes('binary/none') }, data: bytes('x') }],
    ['nothing that says what it is', { data: bytes('x') }],
  ])('%s: refused, and the request goes on, in another worker too', async (_, payload) => {
    const request = await open();
    const handle = handleOf(house, request.requestId);
    for (const signalName of ['comment', 'cancel', 'requestChanged', 'unheard-of']) {
      await house.client.workflowService.signalWorkflowExecution({
        namespace: house.namespace,
        workflowExecution: { workflowId: handle.workflowId },
        signalName,
        input: { payloads: [payload] },
      });
    }
    await eventually('the refusal', async () => (await currentDetails(handle)).includes('operator_unknown'));
    expect(await say(request, 'Called back')).toMatchObject({ state: 'applied' });
    await untilWaiting(request.requestId);
    await Worker.runReplayHistory({ workflowBundle: await todaysBundle() }, await handle.fetchHistory());
  });

  test('by somebody of another branch, or what the state forbids: refused', async () => {
    const request = await open();
    const elsewhere = await sell(house, { ...SALE, timeZone: 'Europe/Rome' });
    const handle = handleOf(house, request.requestId);
    await handle.signal('analyse', { operatorId: await addOperator(house, elsewhere.branchId, 2) });
    await eventually('the refusal', async () => (await currentDetails(handle)).includes('operator_not_entitled'));
    await handle.signal('release', { operatorId: request.operatorId });
    await eventually('the refusal', async () => (await currentDetails(handle)).includes('request_not_claimed'));
    expect(await requestOf(house, request.requestId)).toMatchObject({ state: 'pending' });
  });
});

describe('the renewal', () => {
  test('opened through the deadline, it is held past deadline and validity; reverted, it is made at once with its own dates', async () => {
    const request = await open({ ...SALE, at: '2027-03-31T09:00:00Z' });
    const { chainId } = request;
    await moveClock(house, request, '2027-05-10T12:00:00Z');
    expect(await periodsOf(house, chainId)).toEqual(['2027-03-03 to 2027-04-02']);
    await claim(request);
    expect(await revert(request)).toMatchObject({ state: 'applied' });
    expect(await periodsOf(house, chainId)).toEqual([
      '2027-03-03 to 2027-04-02',
      '2027-04-03 to 2027-05-02',
      '2027-05-03 to 2027-06-02',
    ]);
    // And the chain waits for the next as ever.
    await moveClock(house, request, '2027-06-03T12:00:00Z');
    expect(await periodsOf(house, chainId)).toHaveLength(4);
  });

  test('held and cancelled after the validity is over, there is none, and its last day is that of the validity', async () => {
    const request = await open({ ...SALE, at: '2027-03-31T09:00:00Z' });
    await moveClock(house, request, '2027-04-08T12:00:00Z');
    await claim(request);
    expect(await cancel(request, '2027-04-08')).toMatchObject({ state: 'refused', refusal: 'last_day_after_end' });
    expect(await cancel(request, '2027-04-02')).toMatchObject({ state: 'applied' });
    await moveClock(house, request, '2027-06-03T12:00:00Z');
    expect(await periodsOf(house, request.chainId)).toEqual(['2027-03-03 to 2027-04-02']);
  });

  test('opened after the deadline, it was made: a cancellation of the present term takes it back', async () => {
    const sold = await sell(house, SALE);
    await untilIdle(house, sold);
    await moveClock(house, sold, '2027-04-02T05:00:00Z');
    expect(await periodsOf(house, sold.chainId)).toHaveLength(2);
    const request = { ...sold, ...(await openFor(house, sold, settings)) };
    expect(await requestOf(house, request.requestId)).toMatchObject({ heldRenewal: false });
    await claim(request);
    expect(await cancel(request, '2027-04-02')).toMatchObject({ state: 'applied' });
    expect(await periodsOf(house, sold.chainId)).toEqual(['2027-03-03 to 2027-04-02']);
  });

  test('opened after the deadline and worked past the end, the term in course is the one that ends', async () => {
    const sold = await sell(house, SALE);
    await untilIdle(house, sold);
    await moveClock(house, sold, '2027-04-02T05:00:00Z');
    const request = { ...sold, ...(await openFor(house, sold, settings)) };
    await untilWaiting(request.requestId);
    await moveClock(house, request, '2027-04-10T09:00:00Z');
    await claim(request);
    expect(await cancel(request, '2027-04-20')).toMatchObject({ state: 'applied' });
    const [first, second] = await termsOf(house, sold.chainId);
    expect([first!.cancelledOn, fromColumn(second!.cancelledOn!)]).toEqual([null, '2027-04-20']);
  });
});
