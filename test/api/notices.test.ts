import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { setCustomerClock } from '../../src/database/customer-clock.ts';
import { addBranch, type Api, fields, PLAN, startApi, statuses } from './support.ts';

const NOBODY = '01999999-9999-7999-8999-999999999999';
const REMINDER = '00000000-0000-7000-8000-000000000011';
const AFTER_DUE = '00000000-0000-7000-8000-000000000012';
const codeOf = (answer: { status: number; body: { code?: string } }) => [answer.status, answer.body.code];

let api: Api;
beforeAll(async () => {
  api = await startApi({ mailFrom: 'club@example.com', publicUrl: undefined, testClock: true });
});
afterAll(() => api.stop());

let counter = 0;
const title = (text: string) => `${text} ${(counter += 1)}`;
const concepts = '/api/notice-concepts';

async function add(path: string, body: object) {
  const answer = await api.admin.post(path, body);
  expect(answer.body).toMatchObject({ id: expect.any(String) });
  return answer.body as { id: string; version: number };
}

const newConcept = (more: object = {}) =>
  add(concepts, { description: title('Concept'), days: 3, type: 'preventive', ...more });
const newCustomer = (more: object = {}) =>
  add('/api/customers', { name: 'Pilar', email: `pilar-${(counter += 1)}@example.com`, language: 'en', ...more });
const settingsOf = (customerId: string) => `/api/customers/${customerId}/notice-settings`;

/** A customer in the morning of 10 March 2027 in Madrid, with one multipack, due that day and in three, six and nine months. */
async function sold(plan: object = {}, customer: object = {}) {
  const { id: customerId } = await newCustomer(customer);
  await setCustomerClock(api.database, customerId, new Date('2027-03-10T08:00:00Z'));
  const { id: planId } = await add('/api/plans', { ...PLAN, paymentMethod: 'transfer', ...plan, name: title('Gym') });
  const { id: multipackId } = await add('/api/multipacks', { customerId, planId, startOn: '2027-03-10' });
  return { customerId, planId, multipackId };
}

