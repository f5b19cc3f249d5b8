import type { Answer, Problem } from './api.ts';
import { dues, EUR, evening, morning, sell, type Sold, type Stage, type Story } from './stories.ts';

interface Request {
  id: string;
  code: string;
  state: string;
  sla: string;
  limitAt: string;
}

interface Settings {
  /** Ids of the profiles: two weeks, and two months. */
  weeks: string;
  months: string;
  reasonId: string;
  classificationId: string;
}

const TRIES = 3;
const GB = 1_000_000_000;

/** The cancellation desk, with a request in each of its states (003). */
export const DESK: Story = {
  title: 'The cancellation desk (003): a request pending, at risk, past its limit, in analysis, cancelled and reverted',
  tell: async (stage) => {
    const { api, book } = stage;
    const { before, leap, after } = stage.years;
    const settings = await setUp(stage);
    const sale = { plan: fibre, startOn: `${before}-09-01`, today: `${leap}-03-01` };

    const bruna = await sell(stage, { ...sale, customer: 'Bruna Costa' });
    const pending = await open(stage, bruna, { ...settings, profileId: settings.months }, 'Moves abroad', 'phone');
    book.check(
      'Two months from 1 March: the limit',
      `60 days: ${leap}-04-30T06`,
      `60 days: ${pending.limitAt.slice(0, 13)}`,
    );
    const body = { multipackId: bruna.multipack.id, title: 'Again', reasonId: settings.reasonId };
    const again = await api.ask<Problem>('POST', REQUESTS, body);
    book.check('A second request for it', '409 request_in_progress', `${again.status} ${again.body.code}`);

    const davi = await sell(stage, { ...sale, customer: 'Davi Rocha' });
    const atRisk = await open(stage, davi, settings, 'Too slow in the evening', 'chat');
    await converse(stage, davi, [
      ['customer', 'The internet is slow again every evening.'],
      ['bot', 'I am sorry. Shall I restart the connection?'],
      ['customer', 'No. I want to cancel.'],
      ['operator', 'I am passing this on to my colleagues right away.'],
    ]);
    await davi.moveTo(morning(`${leap}-03-12`));
    book.check(
      'Two weeks from 1 March: on the morning of 12 March',
      'pending, on_track',
      await standing(stage, atRisk),
    );
    await davi.moveTo(evening(`${leap}-03-12`));
    book.check('Two weeks from 1 March: on the evening of 12 March', 'pending, at_risk', await standing(stage, atRisk));

    const livia = await sell(stage, { ...sale, customer: 'Lívia Prado' });
    const breached = await open(stage, livia, settings, 'A cheaper offer', 'email');
    await livia.moveTo(morning(`${leap}-03-16`));
    book.check('Two weeks from 1 March: on 16 March', 'pending, breached', await standing(stage, breached));

    const heitor = await sell(stage, { ...sale, customer: 'Heitor Alves' });
    const analysed = await open(stage, heitor, settings, 'No connection for three days', 'counter');
    await decide(stage, analysed, 'analyse');
    await decide(stage, analysed, 'comments', { text: 'Called back: wants a technician first.' });
    await furnish(stage, heitor, analysed);
    book.check('Claimed', 'in_analysis, on_track', await standing(stage, analysed));

    const sofia = await sell(stage, { ...sale, customer: 'Sofia Martins' });
    const cancelled = await open(stage, sofia, settings, 'Closes the office', 'phone');
    await decide(stage, cancelled, 'analyse');
    await decide(stage, cancelled, 'cancel', {
      lastDay: `${leap}-03-31`,
      details: 'Returns the router at the counter.',
    });
    book.check('Cancelled with 31 March as the last day', 'cancelled, met', await standing(stage, cancelled));
    book.check('Cancelled with 31 March as the last day: the multipack', 'active, cancelled', await sofia.states());
    const owed = (await api.receivablesOf(sofia.customerId)).filter(({ state }) => state === 'open');
    book.check(
      'Cancelled with 31 March as the last day: what stays owed of twelve',
      `7 × 30.00 EUR: ${before}-09-01, 10-01, 11-01, 12-01, ${leap}-01-01, ${leap}-02-01, ${leap}-03-01`,
      dues(owed),
    );

    const rafael = await sell(stage, {
      ...sale,
      customer: 'Rafael Teixeira',
      plan: { ...fibre, name: 'Fibre 300, 5 days of notice', notice: { amount: 5, unit: 'day' } },
      startOn: `${before}-03-16`,
    });
    const reverted = await open(stage, rafael, settings, 'The price', 'phone');
    await rafael.moveTo(morning(`${leap}-03-11`));
    book.check('Asked before the deadline of 10 March: after it', 'not renewed yet', await rafael.renewals());
    await decide(stage, reverted, 'analyse');
    const { classificationId } = settings;
    await decide(stage, reverted, 'revert', {
      title: 'Stays with a discount',
      classificationId,
      details: '10 % for a year',
    });
    book.check('Reverted', 'reverted, met', await standing(stage, reverted));
    book.check(
      'Reverted: renewed at once, with its own dates',
      `${leap}-03-16 to ${after}-03-15`,
      await rafael.renewals(),
    );
  },
};

const REQUESTS = '/api/cancellation-requests';

const fibre = {
  name: 'Fibre 300',
  price: EUR(36_000),
  duration: { amount: 12, unit: 'month' },
  payment: { kind: 'instalments', count: 12, every: { amount: 1, unit: 'month' } },
  paymentMethod: 'sepa',
  automaticRenewal: true,
  notice: { amount: 15, unit: 'day' },
};

