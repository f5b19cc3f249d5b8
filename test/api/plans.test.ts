import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Api, fields, PLAN, startApi } from './support.ts';

const NOBODY = '01999999-9999-7999-8999-999999999999';
let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const eur = (amount: number) => ({ amount, currency: 'EUR' });
const monthly = { duration: { amount: 1, unit: 'month' }, payment: { kind: 'rolling' } };

describe('plans', () => {
  test('one added says everything, what was left out too, and is read back the same', async () => {
    const { status, body, headers } = await api.admin.post('/api/plans', PLAN);
    expect([status, headers['location'], headers['etag']]).toEqual([201, `/api/plans/${body.id}`, '"1"']);
    expect(body).toMatchObject({
      ...PLAN,
      oneOffFee: null,
      services: [],
      hasPriceList: false,
      notice: null,
      portalCancellation: false,
      portalRenewal: false,
      renewalTerms: null,
      retired: false,
    });
    expect((await api.admin.get(`/api/plans/${body.id}`)).body).toEqual(body);
  });

  test.each([
    ['rolling', { ...monthly, paymentMethod: 'recurring_card' }],
    [
      'single, with a fee and its own notice',
      { payment: { kind: 'single' }, oneOffFee: eur(2_500), notice: { amount: 0, unit: 'day' } },
    ],
    [
      'with renewal terms',
      {
        renewalTerms: { price: eur(0), duration: { amount: 6, unit: 'month' }, services: [] },
        payment: { kind: 'single' },
      },
    ],
    ['with a part of the renewal terms', { renewalTerms: { services: ['sauna'] } }],
    ['renewed by hand in the portal', { automaticRenewal: false, portalRenewal: true }],
    ['cancelled in the portal', { portalCancellation: true }],
    ['in a currency without cents', { price: { amount: 5000, currency: 'JPY' } }],
    ['as dear as amounts go', { price: eur(Number.MAX_SAFE_INTEGER) }],
  ])('%s: what was sent is what is read', async (name, more) => {
    const { status, body } = await api.admin.post('/api/plans', { ...PLAN, name, ...more });
    expect(status).toBe(201);
    expect((await api.admin.get(`/api/plans/${body.id}`)).body).toMatchObject({ ...PLAN, name, ...more });
  });

  test.each([
    [{ price: eur(-1) }, ['price.amount too_small']],
    [{ price: eur(49.9) }, ['price.amount invalid_type']],
    [{ price: { amount: '4990', currency: 'EUR' } }, ['price.amount invalid_type']],
    [{ price: { amount: 1e30, currency: 'EUR' } }, ['price.amount too_big']],
    [{ price: { amount: 1, currency: 'XYZ' } }, ['price.currency unknown_currency']],
    [{ price: 4990 }, ['price invalid_type']],
    [{ oneOffFee: eur(-5) }, ['oneOffFee.amount too_small']],
    [{ oneOffFee: { amount: 5, currency: 'GBP' } }, ['oneOffFee.currency currency_mismatch']],
    [{ duration: { amount: 0, unit: 'month' } }, ['duration invalid_duration']],
    [{ duration: { amount: 101, unit: 'year' } }, ['duration invalid_duration']],
    [{ duration: { amount: 1, unit: 'fortnight' } }, ['duration.unit invalid_value']],
    [{ payment: { kind: 'barter' } }, ['payment.kind invalid_union']],
    [{ payment: { kind: 'single', count: 2 } }, ['payment.count unknown_field']],
    [
      { payment: { kind: 'instalments', count: 1, every: { amount: 1, unit: 'month' } } },
      ['payment invalid_instalments'],
    ],
    [
      { payment: { kind: 'instalments', count: 13, every: { amount: 1, unit: 'month' } } },
      ['duration instalments_exceed_duration'],
    ],
    [{ payment: { kind: 'rolling' } }, ['duration rolling_is_monthly']],
    [{ paymentMethod: 'cheque' }, ['paymentMethod invalid_value']],
    [{ notice: { amount: 3, unit: 'year' } }, ['notice invalid_notice']],
    [{ notice: { amount: -3, unit: 'day' } }, ['notice.amount too_small']],
    [{ services: ['a', 5] }, ['services.1 invalid_type']],
    [{ hasPriceList: true, renewalTerms: { price: eur(1) } }, ['renewalTerms price_list_excludes_renewal_terms']],
    [{ renewalTerms: { price: { amount: 1, currency: 'USD' } } }, ['renewalTerms.price.currency currency_mismatch']],
    [{ renewalTerms: { cost: 1 } }, ['renewalTerms.cost unknown_field']],
    [{ portalRenewal: true }, ['portalRenewal portal_renewal_excludes_automatic_renewal']],
    [
      { automaticRenewal: true, portalRenewal: true, portalCancellation: true },
      [
        'portalRenewal portal_renewal_excludes_automatic_renewal',
        'portalCancellation portal_cancellation_excludes_portal_renewal',
      ],
    ],
    [
      { automaticRenewal: false, portalCancellation: true },
      ['portalCancellation portal_cancellation_needs_automatic_renewal'],
    ],
    [{ name: '' }, ['name too_small']],
    [{ automaticRenewal: 'yes' }, ['automaticRenewal invalid_type']],
  ])('%j is 422', async (more, expected) => {
    const answer = await api.admin.post('/api/plans', { ...PLAN, name: 'Refused', ...more });
    expect(fields(answer)).toEqual([422, expected]);
    expect(answer.body.errors.every(({ message }: { message: string }) => message.length > 5)).toBe(true);
  });

  test('a name in use is 409', async () => {
    expect((await api.admin.post('/api/plans', PLAN)).body.code).toBe('name_taken');
  });

  test('an edit is judged together with what stays', async () => {
    const { body } = await api.admin.post('/api/plans', { ...PLAN, name: 'Edited', renewalTerms: { price: eur(100) } });
    const address = `/api/plans/${body.id}`;
    expect(fields(await api.admin.patch(address, 1, { hasPriceList: true }))).toEqual([
      422,
      ['renewalTerms price_list_excludes_renewal_terms'],
    ]);
    const answer = await api.admin.patch(address, 1, {
      hasPriceList: true,
      renewalTerms: null,
      notice: { amount: 1, unit: 'week' },
    });
    expect([answer.status, answer.body.renewalTerms, answer.body.notice, answer.headers['etag']]).toEqual([
      200,
      null,
      { amount: 1, unit: 'week' },
      '"2"',
    ]);
    expect((await api.admin.patch(address, 2, { notice: null })).body.notice).toBeNull();
    expect((await api.admin.patch(address, 1, { name: 'Late' })).status).toBe(412);
    const events = await api.database.auditEvent.findMany({ where: { entityId: body.id }, orderBy: { id: 'asc' } });
    expect(events.map(({ action }) => action)).toEqual(['plan.added', 'plan.edited', 'plan.edited']);
    expect(events[1]!.details).toEqual({
      before: { hasPriceList: false, noticeAmount: null, noticeUnit: null, renewalPrice: 100 },
      after: { hasPriceList: true, noticeAmount: 1, noticeUnit: 'week', renewalPrice: null },
    });
  });

  test('a retired one is out of the catalogue that is sold from, and can come back', async () => {
    const { body } = await api.admin.post('/api/plans', { ...PLAN, name: 'Old' });
    expect((await api.admin.patch(`/api/plans/${body.id}`, 1, { retired: true })).body.retired).toBe(true);
    const idsOf = async (query: string) =>
      (await api.admin.get(`/api/plans?limit=200${query}`)).body.items.map(({ id }: { id: string }) => id);
    expect(await idsOf('&retired=false')).not.toContain(body.id);
    expect(await idsOf('&retired=true')).toEqual([body.id]);
    expect(await idsOf('')).toContain(body.id);
    expect((await api.admin.patch(`/api/plans/${body.id}`, 2, { retired: false })).body.retired).toBe(false);
  });

  test('the catalogue is read at every level; an unknown plan is 404', async () => {
    const { as } = await api.userOf({ accessLevel: 4 });
    expect((await as.get('/api/plans')).status).toBe(200);
    expect((await as.get(`/api/plans/${NOBODY}`)).status).toBe(404);
    expect((await api.admin.patch(`/api/plans/${NOBODY}`, 1, {})).status).toBe(404);
  });
});
