import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import request from 'supertest';
import { createApp } from '../../src/api/app.ts';
import { repointMails } from '../../src/database/mail-accounts.ts';
import { sendMailAgain } from '../../src/database/mails.ts';
import { advanceNotices } from '../../src/database/notices/advance.ts';
import { addConcept } from '../../src/database/notices/concepts.ts';
import { prepareNotice } from '../../src/database/notices/prepare.ts';
import {
  editSetting,
  findCustomerWithPersons,
  type SettingEdit,
  settingOf,
} from '../../src/database/notices/settings.ts';
import { payReceivable } from '../../src/database/receivables.ts';
import { startDelivery } from '../../src/mail/delivery.ts';
import { unreachableEngine } from '../api/support.ts';
import { SYSTEM, type World, world } from '../database/support.ts';
import { smtpServer, type TestServer, until } from './support.ts';

const SECRET = 'a secret of the tests only';
const PUBLIC_URL = 'https://club.example';

let w: World;
let server: TestServer;
let delivery: { stop(): Promise<void> } | undefined;
let directory: string;
beforeAll(async () => {
  w = await world('2027-03-03T07:30:00Z');
});
afterAll(() => w.close());
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'tacit-notices-'));
  server = await smtpServer();
});
afterEach(async () => {
  await delivery?.stop();
  await server.stop();
  delivery = undefined;
  await w.database.notice.deleteMany();
  await w.database.mail.deleteMany();
  rmSync(directory, { recursive: true });
});

/** `publicUrl` null: nobody outside reaches Tacit. */
const start = (publicUrl: string | null = PUBLIC_URL) => {
  const parts = { database: w.database, clock: w.clock, secretKey: SECRET };
  delivery = startDelivery({
    ...parts,
    databaseUrl: w.url,
    smtpUrl: server.url,
    directory,
    from: 'desk@club.example',
    log: pino({ level: 'silent' }),
    prepare: (mail) => prepareNotice({ ...parts, publicUrl: publicUrl ?? undefined }, mail),
  });
};

const set = (customerId: string, edit: SettingEdit) =>
  w.change(async (act) => {
    const customer = await findCustomerWithPersons(act.tx, {}, customerId);
    return editSetting(act, customer, (await settingOf(act.tx, customer)).version, edit);
  });
const advance = (customerId: string) => w.change((act) => advanceNotices(act, customerId), SYSTEM);
const mailsOf = (customerId: string) => w.database.mail.findMany({ where: { customerId }, orderBy: { id: 'asc' } });
const isIn = (id: string, state: string) => async () =>
  (await w.database.mail.findUniqueOrThrow({ where: { id } })).state === state;

/** Whose reminder of a payment due on 10 March 2027 is queued in the morning of the third; they read Italian, in Rome. */
async function reminded(edit: SettingEdit = {}, email = 'mario@example.com') {
  w.clock.set('2027-03-03T07:30:00Z');
  const { id: multipackId, customerId } = await w.sold('2027-03-10', { paymentMethod: 'transfer' });
  await w.database.customer.update({ where: { id: customerId }, data: { email } });
  await set(customerId, { active: true, ...edit });
  expect(await advance(customerId)).toMatchObject({ queued: 1 });
  const receivable = await w.database.receivable.findFirstOrThrow({ where: { multipackId } });
  const [mail] = await mailsOf(customerId);
  return { customerId, receivableId: receivable.id, mailId: mail!.id };
}

let agents = 0;
const agent = () =>
  w.database.user.create({
    data: {
      name: 'Ana',
      email: `agent-${(agents += 1)}@club.example`,
      branchId: w.branch.id,
      accessLevel: 3,
      language: 'es',
      createdAt: w.clock.now(),
    },
  });

const linkOf = (taken: TestServer['taken'][number]): string | undefined =>
  /^List-Unsubscribe: <(.*)>$/im.exec(taken.raw.replaceAll(/\r?\n[ \t]+/g, ' '))?.[1];