describe('due notice concepts', () => {
  test('two come built in, described in the reader’s language with their days, edited but neither retired nor deleted', async () => {
    const list = async (language: string) => {
      const { items } = (await api.admin.get(concepts, { 'Accept-Language': language })).body;
      return (items as { builtIn: boolean; description: string }[])
        .filter(({ builtIn }) => builtIn)
        .map(({ description }) => description);
    };
    expect(await list('en')).toEqual(['7 days before the due date', '7 days after the due date']);
    expect(await list('es')).toEqual(['7 días antes del vencimiento', '7 días después del vencimiento']);
    expect(await list('it')).toEqual(['7 giorni prima della scadenza', '7 giorni dopo la scadenza']);
    expect(await list('pt-BR')).toEqual(['7 dias antes do vencimento', '7 dias após o vencimento']);
    const one = `${concepts}/${REMINDER}`;
    // A form gives back what it showed: that is no name of its own.
    const edit = { description: '7 days before the due date', days: 1 };
    expect((await api.admin.patch(one, 1, edit)).body).toMatchObject({ days: 1, version: 2 });
    expect(await list('it')).toContain('1 giorno prima della scadenza');
    expect((await api.admin.patch(one, 2, { description: 'Soon' })).body).toMatchObject({ description: 'Soon' });
    expect(await list('it')).toContain('Soon');
    expect(codeOf(await api.admin.patch(one, 3, { retired: true }))).toEqual([409, 'concept_built_in']);
    expect(codeOf(await api.admin.delete(one))).toEqual([409, 'concept_built_in']);
    expect((await api.admin.patch(one, 3, { days: 7 })).status).toBe(200);
  });

  test('are added, listed by type, edited, retired, taken back and, unused, deleted, each with a trace', async () => {
    const { id } = await newConcept({ days: 0 });
    const ids = async (query: string) =>
      ((await api.admin.get(`${concepts}?${query}`)).body.items as { id: string }[]).map((each) => each.id);
    expect(await ids('type=preventive')).toContain(id);
    expect(await ids('type=after_due')).not.toContain(id);
    expect((await api.admin.get(`${concepts}/${id}`)).body).toMatchObject({ days: 0, used: false, builtIn: false });
    expect((await api.admin.patch(`${concepts}/${id}`, 1, { retired: true })).body).toMatchObject({ retired: true });
    expect(await ids('retired=false')).not.toContain(id);
    expect((await api.admin.patch(`${concepts}/${id}`, 2, { retired: false })).body).toMatchObject({ retired: false });
    expect(codeOf(await api.admin.patch(`${concepts}/${id}`, 2, { days: 9 }))).toEqual([412, 'version_conflict']);
    expect((await api.admin.delete(`${concepts}/${id}`)).status).toBe(204);
    expect((await api.admin.get(`${concepts}/${id}`)).status).toBe(404);
    const events = await api.database.auditEvent.findMany({ where: { entityId: id }, orderBy: { id: 'asc' } });
    expect(events.map(({ action }) => action.split('.')[1])).toEqual(['added', 'edited', 'edited', 'deleted']);
  });

  test('what cannot be one is refused field by field; no two in use have one description', async () => {
    expect(fields(await api.admin.post(concepts, { description: ' ', days: 366, type: 'sometimes' }))).toEqual([
      422,
      ['description too_small', 'days too_big', 'type invalid_value'],
    ]);
    const zero = { description: title('Concept'), days: 0, type: 'after_due' };
    expect(fields(await api.admin.post(concepts, zero))).toEqual([422, ['days after_due_days']]);
    expect(fields(await api.admin.patch(`${concepts}/${AFTER_DUE}`, 1, { days: 0 }))).toEqual([
      422,
      ['days after_due_days'],
    ]);
    const { id } = await newConcept({ description: 'The same' });
    const again = { description: 'The same', days: 1, type: 'preventive' };
    expect(codeOf(await api.admin.post(concepts, again))).toEqual([409, 'name_taken']);
    await api.admin.patch(`${concepts}/${id}`, 1, { retired: true });
    expect((await api.admin.post(concepts, again)).status).toBe(201);
  });

  test('are read by all staff and changed by level 1 alone', async () => {
    const { as } = await api.userOf({ accessLevel: 2 });
    const { id } = await newConcept();
    expect((await as.get(concepts)).status).toBe(200);
    for (const answer of [
      await as.post(concepts, { description: 'Mine', days: 1, type: 'preventive' }),
      await as.patch(`${concepts}/${id}`, 1, { days: 1 }),
      await as.delete(`${concepts}/${id}`),
    ]) {
      expect(codeOf(answer)).toEqual([403, 'level_required']);
    }
    expect((await api.admin.patch(`${concepts}/${NOBODY}`, 1, { days: 1 })).status).toBe(404);
    expect((await api.stranger().get(concepts)).status).toBe(401);
  });
});

