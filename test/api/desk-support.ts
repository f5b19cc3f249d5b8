import { expect } from '@jest/globals';
import type { EnginePort } from '../../src/api/engine-port.ts';
import { addDays, localDateOf } from '../../src/domain/dates.ts';
import { demandInvariants } from '../database/invariants.ts';
import { type House, openHouse } from '../support/chains.ts';
import { type Caller, startApi } from './support.ts';

export const REQUESTS = '/api/cancellation-requests';
export const today = localDateOf(new Date(), 'Europe/Madrid');
export const EUR = (amount: number) => ({ amount, currency: 'EUR' });
export const codeOf = (answer: { status: number; body: { code?: string } }) => [answer.status, answer.body.code];

/** The API over a real engine: a worker on the same database decides. Ana, of level 4, sits at the desk. */
export async function openDesk({ commandPatienceMs = 60_000 } = {}) {
  let house: House;
  const engine: EnginePort = {
    health: () => house.gateway.health(),
    describeChain: (id) => house.gateway.describeChain(id),
    describeRequest: (id) => house.gateway.describeRequest(id),
    decide: (decision) => house.gateway.decide(decision),
  };
  const api = await startApi({ temporalUi: 'http://temporal.example', commandPatienceMs }, { engine });
  house = await openHouse({ databaseUrl: api.parts.config.databaseUrl });
  const worker = await house.startWorker();
  const ana = await api.userOf({ accessLevel: 4 });
  const settings = { profileId: '', reasonId: '', classificationId: '' };

  let counter = 0;
  const title = (text: string) => `${text} ${(counter += 1)}`;

  async function add<T = { id: string }>(to: string, body: object): Promise<T> {
    const answer = await api.admin.post(to, body);
    expect([answer.status, answer.body.detail]).toEqual([201, undefined]);
    return answer.body as T;
  }

  const customer = () => add('/api/customers', { name: title('Rosa Lima'), email: `rosa-${counter}@example.com` });

  /** Thirty days from ten days ago, in three instalments by cash, with three days of notice. */
  async function sold(customerId: string, terms: object = {}, startOn = addDays(today, -10)) {
    const { id: planId } = await add('/api/plans', {
      name: title('Fibre'),
      price: EUR(9000),
      duration: { amount: 30, unit: 'day' },
      payment: { kind: 'instalments', count: 3, every: { amount: 10, unit: 'day' } },
      paymentMethod: 'cash',
      automaticRenewal: true,
      notice: { amount: 3, unit: 'day' },
      ...terms,
    });
    return (await add('/api/multipacks', { customerId, planId, startOn })).id;
  }

  return {
    ...{ api, house, worker, ana, settings, title, add, customer, sold },

    /** A default profile of ten days, a reason and a classification. */
    async setUp() {
      const profile = { title: 'Ten days', unit: 'day', period: 10, isDefault: true };
      settings.profileId = (await add('/api/cancellation-profiles', profile)).id;
      settings.reasonId = (await add('/api/cancellation-reasons', { title: 'Moving' })).id;
      settings.classificationId = (await add('/api/reversal-classifications', { title: 'Discount' })).id;
    },

    async opened(more: object = {}, terms: object = {}) {
      const { id: customerId } = await customer();
      const multipackId = await sold(customerId, terms);
      const body = { multipackId, title: 'Leaving', reasonId: settings.reasonId, ...more };
      return { ...(await add<{ id: string; code: string }>(REQUESTS, body)), customerId, multipackId };
    },

    read: async (id: string) => (await api.admin.get(`${REQUESTS}/${id}`)).body,

    act: (id: string, name: string, body: object = {}, as: Caller = ana.as) =>
      as.post(`${REQUESTS}/${id}/${name}`, body),

    async close() {
      await house.close();
      // Whatever the tests did: what must never be found is not there.
      await demandInvariants(api.database, undefined, { isDelivered: true });
      await api.stop();
    },
  };
}

export type Desk = Awaited<ReturnType<typeof openDesk>>;
