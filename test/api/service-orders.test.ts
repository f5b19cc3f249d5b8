import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { extractText, getDocumentProxy } from 'unpdf';
import { addBranch, type Api, fields, PLAN, startApi, statuses } from './support.ts';

const NOBODY = '01999999-9999-7999-8999-999999999999';
const FROM = '2040-03-01T08:00:00.000Z';
const TO = '2040-03-01T10:00:00.000Z';
let api: Api;
let customer: { id: string };
beforeAll(async () => {
  api = await startApi();
  const address = 'Calle Mayor 1, 28013 Madrid';
  customer = (await api.admin.post('/api/customers', { name: 'João Núñez', address, phone: '+34 600 000 000' })).body;
});
afterAll(() => api.stop());

const order = (more: object = {}, as = api.admin) =>
  as.post('/api/service-orders', {
    customerId: customer.id,
    kind: 'Router',
    description: 'No light.\nRestart it.',
    ...more,
  });

describe('service orders', () => {
  test('are created with a number of their own, scheduled, edited and done, each traced', async () => {
    const planId = (await api.admin.post('/api/plans', PLAN)).body.id;
    const sale = { customerId: customer.id, planId, startOn: '2040-01-01' };
    const multipack = (await api.admin.post('/api/multipacks', sale)).body;
    const created = await order({ multipackId: multipack.id });
    expect(created.status).toBe(201);
    expect(created.body).toMatchObject({
      code: expect.stringMatching(/^SO-\d{6}$/),
      state: 'open',
      scheduled: null,
      timeZone: 'Europe/Madrid',
      customer: { name: 'João Núñez' },
      multipack: { id: multipack.id, code: multipack.code },
    });
    const { id } = created.body;
    const { id: assigneeId } = await api.userOf({ accessLevel: 4 });
    const scheduled = await api.admin.post(`/api/service-orders/${id}/schedule`, { from: FROM, to: TO, assigneeId });
    expect(scheduled.body).toMatchObject({
      state: 'scheduled',
      scheduled: { from: FROM, to: TO },
      assignee: { id: assigneeId },
    });
    const edited = await api.admin.patch(`/api/service-orders/${id}`, 2, { kind: 'Antenna', multipackId: null });
    expect(edited.body).toMatchObject({ kind: 'Antenna', multipack: null, version: 3 });
    expect((await api.admin.patch(`/api/service-orders/${id}`, 2, { kind: 'Late' })).status).toBe(412);
    expect((await api.admin.patch(`/api/service-orders/${id}`, null, { kind: 'Blind' })).status).toBe(428);
    const done = await api.admin.post(`/api/service-orders/${id}/done`, { conclusion: 'Replaced.' });
    expect(done.body).toMatchObject({ state: 'done', conclusion: 'Replaced.', scheduled: { from: FROM, to: TO } });
    expect(done.body.closedAt).not.toBeNull();
    expect((await api.admin.get(`/api/service-orders/${id}`)).body).toEqual(done.body);
    const history = await api.admin.get(`/api/audit-events?entity=service_order&entityId=${id}`);
    expect(history.body.items.map(({ action }: { action: string }) => action)).toEqual(
      ['done', 'edited', 'scheduled', 'added'].map((verb) => `service_order.${verb}`),
    );
  });

  test('that are concluded stay as they are, and of two that conclude at once one does', async () => {
    const { id } = (await order({ scheduled: { from: FROM, to: TO } })).body;
    const answers = await Promise.all([
      api.admin.post(`/api/service-orders/${id}/done`, { conclusion: 'Done' }),
      api.admin.post(`/api/service-orders/${id}/cancel`, { conclusion: 'Not at home' }),
    ]);
    expect(statuses(answers)).toEqual([200, 409]);
    for (const answer of [
      await api.admin.post(`/api/service-orders/${id}/schedule`, { from: FROM, to: TO }),
      await api.admin.patch(`/api/service-orders/${id}`, 2, { kind: 'Other' }),
      await api.admin.post(`/api/service-orders/${id}/cancel`, { conclusion: 'Again' }),
    ]) {
      expect([answer.status, answer.body.code]).toEqual([409, 'service_order_closed']);
      expect(answer.body.detail).toMatch(/SO-\d{6}/);
    }
  });

  test('are listed by customer, state and person, the newest first, a page at a time', async () => {
    const other = (await api.admin.post('/api/customers', { name: 'Other' })).body;
    const first = (await order({ customerId: other.id })).body;
    const second = (await order({ customerId: other.id, scheduled: { from: FROM, to: TO } })).body;
    const ids = async (query: string) =>
      (await api.admin.get(`/api/service-orders?customerId=${other.id}${query}`)).body.items.map(
        (o: { id: string }) => o.id,
      );
    expect(await ids('')).toEqual([second.id, first.id]);
    expect(await ids('&state=open')).toEqual([first.id]);
    const page = (await api.admin.get(`/api/service-orders?customerId=${other.id}&limit=1`)).body;
    expect(await ids(`&cursor=${page.nextCursor}`)).toEqual([first.id]);
  });

  test('refuse what cannot be, with its code', async () => {
    const { id: inactive } = await api.userOf({ accessLevel: 4 });
    await api.database.user.update({ where: { id: inactive }, data: { active: false } });
    const past = { from: '2020-03-01T08:00:00Z', to: '2020-03-01T09:00:00Z' };
    const { id } = (await order()).body;
    const cases: [Promise<{ status: number; body: { code: string } }>, number, string][] = [
      [order({ customerId: NOBODY }), 422, 'customer_unknown'],
      [order({ multipackId: NOBODY }), 422, 'multipack_unknown'],
      [order({ assigneeId: NOBODY }), 422, 'user_unknown'],
      [order({ assigneeId: inactive }), 409, 'user_inactive'],
      [order({ scheduled: past }), 422, 'schedule_in_past'],
      [order({ requestId: NOBODY }), 422, 'request_unknown'],
      [api.admin.post(`/api/service-orders/${id}/schedule`, past), 422, 'schedule_in_past'],
      [api.admin.post(`/api/service-orders/${NOBODY}/done`, { conclusion: 'x' }), 404, 'not_found'],
    ];
    for (const [asked, status, code] of cases) {
      const answer = await asked;
      expect([answer.status, answer.body.code]).toEqual([status, code]);
    }
    expect(fields(await order({ kind: ' ' }))).toEqual([422, ['kind too_small']]);
    expect(fields(await order({ scheduled: { from: TO, to: FROM } }))).toEqual([422, ['scheduled.to range_reversed']]);
    expect(fields(await api.admin.post(`/api/service-orders/${id}/schedule`, { from: TO, to: FROM }))).toEqual([
      422,
      ['to range_reversed'],
    ]);
    expect(fields(await api.admin.post(`/api/service-orders/${id}/done`, {}))[0]).toBe(422);
  });

  test('of another branch do not exist for its neighbours', async () => {
    const branch = await addBranch(api, 'Porto Alegre');
    const theirs = (await api.admin.post('/api/customers', { name: 'Far', branchId: branch.id })).body;
    const { id } = (await order({ customerId: theirs.id })).body;
    const { as } = await api.userOf({ accessLevel: 2 });
    for (const answer of [
      await as.get(`/api/service-orders/${id}`),
      await as.get(`/api/service-orders/${id}/print`),
      await as.patch(`/api/service-orders/${id}`, 1, { kind: 'Mine' }),
      await as.post(`/api/service-orders/${id}/schedule`, { from: FROM, to: TO }),
      await as.post(`/api/service-orders/${id}/done`, { conclusion: 'x' }),
    ]) {
      expect(answer.status).toBe(404);
    }
    expect((await as.get(`/api/service-orders?customerId=${theirs.id}`)).body.items).toEqual([]);
    expect((await order({ customerId: theirs.id }, as)).body.code).toBe('customer_unknown');
    expect((await api.stranger().get(`/api/service-orders/${id}`)).status).toBe(401);
  });
});