const standing = async ({ api }: Stage, { id }: Request): Promise<string> => {
  const { state, sla } = await api.read<Request>(`${REQUESTS}/${id}`);
  return `${state}, ${sla}`;
};

/** The periods of the manual, with their days; the two weeks become the default where there is none. */
async function setUp({ api, book, stamp }: Stage): Promise<Settings> {
  const path = '/api/cancellation-profiles';
  const { items } = await api.read<{ items: { isDefault: boolean }[] }>(`${path}?limit=200`);
  const isDefault = !items.some((each) => each.isDefault);
  const add = async (title: string, unit: string, more: object = {}) => {
    const made = await api.make<{ id: string; days: number }>(path, {
      title: `${title}${stamp}`,
      unit,
      period: 2,
      ...more,
    });
    return { id: made.id, days: String(made.days) };
  };
  const days = await add('Two days', 'day');
  const weeks = await add('Two weeks', 'week', { isDefault });
  const months = await add('Two months', 'month');
  book.check('Days of a period of two', '2, 14, 60', [days, weeks, months].map((each) => each.days).join(', '));
  const reason = await api.make<{ id: string }>('/api/cancellation-reasons', { title: `Dissatisfied${stamp}` });
  const classification = { title: `Discount${stamp}`, description: 'Stays for a lower price' };
  const { id: classificationId } = await api.make<{ id: string }>('/api/reversal-classifications', classification);
  return { weeks: weeks.id, months: months.id, reasonId: reason.id, classificationId };
}

/** From a ticket, as when a customer gets in touch. */
async function open(
  { api, book }: Stage,
  { customerId, multipack }: Sold,
  { reasonId, weeks, profileId = weeks }: Settings & { profileId?: string },
  title: string,
  via: string,
): Promise<Request> {
  const ticket = await api.make<{ id: string; protocol: string }>('/api/tickets', {
    ...{ customerId, multipackId: multipack.id, via },
    subject: title,
    description: 'Wants to cancel the contract.',
  });
  const request = await api.make<Request>(REQUESTS, { ticketId: ticket.id, title, reasonId, profileId });
  book.tell(`${request.code} for ${multipack.code}, from ticket ${ticket.protocol}: “${title}”.`);
  return request;
}

/** Whoever is told that nobody could decide asks again. */
async function decide({ api }: Stage, { id, code }: Request, act: string, body: object = {}): Promise<void> {
  let answer: Answer<Problem> | undefined;
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    answer = await api.ask<Problem>('POST', `${REQUESTS}/${id}/${act}`, body);
    if (answer.status === 200) return;
    if (answer.status !== 503) break;
  }
  throw new Error(`${act} of ${code} was answered ${answer!.status} ${answer!.body.code}`);
}

/** What an operator looks at in an analysis: service orders, a connection that is reduced, what it used. */
async function furnish(
  { api, years }: Stage,
  { customerId, multipack }: Sold,
  { id: requestId }: Request,
): Promise<void> {
  const { leap } = years;
  const of = { customerId, multipackId: multipack.id };
  await api.make('/api/service-orders', {
    ...{ ...of, requestId, kind: 'Router replacement', description: 'The router restarts by itself.' },
    scheduled: { from: `${leap}-03-04T08:00:00Z`, to: `${leap}-03-04T10:00:00Z` },
  });
  const earlier = { ...of, kind: 'Cabling', description: 'A new socket in the study.' };
  const { id } = await api.make<{ id: string }>('/api/service-orders', earlier);
  await api.make(`/api/service-orders/${id}/done`, { conclusion: 'Socket fitted and measured.' });
  const connection = await api.make<{ id: string }>('/api/connections', {
    ...of,
    username: `heitor-${multipack.code.toLowerCase()}`,
    service: 'Fibre 300',
    framedIp: '100.64.10.21',
    callingStation: '00-53-00-AA-10-21',
  });
  const days = Array.from({ length: 29 }, (_, index) => ({
    day: `${leap}-02-${String(index + 1).padStart(2, '0')}`,
    bytesIn: Math.round((4 + 3 * Math.sin(index / 2)) * GB),
    bytesOut: Math.round((1 + Math.sin(index / 3) / 2) * GB),
  }));
  await api.make(`/api/connections/${connection.id}/usage`, { days });
  await api.make(`/api/connections/${connection.id}/reduce`, { reason: 'Fair use', requestId });
}

/** Unless a bot has a secret already, which only it knows. */
async function converse(
  { api, book, years }: Stage,
  { customerId, multipack }: Sold,
  told: readonly (readonly [sender: string, text: string])[],
): Promise<void> {
  const path = '/api/settings/bot-secret';
  const { setAt } = await api.read<{ setAt: string | null }>(path);
  if (setAt !== null) return book.tell('A bot talks to this Tacit already; its conversation is left out.');
  const { secret } = await api.make<{ secret: string }>(path, {});
  const at = (minute: number) => `${years.leap}-03-01T06:0${minute}:00Z`;
  await api.converse(secret, {
    ...{ source: 'mkbot', externalId: multipack.id, customerId, channel: 'whatsapp', subject: 'Slow internet' },
    ...{ startedAt: at(0), endedAt: at(told.length) },
    messages: told.map(([sender, text], index) => ({ externalId: String(index), at: at(index), sender, text })),
  });
}
