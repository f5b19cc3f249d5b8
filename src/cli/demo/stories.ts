import type { Api, CrmTask, Multipack, Receivable } from './api.ts';
import type { Book } from './book.ts';

/** What a story is told with. */
export interface Stage {
  api: Api;
  book: Book;
  branchId: string;
  /** Added to the names of plans, for the catalogue may have some of the same name. */
  stamp: string;
  /** Ids of the plans made so far, by name. */
  plans: Map<string, string>;
  /** A leap year ahead, and the years around it: the manuals' examples name days, not years. */
  years: Years;
}

export interface Years {
  before: number;
  leap: number;
  after: number;
  later: number;
}

export interface Story {
  title: string;
  tell: (stage: Stage) => Promise<void>;
}

// Every expected date below is written from the manuals (000, 002) or counted on a calendar by hand. The branch is in
// Madrid: 21:00 UTC is late in its evening and 07:00 UTC in its morning, all year long.
export const evening = (day: string): string => `${day}T21:00:00Z`;
export const morning = (day: string): string => `${day}T07:00:00Z`;

export const EUR = (amount: number) => ({ amount, currency: 'EUR' });
const euro = ({ amount, currency }: { amount: number; currency: string }): string =>
  `${(amount / 100).toFixed(2)} ${currency}`;
const period = ({ validFrom, validTo }: Pick<Multipack, 'validFrom' | 'validTo'>): string =>
  `${validFrom} to ${validTo}`;

/** `49.90 EUR on 2028-01-31`, or of several equal ones `12 × 100.00 EUR: 2028-01-31, 02-29, …`. */
export function dues(receivables: Receivable[]): string {
  const [first, ...others] = receivables.map(({ dueOn, amount }) => ({ dueOn, amount: euro(amount) }));
  if (first === undefined) return 'nothing';
  if (others.length === 0) return `${first.amount} on ${first.dueOn}`;
  if (others.some(({ amount }) => amount !== first.amount)) {
    return [first, ...others].map(({ dueOn, amount }) => `${amount} on ${dueOn}`).join(', ');
  }
  const later = others.map(({ dueOn }) => (dueOn.startsWith(first.dueOn.slice(0, 4)) ? dueOn.slice(5) : dueOn));
  return `${receivables.length} × ${first.amount}: ${[first.dueOn, ...later].join(', ')}`;
}

const taskInWords = ({ result, author, notes }: CrmTask): string => `${result} by ${author.name}: ${notes}`;

const YEARLY = { duration: { amount: 12, unit: 'month' }, payment: { kind: 'single' }, automaticRenewal: true };