describe('the settings of a customer', () => {
  test('are off until somebody stores them: the built-in concepts, the usual words in the customer’s language', async () => {
    const { id } = await newCustomer({ language: 'it' });
    expect((await api.admin.get(settingsOf(id))).body).toMatchObject({
      active: false,
      reminderConceptId: REMINDER,
      afterDueConceptId: AFTER_DUE,
      subject: 'Pagamento di {{multipack}}, scadenza {{due_date}}',
      version: 0,
      sender: { source: 'system', address: 'club@example.com', state: 'ready' },
      recipients: [{ role: 'customer', name: 'Pilar' }],
      recipientMissing: false,
      nextAt: null,
    });
  });

  test('are stored with their trace; whoever read them before is not overwritten, the first time included', async () => {
    const { id } = await newCustomer();
    const stored = await api.admin.patch(settingsOf(id), 0, { active: true, subject: 'Hello {{customer}}' });
    expect(stored.body).toMatchObject({ active: true, subject: 'Hello {{customer}}', version: 1 });
    expect(stored.headers['etag']).toBe('"1"');
    expect(codeOf(await api.admin.patch(settingsOf(id), 0, { active: false }))).toEqual([412, 'version_conflict']);
    expect(codeOf(await api.admin.patch(settingsOf(id), null, {}))).toEqual([428, 'precondition_required']);
    expect((await api.admin.patch(settingsOf(id), 1, { afterDue: true })).body).toMatchObject({
      subject: 'Hello {{customer}}',
      afterDue: true,
      version: 2,
    });
    const events = await api.database.auditEvent.findMany({
      where: { customerId: id, action: 'customer.notices_set' },
    });
    expect(events.map(({ details }) => details)[1]).toMatchObject({
      before: { afterDue: false },
      after: { afterDue: true },
    });
    const { id: other } = await newCustomer();
    const both = await Promise.all([1, 2].map(() => api.admin.patch(settingsOf(other), 0, { active: true })));
    expect(statuses(both)).toEqual([200, 412]);
  });

  test('are judged whole: what is on needs its concept of the right type, in use, and its words', async () => {
    const { id } = await newCustomer();
    const retired = await newConcept();
    await api.admin.patch(`${concepts}/${retired.id}`, 1, { retired: true });
    const edit = (body: object) => api.admin.patch(settingsOf(id), 0, body);
    expect(
      fields(await edit({ active: true, afterDue: true, subject: '', reminderBody: ' ', afterDueConceptId: null })),
    ).toEqual([
      422,
      ['subject needed_while_active', 'reminderBody needed_while_active', 'afterDueConceptId needed_after_due'],
    ]);
    expect(fields(await edit({ reminderConceptId: AFTER_DUE, afterDueConceptId: NOBODY }))).toEqual([
      422,
      ['reminderConceptId concept_type', 'afterDueConceptId concept_unknown'],
    ]);
    expect(fields(await edit({ reminderConceptId: retired.id }))).toEqual([422, ['reminderConceptId concept_retired']]);
    expect(fields(await edit({ subject: 'For {{name}}', reminderBody: '{{amount}} {{ due_date }}' }))).toEqual([
      422,
      ['subject placeholder_unknown'],
    ]);
    // Switched off it may be half done.
    expect((await edit({ subject: '', afterDueConceptId: null })).status).toBe(200);
  });

  test('a retired concept stays with the customers who have it, and cannot be deleted', async () => {
    const { id } = await newCustomer();
    const concept = await newConcept();
    await api.admin.patch(settingsOf(id), 0, { active: true, reminderConceptId: concept.id });
    await api.admin.patch(`${concepts}/${concept.id}`, 1, { retired: true });
    expect(codeOf(await api.admin.delete(`${concepts}/${concept.id}`))).toEqual([409, 'in_use']);
    expect((await api.admin.patch(settingsOf(id), 1, { toContacts: true })).body).toMatchObject({
      reminderConcept: { id: concept.id, retired: true },
    });
  });

  test('go to the payer, else the guardian of a minor, else the customer, and to marked contacts; each address once', async () => {
    const payer = await newCustomer({ name: 'Payer', email: 'payer@example.com' });
    const mute = await newCustomer({ name: 'Mute', email: null });
    const guardian = await newCustomer({ name: 'Guardian', email: 'guardian@example.com', birthDate: '1980-01-01' });
    const { id } = await newCustomer({ email: 'child@example.com', birthDate: '2020-01-01' });
    const to = async () => {
      const { recipients } = (await api.admin.get(settingsOf(id))).body;
      return (recipients as { role: string; address: string }[]).map(({ role, address }) => `${role} ${address}`);
    };
    const edit = async (body: object) => {
      const { version } = (await api.admin.get(`/api/customers/${id}`)).body;
      expect((await api.admin.patch(`/api/customers/${id}`, version, body)).status).toBe(200);
    };
    expect(await to()).toEqual(['customer child@example.com']);
    await edit({ guardianId: guardian.id });
    expect(await to()).toEqual(['guardian guardian@example.com']);
    await edit({ payerId: mute.id });
    expect(await to()).toEqual(['guardian guardian@example.com']);
    await edit({ payerId: payer.id });
    expect(await to()).toEqual(['payer payer@example.com']);
    await edit({ birthDate: '1990-01-01', payerId: null });
    expect(await to()).toEqual(['customer child@example.com']);
    const contact = (more: object) => add(`/api/customers/${id}/contacts`, { name: 'Contact', ...more });
    await contact({ email: 'aunt@example.com', receivesNotices: true });
    await contact({ email: 'CHILD@example.com', receivesNotices: true });
    await contact({ email: 'uncle@example.com' });
    expect(await to()).toEqual(['customer child@example.com']);
    await api.admin.patch(settingsOf(id), 0, { active: true, toContacts: true });
    expect(await to()).toEqual(['customer child@example.com', 'contact aunt@example.com']);
    await edit({ email: null });
    expect(await to()).toEqual(['contact aunt@example.com', 'contact child@example.com']);
  });

  test('name whose account sends and whether it does; nobody to write to is said', async () => {
    const { id } = await newCustomer({ email: null });
    const olga = await api.userOf({ accessLevel: 3 });
    const sender = async () => (await api.admin.get(settingsOf(id))).body.sender;
    await api.database.customerAgents.create({ data: { customerId: id, collectionAgentId: olga.id } });
    expect(await sender()).toMatchObject({
      source: 'collection_agent',
      userId: olga.id,
      state: 'missing',
      address: null,
    });
    const account = {
      userId: olga.id,
      address: 'olga@example.com',
      host: 'localhost',
      port: 25,
      security: 'none',
    } as const;
    await api.database.mailAccount.create({ data: { ...account, createdAt: new Date() } });
    expect(await sender()).toMatchObject({ state: 'unchecked', address: 'olga@example.com' });
    await api.database.mailAccount.update({ where: { userId: olga.id }, data: { checkedAt: new Date() } });
    expect(await sender()).toMatchObject({ state: 'ready' });
    await api.database.mailSender.create({ data: { userId: olga.id, failures: 1, failingSince: new Date() } });
    expect(await sender()).toMatchObject({ state: 'failing' });
    await api.database.customerAgents.update({ where: { customerId: id }, data: { collectionAgentId: null } });
    await api.database.company.update({ where: { id: 1 }, data: { noticeAccountUserId: olga.id } });
    expect(await sender()).toMatchObject({ source: 'company', userId: olga.id });
    await api.database.company.update({ where: { id: 1 }, data: { noticeAccountUserId: null } });
    expect((await api.admin.get(settingsOf(id))).body).toMatchObject({ recipients: [], recipientMissing: true });
  });

  test('reminders that were declined are taken back once', async () => {
    const { id } = await newCustomer();
    await api.admin.patch(settingsOf(id), 0, { active: true });
    await api.database.noticeSetting.update({ where: { customerId: id }, data: { remindersDeclinedAt: new Date() } });
    const resume = () => api.admin.post(`${settingsOf(id)}/resume-reminders`);
    expect((await resume()).body).toMatchObject({ remindersDeclinedAt: null, version: 2 });
    expect(codeOf(await resume())).toEqual([409, 'reminders_not_declined']);
  });
});