describe('a notice whose turn has come', () => {
  test('says what is owed then, to whom it goes then, with a link by which its reader declines, and is kept as it went', async () => {
    const { customerId, receivableId, mailId } = await reminded({
      subject: 'Pagamento {{multipack}}\r\nBcc: x@example.com',
      reminderBody: 'Gentile {{customer}} <b>,\n\n{{amount}} entro il {{due_date}}',
    });
    const amount = { amount: 4000, currency: 'EUR' };
    await w.change((act) => payReceivable(act, {}, receivableId, { method: 'transfer', amount }));
    start();
    await until(isIn(mailId, 'sent'));
    const [taken] = server.taken;
    expect(taken!.to).toEqual(['mario@example.com']);
    expect(taken!.email.subject).toMatch(/^Pagamento Monthly \d+ Bcc: x@example.com$/);
    expect(taken!.email.text).toContain('Gentile Mario Rossi <b>,');
    expect(taken!.email.text).toMatch(/9,90\s€ entro il 10 marzo 2027/);
    expect(taken!.email.html).toContain('Gentile Mario Rossi &lt;b&gt;,');
    expect(linkOf(taken!)).toMatch(/^https:\/\/club\.example\/unsubscribe\/[\w-]+\.[\w-]{43}$/);
    expect(taken!.raw).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r?$/m);
    expect(taken!.email.text).toContain(linkOf(taken!)!);
    const [kept] = await mailsOf(customerId);
    expect(kept!.text).toContain('9,90');
  });

  test.each<[string, (one: Awaited<ReturnType<typeof reminded>>) => Promise<unknown>]>([
    ['was paid', ({ receivableId }) => w.change((act) => payReceivable(act, {}, receivableId, { method: 'cash' }))],
    [
      'was moved',
      ({ receivableId }) =>
        w.database.receivable.update({ where: { id: receivableId }, data: { dueOn: new Date('2027-03-20') } }),
    ],
    ['was switched off', ({ customerId }) => set(customerId, { active: false })],
    [
      'goes by another concept',
      async ({ customerId }) => {
        const concept = await w.change((act) =>
          addConcept(act, { description: `Other ${Date.now()}`, days: 3, type: 'preventive' }),
        );
        await set(customerId, { reminderConceptId: concept.id });
      },
    ],
    [
      'goes to another address',
      ({ customerId }) => w.database.customer.update({ where: { id: customerId }, data: { email: 'new@example.com' } }),
    ],
    [
      'was declined',
      ({ customerId }) =>
        w.database.noticeSetting.update({ where: { customerId }, data: { remindersDeclinedAt: new Date() } }),
    ],
    ['is too late', async () => w.clock.set('2027-03-11T07:00:00Z')],
  ])(
    'is dropped where it %s meanwhile: nothing goes out, the ledger forgets it, and it is reckoned anew',
    async (_, meanwhile) => {
      const one = await reminded();
      await w.database.outbox.deleteMany();
      await meanwhile(one);
      start();
      await until(isIn(one.mailId, 'dropped'));
      expect(server.taken).toEqual([]);
      expect(await w.database.notice.count({ where: { mailId: one.mailId } })).toBe(0);
      const { active } = await w.database.noticeSetting.findUniqueOrThrow({ where: { customerId: one.customerId } });
      if (active)
        expect(await w.database.outbox.count({ where: { kind: 'notices_changed', key: one.customerId } })).not.toBe(0);
    },
  );

  test('that was dropped goes out when it is due again', async () => {
    const { customerId, receivableId, mailId } = await reminded();
    const moveTo = (dueOn: string) =>
      w.database.receivable.update({ where: { id: receivableId }, data: { dueOn: new Date(dueOn) } });
    await moveTo('2027-03-20');
    start();
    await until(isIn(mailId, 'dropped'));
    await moveTo('2027-03-10');
    expect(await advance(customerId)).toMatchObject({ queued: 1 });
    await until(async () => (await mailsOf(customerId)).some(({ state }) => state === 'sent'));
    expect(server.taken).toHaveLength(1);
    expect(await advance(customerId)).toMatchObject({ queued: 0 });
  });

  test('goes through the account of an agent who was given to the customer at the same instant', async () => {
    w.clock.set('2027-03-01T07:30:00Z');
    const { customerId } = await w.sold('2027-03-10', { paymentMethod: 'transfer' });
    await w.database.customer.update({ where: { id: customerId }, data: { email: 'elsa@example.com' } });
    await set(customerId, { active: true });
    const [before, after] = await Promise.all([agent(), agent()]);
    await w.database.customerAgents.create({ data: { customerId, collectionAgentId: before.id } });
    w.clock.set('2027-03-03T07:30:00Z');
    let advanced: Promise<unknown> | undefined;
    await w.database.$transaction(async (tx) => {
      await tx.customerAgents.update({ where: { customerId }, data: { collectionAgentId: after.id } });
      advanced = advance(customerId);
      await new Promise((resolve) => setTimeout(resolve, 300));
      await repointMails(tx, [customerId]);
    });
    await advanced;
    expect(await mailsOf(customerId)).toMatchObject([{ senderId: after.id }]);
  });

  test('that was given up and is sent again goes through the account of the agent there is now', async () => {
    const { customerId, mailId } = await reminded({}, 'flora@example.com');
    await w.database.mail.update({ where: { id: mailId }, data: { state: 'failed' } });
    const { id } = await agent();
    await w.database.customerAgents.create({ data: { customerId, collectionAgentId: id } });
    expect(await w.change((act) => sendMailAgain(act, {}, mailId))).toMatchObject({ state: 'queued', senderId: id });
  });

  test('of two calls at once queues each notice once', async () => {
    w.clock.set('2027-03-02T07:30:00Z');
    const { customerId } = await w.sold('2027-03-10', { paymentMethod: 'transfer' });
    await w.database.customer.update({ where: { id: customerId }, data: { email: 'twice@example.com' } });
    await set(customerId, { active: true });
    w.clock.set('2027-03-03T07:30:00Z');
    await Promise.all([1, 2, 3, 4].map(() => advance(customerId)));
    expect(await mailsOf(customerId)).toHaveLength(1);
  });
});