export const STORIES: Story[] = [
  {
    title: 'It expires on 2 April, with 1 day of notice (002): cancellable through 1 April',
    tell: async (stage) => {
      const { before, leap, after } = stage.years;
      const sold = await sell(stage, {
        customer: 'Tomás Vidal',
        plan: { ...YEARLY, name: 'Pool, 1 day of notice', price: EUR(36_000), notice: { amount: 1, unit: 'day' } },
        startOn: `${before}-04-03`,
        today: `${leap}-03-01`,
      });
      const what = '2 April, 1 day of notice';
      const { book } = stage;
      book.check(`${what}: valid`, `${before}-04-03 to ${leap}-04-02`, period(sold.multipack));
      book.check(`${what}: cancellable through`, `${leap}-04-01`, sold.multipack.deadline);
      await sold.moveTo(evening(`${leap}-04-01`));
      book.check(`${what}: on the evening of 1 April`, 'not renewed yet', await sold.renewals());
      await sold.moveTo(morning(`${leap}-04-02`));
      book.check(`${what}: on the morning of 2 April`, `${leap}-04-03 to ${after}-04-02`, await sold.renewals());
    },
  },
  {
    title: 'The same with 0 days (002): cancellable through the last day of validity',
    tell: async (stage) => {
      const { before, leap, after } = stage.years;
      const sold = await sell(stage, {
        customer: 'Inés Navarro',
        plan: { ...YEARLY, name: 'Pool, without notice', price: EUR(36_000), notice: { amount: 0, unit: 'day' } },
        startOn: `${before}-04-03`,
        today: `${leap}-03-01`,
      });
      const what = '2 April, 0 days of notice';
      const { book } = stage;
      book.check(`${what}: cancellable through`, `${leap}-04-02`, sold.multipack.deadline);
      await sold.moveTo(evening(`${leap}-04-02`));
      book.check(`${what}: on the evening of 2 April`, 'not renewed yet', await sold.renewals());
      await sold.moveTo(morning(`${leap}-04-03`));
      book.check(`${what}: on the morning of 3 April`, `${leap}-04-03 to ${after}-04-02`, await sold.renewals());
    },
  },
  {
    title: 'It expires on 30 September, with 15 days (002): on the profile on the morning of 16 September',
    tell: async (stage) => {
      const { before, leap, after } = stage.years;
      const sold = await sell(stage, {
        ...gymPlus,
        customer: 'Pilar Ortega',
        startOn: `${before}-10-01`,
        today: `${leap}-09-01`,
      });
      const what = '30 September, 15 days of notice';
      const { api, book } = stage;
      book.check(`${what}: cancellable through`, `${leap}-09-15`, sold.multipack.deadline);
      await sold.moveTo(evening(`${leap}-09-15`));
      book.check(`${what}: on the evening of 15 September`, 'not renewed yet', await sold.renewals());
      await sold.moveTo(morning(`${leap}-09-16`));
      book.check(`${what}: on the morning of 16 September`, `${leap}-10-01 to ${after}-09-30`, await sold.renewals());
      const renewed = (await api.multipacksOf(sold.customerId)).find(({ ordinal }) => ordinal === 1);
      const owed = (await api.receivablesOf(sold.customerId)).filter(({ multipackId }) => multipackId === renewed?.id);
      book.check(`${what}: what is then to be paid`, `499.00 EUR on ${leap}-10-01`, dues(owed));
      const tasks = (await api.tasksOf(sold.customerId)).filter(({ multipack }) => multipack?.id === renewed?.id);
      book.check(
        `${what}: the CRM task`,
        `automatic_renewal by Tacit: automatic renewal of ${sold.name}: new period from 01/10/${leap} to 30/09/${after}`,
        tasks.map(taskInWords).join('; '),
      );
      const madrid = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Madrid', dateStyle: 'short' });
      const nights = tasks.map(({ createdAt }) => madrid.format(new Date(createdAt))).join('; ');
      book.check(`${what}: the night it ran in`, `${leap}-09-16`, nights);
    },
  },
  {
    title: 'Monthly from 31 January, for 14 months: always the 31st, or the last day of a shorter month',
    tell: async (stage) => {
      const { leap, after } = stage.years;
      const sold = await sell(stage, {
        customer: 'Marco Bianchi',
        plan: {
          name: 'Gym monthly',
          price: EUR(4_990),
          duration: { amount: 1, unit: 'month' },
          payment: { kind: 'rolling' },
          paymentMethod: 'sepa',
          automaticRenewal: true,
          notice: { amount: 5, unit: 'day' },
        },
        startOn: `${leap}-01-31`,
        today: `${leap}-01-10`,
      });
      await sold.moveTo(morning(`${after}-03-01`));
      const periods = [
        [`${leap}-01-31`, `${leap}-02-28`],
        [`${leap}-02-29`, `${leap}-03-30`],
        [`${leap}-03-31`, `${leap}-04-29`],
        [`${leap}-04-30`, `${leap}-05-30`],
        [`${leap}-05-31`, `${leap}-06-29`],
        [`${leap}-06-30`, `${leap}-07-30`],
        [`${leap}-07-31`, `${leap}-08-30`],
        [`${leap}-08-31`, `${leap}-09-29`],
        [`${leap}-09-30`, `${leap}-10-30`],
        [`${leap}-10-31`, `${leap}-11-29`],
        [`${leap}-11-30`, `${leap}-12-30`],
        [`${leap}-12-31`, `${after}-01-30`],
        [`${after}-01-31`, `${after}-02-27`],
        [`${after}-02-28`, `${after}-03-30`],
      ] as const;
      const { api, book } = stage;
      const found = await api.multipacksOf(sold.customerId);
      const owed = await api.receivablesOf(sold.customerId);
      periods.forEach(([from, to], month) => {
        const term = found[month];
        const due = owed.filter(({ multipackId }) => multipackId === term?.id);
        book.check(
          `31 January, monthly: month ${month + 1}`,
          `${from} to ${to}; 49.90 EUR on ${from}`,
          term === undefined ? 'missing' : `${period(term)}; ${dues(due)}`,
        );
      });
      book.check('31 January, monthly: months in all', '14', String(found.length));
    },
  },
  {
    title: 'In twelve instalments from 31 January: the renewal has the same plan from its own start',
    tell: async (stage) => {
      const { leap, after, later } = stage.years;
      const sold = await sell(stage, {
        customer: 'Chiara Greco',
        plan: {
          ...YEARLY,
          name: 'Tennis in instalments',
          price: EUR(120_000),
          payment: { kind: 'instalments', count: 12, every: { amount: 1, unit: 'month' } },
          paymentMethod: 'sepa',
          notice: { amount: 1, unit: 'month' },
        },
        startOn: `${leap}-01-31`,
        today: `${leap}-01-31`,
      });
      const what = 'Instalments';
      const { api, book } = stage;
      const instalments = async (ordinal: number): Promise<string> => {
        const term = (await api.multipacksOf(sold.customerId)).find((each) => each.ordinal === ordinal);
        return dues((await api.receivablesOf(sold.customerId)).filter(({ multipackId }) => multipackId === term?.id));
      };
      book.check(
        `${what}: of the sale`,
        `12 × 100.00 EUR: ${leap}-01-31, 02-29, 03-31, 04-30, 05-31, 06-30, 07-31, 08-31, 09-30, 10-31, 11-30, 12-31`,
        await instalments(0),
      );
      book.check(`${what}: cancellable through`, `${leap}-12-30`, sold.multipack.deadline);
      await sold.moveTo(morning(`${leap}-12-31`));
      book.check(`${what}: renewed`, `${after}-01-31 to ${later}-01-30`, await sold.renewals());
      book.check(
        `${what}: of the renewal`,
        `12 × 100.00 EUR: ${after}-01-31, 02-28, 03-31, 04-30, 05-31, 06-30, 07-31, 08-31, 09-30, 10-31, 11-30, 12-31`,
        await instalments(1),
      );
    },
  },
  {
    title: 'Other terms at renewal (002): they apply at the first one, and stay',
    tell: async (stage) => {
      const { leap, after, later } = stage.years;
      const sold = await sell(stage, {
        customer: 'Elena Ferri',
        plan: {
          ...YEARLY,
          name: 'Welcome offer',
          price: EUR(19_900),
          duration: { amount: 3, unit: 'month' },
          notice: { amount: 2, unit: 'week' },
          renewalTerms: { price: EUR(44_900), duration: { amount: 12, unit: 'month' } },
        },
        startOn: `${leap}-01-10`,
        today: `${leap}-01-10`,
      });
      await sold.moveTo(morning(`${after}-03-27`));
      const terms = await stage.api.multipacksOf(sold.customerId);
      const facts = (ordinal: number): string => {
        const term = terms.find((each) => each.ordinal === ordinal);
        return term === undefined ? 'missing' : `${period(term)}, ${euro(term.price)}, deadline ${term.deadline}`;
      };
      const { book } = stage;
      book.check(
        'Other terms: as sold',
        `${leap}-01-10 to ${leap}-04-09, 199.00 EUR, deadline ${leap}-03-26`,
        facts(0),
      );
      book.check(
        'Other terms: renewed',
        `${leap}-04-10 to ${after}-04-09, 449.00 EUR, deadline ${after}-03-26`,
        facts(1),
      );
      book.check(
        'Other terms: renewed again',
        `${after}-04-10 to ${later}-04-09, 449.00 EUR, deadline ${later}-03-26`,
        facts(2),
      );
    },
  },
  {
    title: 'Cancelled on the last allowed day (000): it runs to its end, its receivables stay, and nothing follows',
    tell: async (stage) => {
      const { before, leap } = stage.years;
      const sold = await sell(stage, {
        ...gymPlus,
        customer: 'Beatriz Lima',
        startOn: `${before}-10-01`,
        today: `${leap}-09-01`,
      });
      const what = 'Cancelled on 15 September';
      const { api, book } = stage;
      await sold.moveTo(evening(`${leap}-09-15`));
      const { status } = await api.cancelRenewal(sold.multipack.id);
      book.check(`${what}: answer`, '200', String(status));
      const tasks = await api.tasksOf(sold.customerId);
      book.check(
        `${what}: the CRM task`,
        `automatic_renewal_cancellation by ${api.user}: cancellation of the automatic renewal of ${sold.name} valid from 01/10/${before} to 30/09/${leap}`,
        tasks.map(taskInWords).join('; '),
      );
      await sold.moveTo(morning(`${leap}-09-16`));
      book.check(`${what}: on the morning of 16 September`, 'not renewed yet', await sold.renewals());
      await sold.moveTo(evening(`${leap}-09-30`));
      book.check(`${what}: on 30 September`, 'active, cancelled', await sold.states());
      await sold.moveTo(morning(`${leap}-10-01`));
      book.check(`${what}: on 1 October`, 'expired, cancelled', await sold.states());
      const owed = await api.receivablesOf(sold.customerId);
      book.check(
        `${what}: receivables`,
        `499.00 EUR on ${before}-10-01`,
        dues(owed.filter(({ state }) => state === 'open')),
      );
    },
  },
  {
    title: 'Asked a day later (000): refused, with the deadline in the answer, and renewed',
    tell: async (stage) => {
      const { before, leap, after } = stage.years;
      const sold = await sell(stage, {
        ...gymPlus,
        customer: 'João Pereira',
        startOn: `${before}-10-01`,
        today: `${leap}-09-01`,
      });
      const what = 'Asked on 16 September';
      const { api, book } = stage;
      await sold.moveTo(morning(`${leap}-09-16`));
      const { status, body } = await api.cancelRenewal(sold.multipack.id);
      book.tell(`“${body.detail ?? body.title}”`);
      book.check(`${what}: answer`, '409 notice_deadline_passed', `${status} ${body.code}`);
      book.check(`${what}: deadline in the answer`, `${leap}-09-15`, String(body.details?.deadline));
      book.check(`${what}: renewed`, `${leap}-10-01 to ${after}-09-30`, await sold.renewals());
    },
  },
];