test('whatever changes a customer’s notices tells their workflow, and nobody’s whose notices are off', async () => {
  const payer = await newCustomer();
  const { customerId, planId } = await sold({ paymentMethod: 'sepa' }, { payerId: payer.id });
  const other = await newCustomer();
  const concept = await newConcept();
  const { branchId } = (await api.admin.get(`/api/customers/${customerId}`)).body;
  await api.admin.patch(settingsOf(customerId), 0, { active: true, reminderConceptId: concept.id });
  /** Who was told by it. */
  const toldBy = async (what: () => Promise<{ status: number }>) => {
    await api.database.outbox.deleteMany();
    expect((await what()).status).toBeLessThan(300);
    const messages = await api.database.outbox.findMany({ where: { kind: 'notices_changed' } });
    return [...new Set(messages.map(({ key }) => key))];
  };
  const edit = async (path: string, body: object) =>
    api.admin.patch(path, (await api.admin.get(path)).body.version as number, body);
  const contacts = `/api/customers/${customerId}/contacts`;
  const contact = await api.admin.post(contacts, { name: 'Aunt' });
  const { id: receivableId } = await api.database.receivable.findFirstOrThrow({ where: { customerId } });
  for (const [what, change] of Object.entries({
    setting: () => edit(settingsOf(customerId), { toContacts: true }),
    concept: () => edit(`${concepts}/${concept.id}`, { days: 4 }),
    plan: () => edit(`/api/plans/${planId}`, { noticesOfCollected: true }),
    hour: () => edit(`/api/branches/${branchId}`, { noticeTime: '09:00' }),
    address: () => edit(`/api/customers/${customerId}`, { email: 'new@example.com' }),
    payer: () => edit(`/api/customers/${payer.id}`, { email: 'payer.new@example.com' }),
    'a contact more': () => api.admin.post(contacts, { name: 'Uncle' }),
    'a contact': () => edit(`${contacts}/${contact.body.id}`, { receivesNotices: true }),
    'a contact less': () => api.admin.delete(`${contacts}/${contact.body.id}`),
    payment: () => api.admin.post(`/api/receivables/${receivableId}/pay`, { method: 'cash' }),
    'switched off': () => edit(settingsOf(customerId), { active: false }),
  })) {
    expect([what, (await toldBy(change)).filter((key) => [customerId, other.id].includes(key))]).toEqual([
      what,
      [customerId],
    ]);
  }
  expect(await toldBy(() => edit(`/api/customers/${customerId}`, { name: 'Off' }))).toEqual([]);
  await edit(`/api/branches/${branchId}`, { noticeTime: '08:00' });
});

