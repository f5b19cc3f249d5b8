import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { setCustomerClock } from '../../src/database/customer-clock.ts';
import { addDays, type LocalDate, localDateOf } from '../../src/domain/dates.ts';
import { portalOf } from './portal-support.ts';
import { type Api, startApi } from './support.ts';

const THIRTY_DAYS = { duration: { amount: 30, unit: 'day' }, payment: { kind: 'single' } } as const;

let api: Api;
let portal: ReturnType<typeof portalOf>;
let today: LocalDate;
beforeAll(async () => {
  api = await startApi({ testClock: true, limits: { linksPerAddress: 1_000 } });
  portal = portalOf(api);
  today = localDateOf(new Date(), 'Europe/Madrid');
});
afterAll(() => api.stop());

let people = 0;
/** A mother with an address, and a child without one who comes of age in a hundred days. */
async function family({ childEmail = null as string | null } = {}) {
  people += 1;
  const email = `mother-${people}@example.com`;
  const child = await portal.customer(childEmail, 'Nico Gil');
  const mother = await portal.customer(email, 'Laura Gil');
  const birthDate = `${Number(today.slice(0, 4)) - 18}${addDays(today, 100).slice(4)}`.replace('02-29', '03-01');
  const yearAhead = addDays(today, 100).slice(0, 4) > today.slice(0, 4) ? 1 : 0;
  const born = `${Number(birthDate.slice(0, 4)) + yearAhead}${birthDate.slice(4)}`;
  const answer = await api.admin.patch(`/api/customers/${child.id}`, 1, { guardianId: mother.id, birthDate: born });
  expect([answer.status, answer.body.inCare]).toEqual([200, true]);
  const bought = await portal.sold(child.id, today, THIRTY_DAYS);
  return { email, mother, child, bought, as: await portal.signedIn(email) };
}
const problem = ({ status, body }: { status: number; body: { code?: string } }) => [status, body.code];
const lettersOf = (customerId: string) =>
  api.database.mail.findMany({ where: { customerId, kind: { not: 'portal_link' } }, orderBy: { id: 'asc' } });
/** Through the 18th birthday. */
const comeOfAge = (customerId: string) =>
  setCustomerClock(api.database, customerId, new Date(`${addDays(today, 102)}T12:00:00Z`));

describe('a guardian', () => {
  test('reaches what a minor bought as their own, and nobody else does', async () => {
    const { as, bought, child, mother } = await family();
    const session = (await as.get('/portal/api/session')).body;
    expect(session.customers.map(({ name }: { name: string }) => name)).toEqual(['Laura Gil', 'Nico Gil']);
    expect((await as.get('/portal/api/multipacks')).body.items).toMatchObject([
      { id: bought.id, customerId: child.id },
    ]);
    expect((await as.get('/portal/api/receivables')).body.items).toMatchObject([{ customerName: 'Nico Gil' }]);
    expect((await as.get(`/portal/api/multipacks/${bought.id}`)).status).toBe(200);
    expect((await as.patch(`/portal/api/customers/${child.id}`, 2, { phone: '600 1' })).status).toBe(200);
    const stranger = (await family()).as;
    expect(problem(await stranger.get(`/portal/api/multipacks/${bought.id}`))).toEqual([404, 'multipack_not_found']);
    // The link was the guardian's own letter, not the child's.
    expect(await api.database.mail.count({ where: { customerId: mother.id, kind: 'portal_link' } })).toBe(1);
  });

  test('gets the letters of a minor, in the own language and with whose contract it is', async () => {
    const { as, bought, child, email, mother } = await family({ childEmail: 'nico@example.com' });
    await api.admin.patch(`/api/customers/${mother.id}`, 1, { language: 'it' });
    expect((await as.post(`/portal/api/multipacks/${bought.id}/cancel-renewal`)).status).toBe(200);
    const [letter, ...more] = await lettersOf(child.id);
    expect([letter!.to, letter!.language, more]).toEqual([email, 'it', []]);
    expect(letter!.text).toContain('Gentile Laura Gil,');
    expect(letter!.text).toMatch(/Contratto: .+ · Nico Gil\n/);
  });

  test('without an e-mail address leaves the letters to the minor', async () => {
    const child = await portal.customer('own@example.com', 'Iris Gil');
    const mute = await portal.customer(null, 'Mute Gil');
    await api.admin.patch(`/api/customers/${child.id}`, 1, { guardianId: mute.id, birthDate: addDays(today, -4_000) });
    const { id } = await portal.sold(child.id, today, THIRTY_DAYS);
    await api.admin.post(`/api/multipacks/${id}/cancel-renewal`);
    expect((await lettersOf(child.id)).map(({ to }) => to)).toEqual(['own@example.com']);
  });

  test('of somebody of unknown age goes on; of somebody who comes of age neither reaches nor receives any more', async () => {
    const { as, bought, child } = await family({ childEmail: 'grown@example.com' });
    await comeOfAge(child.id);
    expect((await as.get('/portal/api/session')).body.customers).toHaveLength(1);
    expect(problem(await as.get(`/portal/api/multipacks/${bought.id}`))).toEqual([404, 'multipack_not_found']);
    expect((await as.get('/portal/api/multipacks')).body.items).toEqual([]);
    const later = await portal.sold(child.id, addDays(today, 102), THIRTY_DAYS);
    await api.admin.post(`/api/multipacks/${later.id}/cancel-renewal`);
    expect((await lettersOf(child.id)).map(({ to }) => to)).toEqual(['grown@example.com']);
    const { version } = (await api.admin.get(`/api/customers/${child.id}`)).body;
    expect((await api.admin.patch(`/api/customers/${child.id}`, version, { birthDate: null })).body.inCare).toBe(true);
    expect((await as.get('/portal/api/session')).body.customers).toHaveLength(2);
  });
});

describe('money in the portal', () => {
  test('is told with what came back and what was given back, without who recorded it, and credit with whose it is', async () => {
    const { as, child, bought } = await family();
    const [owed] = await api.database.receivable.findMany({ where: { multipackId: bought.id } });
    const act = (verb: string, body: object = {}) => api.admin.post(`/api/receivables/${owed!.id}/${verb}`, body);
    expect((await as.get('/portal/api/credit')).body).toEqual({ items: [] });
    await act('pay', { method: 'sepa' });
    await act('returned');
    await act('pay', { method: 'cash' });
    await act('refund', { method: 'cash', amount: { amount: 1_000, currency: 'EUR' } });
    await act('credit');
    const { receivables } = (await as.get(`/portal/api/multipacks/${bought.id}`)).body;
    expect(receivables[0].payments.map(({ kind }: { kind: string }) => kind)).toEqual([
      'payment',
      'returned',
      'payment',
      'refund',
      'credited',
    ]);
    expect(Object.keys(receivables[0].payments[0])).not.toContain('recordedBy');
    expect((await as.get('/portal/api/receivables')).body.items[0]).toMatchObject({
      state: 'paid',
      givenBack: { amount: 4_990 },
    });
    expect((await as.get('/portal/api/credit')).body).toEqual({
      items: [{ customerId: child.id, customerName: 'Nico Gil', balance: { amount: 3_990, currency: 'EUR' } }],
    });
    expect((await (await family()).as.get('/portal/api/credit')).body).toEqual({ items: [] });
  });
});