const gymPlus = {
  plan: { ...YEARLY, name: 'Gym Plus 12 months', price: EUR(49_900), notice: { amount: 15, unit: 'day' } },
};

export interface Sold {
  customerId: string;
  name: string;
  multipack: Multipack;
  /** Moves the customer's clock, and with it the time of their workflows. */
  moveTo: (instant: string) => Promise<void>;
  /** The periods made from the one sold. */
  renewals: () => Promise<string>;
  /** Of the one sold: its state and its renewal's. */
  states: () => Promise<string>;
}

/** A new customer whose clock shows the morning of `today`, with one multipack of a new plan. */
export async function sell(
  { api, book, branchId, stamp, plans }: Stage,
  options: { customer: string; plan: { name: string; [field: string]: unknown }; startOn: string; today: string },
): Promise<Sold> {
  const { customer, today, startOn } = options;
  const plan = { paymentMethod: 'card', ...options.plan, name: `${options.plan.name}${stamp}` };
  const { id: customerId } = await api.addCustomer({ name: customer, branchId, language: 'en' });
  const planId = plans.get(plan.name) ?? (await api.addPlan(plan));
  plans.set(plan.name, planId);
  await api.moveClock(customerId, morning(today));
  const multipack = await api.sell({ customerId, planId, startOn });
  book.tell(`${customer} has ${multipack.code}, “${options.plan.name}”, from ${startOn}; it is ${today}.`);
  return {
    customerId,
    name: plan.name,
    multipack,
    moveTo: async (instant) => {
      await api.moveClock(customerId, instant);
      book.tell(
        `… it is ${instant.slice(0, 10)}, ${instant === morning(instant.slice(0, 10)) ? 'morning' : 'evening'}.`,
      );
    },
    renewals: async () => {
      const renewed = (await api.multipacksOf(customerId)).filter(({ ordinal }) => ordinal > 0);
      return renewed.length === 0 ? 'not renewed yet' : renewed.map(period).join('; ');
    },
    states: async () =>
      (await api.multipacksOf(customerId)).map(({ state, renewalState }) => `${state}, ${renewalState}`).join('; '),
  };
}