describe('what is to come', () => {
  test('a preview says both mails as they would go, the next real one each, or an example, and writes nothing', async () => {
    const { customerId, multipackId } = await sold();
    const draft = {
      subject: '{{multipack}} <b>\n',
      reminderBody: 'Dear {{ customer }},\n\n{{amount}} on {{due_date}}\nThanks',
    };
    const { status, body } = await api.admin.post(`${settingsOf(customerId)}/preview`, draft);
    expect(status).toBe(200);
    const { name } = (await api.admin.get(`/api/multipacks/${multipackId}`)).body;
    expect(body).toMatchObject({
      sender: { source: 'system' },
      recipients: [{ role: 'customer' }],
      reminder: {
        subject: `${name} <b>`,
        isExample: false,
        receivable: { dueOn: '2027-03-10', outstanding: { amount: 12475 } },
      },
      afterDue: { isExample: false, receivable: { dueOn: '2027-03-10' } },
    });
    expect(body.reminder.text).toContain('Dear Pilar,\n\n€124.75 on ');
    expect(body.reminder.html).toContain('&lt;b&gt;');
    expect(body.reminder.html).toContain('<br>Thanks');
    expect(body.reminder.html).not.toContain('<b>');
    expect((await api.admin.get(settingsOf(customerId))).body.version).toBe(0);
    const { id: nothingSold } = await newCustomer();
    const example = await api.admin.post(`${settingsOf(nothingSold)}/preview`, { reminderConceptId: null });
    expect(example.body).toMatchObject({ reminder: null, afterDue: { isExample: true, goesAt: null } });
    expect(fields(await api.admin.post(`${settingsOf(customerId)}/preview`, { subject: '{{x}}' }))[1]).toEqual([
      'subject placeholder_unknown',
    ]);
  });

  test('upcoming notices are listed with their day and addresses, those that will not go out with the reason', async () => {
    const { customerId, planId } = await sold({ paymentMethod: 'sepa' });
    const upcoming = async () =>
      (await api.admin.get(`${settingsOf(customerId)}/upcoming`)).body.items as {
        type: string;
        goesAt: string;
        hindrance: string | null;
        recipients: object[];
        receivableId: string;
      }[];
    expect(await upcoming()).toEqual([]);
    const set = await api.admin.patch(settingsOf(customerId), 0, { active: true, afterDue: true });
    expect(set.body.nextAt).toBeNull();
    expect(new Set((await upcoming()).map(({ hindrance }) => hindrance))).toEqual(new Set(['collected']));
    await api.admin.patch(`/api/plans/${planId}`, 1, { noticesOfCollected: true });
    const listed = await upcoming();
    expect((await api.admin.get(settingsOf(customerId))).body.nextAt).toBe(listed[0]!.goesAt);
    expect(listed.map(({ goesAt }) => goesAt)).toEqual(listed.map(({ goesAt }) => goesAt).toSorted());
    expect(listed.every(({ hindrance, recipients }) => hindrance === null && recipients.length === 1)).toBe(true);
    // Of four receivables four notices after the due date, and reminders of those ahead.
    expect(listed.filter(({ type }) => type === 'after_due')).toHaveLength(4);
    await api.admin.post(`/api/receivables/${listed.at(-1)!.receivableId}/pay`, { method: 'cash' });
    expect((await upcoming()).at(-1)!.hindrance).toBe('paid');
    await api.database.noticeSetting.update({ where: { customerId }, data: { remindersDeclinedAt: new Date() } });
    expect((await upcoming()).find(({ type }) => type === 'preventive')!.hindrance).toBe('declined');
    const { version } = (await api.admin.get(`/api/customers/${customerId}`)).body;
    await api.admin.patch(`/api/customers/${customerId}`, version, { email: null });
    expect((await upcoming())[0]!.hindrance).toBe('recipient_missing');
  });

  test('a test goes to the user’s own address through the same account, marked as one', async () => {
    const { customerId } = await sold();
    const send = (body: object) => api.admin.post(`${settingsOf(customerId)}/test-mail`, body);
    const sent = await send({ type: 'preventive', subject: 'For {{multipack}}' });
    expect([sent.status, sent.body.to]).toEqual([202, 'admin@example.com']);
    expect((await api.admin.get(`/api/mails/${sent.body.mailId}`)).body).toMatchObject({
      kind: 'notice_test',
      to: 'admin@example.com',
      subject: expect.stringMatching(/^Test: For Gym/),
    });
    expect(fields(await send({ type: 'after_due', afterDueBody: '' }))).toEqual([
      422,
      ['afterDueBody needed_after_due'],
    ]);
    expect(fields(await send({}))).toEqual([422, ['type invalid_value']]);
    const olga = await api.userOf({ accessLevel: 3 });
    await api.database.customerAgents.create({ data: { customerId, collectionAgentId: olga.id } });
    expect(codeOf(await send({ type: 'preventive' }))).toEqual([409, 'sender_not_ready']);
    // Each would count among the letters that a colleague's account may send.
    const answers = [];
    for (let i = 0; i < 6; i += 1) answers.push(await olga.as.post(`${settingsOf(customerId)}/test-mail`, {}));
    expect(answers.map(({ status }) => status)).toEqual([422, 422, 422, 422, 422, 429]);
  });
});