describe('a service order on paper', () => {
  test.each([
    ['es', 'Orden de servicio', 'programada', /1 de marzo de 2040,? 0?9:00-11:00/],
    ['it', 'Ordine di servizio', 'programmato', /1 marzo 2040,? 09:00-11:00/],
    ['en', 'Service order', 'scheduled', /1 March 2040,? 09:00-11:00/],
    ['pt-BR', 'Ordem de serviço', 'agendada', /1 de março de 2040,? 09:00-11:00/],
  ])(
    'is a PDF in %s, with its own fonts, the appointment on the branch’s clock',
    async (language, title, state, when) => {
      const { id, code } = (await order({ scheduled: { from: FROM, to: TO } })).body;
      const answer = await api.admin
        .get(`/api/service-orders/${id}/print`, { 'Accept-Language': language })
        .buffer(true)
        .parse((response, done) => {
          const parts: Uint8Array[] = [];
          response.on('data', (part: Buffer) => parts.push(new Uint8Array(part)));
          response.on('end', () => done(null, Buffer.concat(parts)));
        });
      expect(answer.headers['content-type']).toBe('application/pdf');
      expect(answer.headers['content-disposition']).toBe(`attachment; filename=${code}.pdf`);
      const pdf = answer.body as Buffer;
      expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
      expect(pdf.toString('latin1')).toMatch(/FontFile2/);
      const said = await textOf(pdf);
      for (const expected of [`${title} ${code}`, 'João Núñez', 'Calle Mayor 1', state, 'Restart it.']) {
        expect(said).toContain(expected);
      }
      expect(said).toMatch(when);
    },
  );
});

/** Dashes and spaces plain. */
async function textOf(pdf: Buffer): Promise<string> {
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(pdf)), { mergePages: true });
  return text.replaceAll(/\s+/g, ' ').replaceAll(/ ?[–—] ?/g, '-');
}