describe('whoever reads a notice', () => {
  let app: ReturnType<typeof createApp>;
  let logged = '';
  beforeAll(() => {
    app = createApp({
      database: w.database,
      clock: w.clock,
      config: { databaseUrl: w.url, secretKey: SECRET, testClock: false },
      log: pino({ level: 'debug' }, { write: (line: string) => void (logged += line) }),
      engine: unreachableEngine,
    });
  });
  const pathOf = (taken: TestServer['taken'][number]) => linkOf(taken)!.slice(PUBLIC_URL.length);
  /** What a mail program sends by itself. */
  const oneClick = (path: string) => request(app).post(path).type('form').send('List-Unsubscribe=One-Click');
  const setting = (customerId: string) => w.database.noticeSetting.findUniqueOrThrow({ where: { customerId } });

  test('declines reminders by the link: the page asks in their language and changes nothing, one POST does, once', async () => {
    const { customerId, mailId } = await reminded({ afterDue: true }, 'anna@example.com');
    start();
    await until(isIn(mailId, 'sent'));
    const path = pathOf(server.taken[0]!);
    const page = await request(app).get(path);
    expect([page.status, page.text]).toEqual([200, expect.stringContaining('<html lang="it">')]);
    expect(page.text).toContain('anna@example.com non riceverà più promemoria');
    expect(page.headers['content-security-policy']).toMatch(/default-src 'none'/);
    expect((await setting(customerId)).remindersDeclinedAt).toBeNull();
    const done = await oneClick(path);
    expect([done.status, done.text]).toEqual([200, expect.stringContaining('Fatto: anna@example.com')]);
    expect((await setting(customerId)).remindersDeclinedAt).toEqual(w.clock.now());
    expect((await oneClick(path.replace('unsubscribe', 'Unsubscribe'))).status).toBe(200);
    // Whoever reads the log could decline for them.
    expect(logged.match(/"path":"\/unsubscribe\/…"/gi)).toHaveLength(3);
    expect(logged).not.toContain(path.split('.').at(-1));
    const events = await w.database.auditEvent.findMany({
      where: { customerId, action: 'customer.reminders_declined' },
    });
    expect(events).toMatchObject([{ actorKind: 'customer', actorName: 'anna@example.com', channel: 'portal' }]);
    // What is overdue is told all the same, and there is no link in it.
    w.clock.set('2027-03-17T07:30:00Z');
    expect(await advance(customerId)).toMatchObject({ queued: 1 });
    await until(() => server.taken.length === 2);
    expect(linkOf(server.taken[1]!)).toBeUndefined();
  });

  test('as a contact gets no more of either kind', async () => {
    const { customerId } = await reminded({ toContacts: true, afterDue: true }, 'mother@example.com');
    const { id: contactId } = await w.database.contact.create({
      data: { customerId, name: 'Aunt', email: 'aunt@example.com', receivesNotices: true, createdAt: w.clock.now() },
    });
    expect(await advance(customerId)).toMatchObject({ queued: 1 });
    start();
    await until(() => server.taken.length === 2);
    const path = pathOf(server.taken.find(({ to }) => to[0] === 'aunt@example.com')!);
    expect((await request(app).get(path)).text).toContain('aunt@example.com non riceverà più messaggi');
    expect((await oneClick(path)).status).toBe(200);
    expect(await w.database.contact.findUniqueOrThrow({ where: { id: contactId } })).toMatchObject({
      receivesNotices: false,
    });
    expect((await setting(customerId)).remindersDeclinedAt).toBeNull();
    w.clock.set('2027-03-17T07:30:00Z');
    expect(await advance(customerId)).toMatchObject({ queued: 1 });
  });

  test('declines as what their address is by now: a contact removed and added again, or one that has become the addressee', async () => {
    const { customerId } = await reminded({ toContacts: true }, 'mother@example.com');
    const aunt = {
      customerId,
      name: 'Aunt',
      email: 'aunt@example.com',
      receivesNotices: true,
      createdAt: w.clock.now(),
    };
    const { id } = await w.database.contact.create({ data: aunt });
    expect(await advance(customerId)).toMatchObject({ queued: 1 });
    start();
    await until(() => server.taken.length === 2);
    const path = pathOf(server.taken.find(({ to }) => to[0] === 'aunt@example.com')!);
    await w.database.contact.delete({ where: { id } });
    await w.database.contact.create({ data: aunt });
    await w.database.customer.update({ where: { id: customerId }, data: { email: aunt.email } });
    expect((await oneClick(path)).status).toBe(200);
    expect(await w.database.contact.count({ where: { customerId, receivesNotices: true } })).toBe(0);
    expect((await setting(customerId)).remindersDeclinedAt).toEqual(w.clock.now());
  });

  test('is nobody with a token that was altered, and other methods are refused', async () => {
    const { mailId } = await reminded({}, 'carla@example.com');
    start();
    await until(isIn(mailId, 'sent'));
    const path = pathOf(server.taken[0]!);
    for (const altered of [`${path.slice(0, -1)}${path.endsWith('A') ? 'B' : 'A'}`, '/unsubscribe/x', `${path}=`]) {
      expect([altered, (await request(app).get(altered)).status]).toEqual([altered, 404]);
      expect((await oneClick(altered)).status).toBe(404);
    }
    expect((await request(app).put(path)).status).toBe(405);
  });

  test('has no link where Tacit is not reached from outside', async () => {
    const { mailId } = await reminded({}, 'dora@example.com');
    start(null);
    await until(isIn(mailId, 'sent'));
    expect(server.taken[0]!.raw).not.toContain('nsubscribe');
  });
});