describe('many customers at once', () => {
  const settings = {
    active: true,
    toContacts: false,
    reminderConceptId: REMINDER,
    afterDue: true,
    afterDueConceptId: AFTER_DUE,
  };

  test('get the same settings, within reach, in one go: what was seen is what is done, and each keeps its words', async () => {
    const branch = await addBranch(api, title('Branch'));
    const italian = await newCustomer({ branchId: branch.id, language: 'it' });
    const worded = await newCustomer({ branchId: branch.id });
    const mute = await newCustomer({ branchId: branch.id, email: null });
    await api.admin.patch(settingsOf(worded.id), 0, { active: true, subject: 'My own' });
    const all = { branchId: branch.id, withoutSettingsOnly: false };
    const count = (filter: object) => api.admin.post('/api/notice-settings/preview', filter);
    expect((await count({ branchId: branch.id })).body).toEqual({ customers: 2, withSettings: 0, withoutRecipient: 1 });
    expect((await count(all)).body).toEqual({ customers: 3, withSettings: 1, withoutRecipient: 1 });
    const give = (more: object) =>
      api.admin.post('/api/notice-settings', { filter: all, customers: 3, settings, ...more });
    expect(codeOf(await give({ customers: 2 }))).toEqual([409, 'selection_changed']);
    expect((await api.admin.get(settingsOf(mute.id))).body.version).toBe(0);
    const { active_since: before } = (
      await api.database.$queryRaw<
        { active_since: Date }[]
      >`SELECT active_since FROM notice_setting WHERE customer_id = ${worded.id}::uuid`
    )[0]!;
    expect((await give({})).body).toMatchObject({ customers: 3 });
    expect((await api.admin.get(settingsOf(italian.id))).body).toMatchObject({
      ...settings,
      subject: 'Pagamento di {{multipack}}, scadenza {{due_date}}',
      version: 1,
    });
    const kept = (await api.admin.get(settingsOf(worded.id))).body;
    expect(kept).toMatchObject({ ...settings, subject: 'My own', version: 2, activeSince: before.toISOString() });
    expect((await give({ settings: { ...settings, subject: 'The same' } })).body).toMatchObject({ customers: 3 });
    expect((await api.admin.get(settingsOf(worded.id))).body).toMatchObject({ subject: 'The same', version: 3 });
    const events = await api.database.auditEvent.count({
      where: { customerId: mute.id, action: 'customer.notices_set' },
    });
    expect(events).toBe(2);
    expect(await api.database.outbox.count({ where: { kind: 'notices_changed', key: mute.id } })).toBe(2);
  });

  test('get the usual words where their own were cleared, and what was set since they were seen is left alone', async () => {
    const branch = await addBranch(api, title('Branch'));
    const cleared = await newCustomer({ branchId: branch.id, language: 'it' });
    const blank = { subject: '', reminderBody: '', afterDueBody: '' };
    await api.admin.patch(settingsOf(cleared.id), 0, { active: false, ...blank });
    const all = { branchId: branch.id, withoutSettingsOnly: false };
    await api.admin.post('/api/notice-settings', { filter: all, customers: 1, settings });
    expect((await api.admin.get(settingsOf(cleared.id))).body).toMatchObject({
      active: true,
      subject: 'Pagamento di {{multipack}}, scadenza {{due_date}}',
      reminderBody: expect.stringContaining('{{amount}}'),
      afterDueBody: expect.stringContaining('{{amount}}'),
    });
    const { id } = await newCustomer({ branchId: branch.id });
    let given: ReturnType<typeof api.admin.post> | undefined;
    await api.database.$transaction(async (tx) => {
      const own = { subject: 'Mine', reminderBody: 'Mine', afterDueBody: '' };
      await tx.noticeSetting.create({
        data: { customerId: id, ...own, active: false, toContacts: false, afterDue: false, createdAt: new Date() },
      });
      // It finds nothing stored, and meets what is.
      given = api.admin.post('/api/notice-settings', { filter: { branchId: branch.id }, customers: 1, settings });
      await new Promise((resolve) => setTimeout(resolve, 500));
    });
    expect(codeOf(await given!)).toEqual([409, 'selection_changed']);
    expect((await api.admin.get(settingsOf(id))).body).toMatchObject({ subject: 'Mine', active: false });
  });

  test('are found by branch, plan whose validity is not over, and collection agent, none included', async () => {
    const olga = await api.userOf({ accessLevel: 3 });
    const { customerId, planId } = await sold();
    const old = await newCustomer();
    await api.database.customerAgents.create({ data: { customerId, collectionAgentId: olga.id } });
    await api.database.customerAgents.create({ data: { customerId: old.id, collectionAgentId: olga.id } });
    const count = async (filter: object) =>
      (await api.admin.post('/api/notice-settings/preview', filter)).body.customers as number;
    expect(await count({ planId })).toBe(1);
    expect(await count({ collectionAgentId: olga.id })).toBe(2);
    expect(await count({ collectionAgentId: olga.id, planId })).toBe(1);
    expect(await count({ collectionAgentId: null, planId })).toBe(0);
  });

  test('what cannot be theirs is refused, and who sees a branch gives to that branch alone', async () => {
    const give = (more: object, as = api.admin) =>
      as.post('/api/notice-settings', { filter: {}, customers: 0, settings, ...more });
    expect(fields(await give({ settings: { ...settings, reminderConceptId: null, afterDueBody: '' } }))).toEqual([
      422,
      ['reminderConceptId needed_while_active', 'afterDueBody needed_after_due'],
    ]);
    expect(fields(await give({ settings: { ...settings, afterDueConceptId: REMINDER } }))).toEqual([
      422,
      ['afterDueConceptId concept_type'],
    ]);
    const branch = await addBranch(api, title('Branch'));
    const { id } = await newCustomer({ branchId: branch.id });
    const { as } = await api.userOf({ accessLevel: 2 });
    const filter = { branchId: branch.id };
    expect((await as.post('/api/notice-settings/preview', filter)).body.customers).toBe(0);
    expect((await give({ filter }, as)).body).toMatchObject({ customers: 0 });
    const { as: one } = await api.userOf({ accessLevel: 3 });
    expect(codeOf(await give({ filter }, one))).toEqual([403, 'level_required']);
    expect(codeOf(await one.post('/api/notice-settings/preview', filter))).toEqual([403, 'level_required']);
    expect((await api.admin.get(settingsOf(id))).body.version).toBe(0);
  });
});

describe('the ledger', () => {
  async function sent(customerId: string, receivableId: string, at: string, state: 'queued' | 'sent' | 'failed') {
    const mail = await api.database.mail.create({
      data: {
        ...{
          kind: 'notice',
          customerId,
          to: 'pilar@example.com',
          subject: 'Due',
          text: 'T',
          html: 'H',
          language: 'en',
        },
        ...{ uniqueKey: title('notice'), state },
        ...(state === 'sent' && { answer: '250 taken', sentAt: new Date(), messageId: title('message') }),
      },
    });
    const { dueOn } = await api.database.receivable.findUniqueOrThrow({ where: { id: receivableId } });
    return api.database.notice.create({
      data: {
        ...{ customerId, receivableId, conceptId: REMINDER, dueOn, recipient: `${title('pilar')}@example.com` },
        ...{ mailId: mail.id, createdAt: new Date(at) },
      },
    });
  }

  test('lists what was sent, waits or could not be, the newest first, by customer, state and day of the reader’s zone', async () => {
    const { customerId } = await sold();
    const { id: receivableId } = await api.database.receivable.findFirstOrThrow({ where: { customerId } });
    // 23:30 in Madrid on 2 March, and half past midnight on the third.
    const first = await sent(customerId, receivableId, '2027-03-02T22:30:00Z', 'sent');
    const second = await sent(customerId, receivableId, '2027-03-02T23:30:00Z', 'failed');
    const ids = async (query: string, as = api.admin) =>
      ((await as.get(`/api/notices?customerId=${customerId}${query}`)).body.items as { id: string }[]).map(
        ({ id }) => id,
      );
    expect(await ids('')).toEqual([second.id, first.id]);
    expect(await ids('&state=sent')).toEqual([first.id]);
    expect(await ids('&from=2027-03-03')).toEqual([second.id]);
    expect(await ids('&to=2027-03-02')).toEqual([first.id]);
    const { items, nextCursor } = (await api.admin.get(`/api/notices?customerId=${customerId}&limit=1`)).body;
    expect(items[0]).toMatchObject({ state: 'failed', type: 'preventive', dueOn: '2027-03-10', customerName: 'Pilar' });
    expect(await ids(`&limit=1&cursor=${nextCursor}`)).toEqual([first.id]);
    expect((await api.admin.get(`/api/notices?customerId=${customerId}&state=sent`)).body.items[0]).toMatchObject({
      answer: '250 taken',
      mailId: first.mailId,
    });
    const far = await addBranch(api, title('Branch'));
    const { as } = await api.userOf({ accessLevel: 2, branchId: far.id });
    expect(await ids('', as)).toEqual([]);
    expect(fields(await api.admin.get('/api/notices?state=dropped'))[0]).toBe(422);
  });
});

describe('who is out of reach', () => {
  test('is not found, whatever is asked; who is not signed in, the portal included, is nobody', async () => {
    const { id } = await newCustomer();
    const far = await addBranch(api, title('Branch'));
    const { as } = await api.userOf({ accessLevel: 2, branchId: far.id });
    const path = settingsOf(id);
    const asks = [
      ['get', path],
      ['patch', path, {}],
      ['post', `${path}/preview`, {}],
      ['post', `${path}/test-mail`, { type: 'preventive' }],
      ['post', `${path}/resume-reminders`, {}],
      ['get', `${path}/upcoming`],
    ] as const;
    for (const [method, address, body] of asks) {
      const answer = await as.ask(method, address, body, method === 'patch' ? { 'If-Match': '"0"' } : {});
      expect([method, address, ...codeOf(answer)]).toEqual([method, address, 404, 'not_found']);
      expect((await api.stranger()[method](address)).status).toBe(401);
    }
    for (const address of ['/api/notices', '/api/notice-settings/preview', '/api/notice-settings']) {
      expect((await api.stranger()[address === '/api/notices' ? 'get' : 'post'](address)).status).toBe(401);
    }
    const mine = await as.post('/api/customers', { name: 'Near' });
    expect((await as.get(settingsOf(mine.body.id))).status).toBe(200);
  });
});
