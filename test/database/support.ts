import type { Clock } from '../../src/clock.ts';
import { act, type Act, type Actor, SYSTEM } from '../../src/database/act.ts';
import { type Database, openDatabase } from '../../src/database/client.ts';
import type { Branch, Customer, Multipack, Plan } from '../../src/database/generated/client.ts';
import { fromColumn } from '../../src/database/local-date.ts';
import { sellMultipack } from '../../src/database/multipacks/sell.ts';
import { columnsOfTerms } from '../../src/database/terms-columns.ts';
import type { LocalDate } from '../../src/domain/dates.ts';
import type { PlanTerms } from '../../src/domain/terms.ts';
import { freshDatabase } from '../support/system.ts';

export const ANNA: Actor = {
  kind: 'user',
  id: '00000000-0000-7000-8000-00000000a55a',
  name: 'Anna Conti',
  channel: 'console',
};

/** A clock that stands still where it is put. */
export interface StandingClock extends Clock {
  set(instant: string): void;
}

export function standingClock(instant: string): StandingClock {
  let now = new Date(instant);
  return {
    now: () => now,
    nowOf: () => now,
    of: (_customer, instant) => instant,
    set: (next) => void (now = new Date(next)),
  };
}

export const MONTHLY: PlanTerms = {
  name: 'Monthly',
  price: { amount: 4990, currency: 'EUR' },
  oneOffFee: null,
  duration: { amount: 1, unit: 'month' },
  payment: { kind: 'rolling' },
  paymentMethod: 'sepa',
  services: ['gym'],
  automaticRenewal: true,
  notice: { amount: 15, unit: 'day' },
  portalCancellation: true,
  portalRenewal: false,
  renewalTerms: null,
  hasPriceList: false,
};

/** A year in four instalments, a quarter apart. */
export const YEARLY: PlanTerms = {
  ...MONTHLY,
  name: 'Yearly',
  price: { amount: 60_000, currency: 'EUR' },
  oneOffFee: { amount: 3_000, currency: 'EUR' },
  duration: { amount: 1, unit: 'year' },
  payment: { kind: 'instalments', count: 4, every: { amount: 3, unit: 'month' } },
};

export interface World {
  url: string;
  database: Database;
  clock: StandingClock;
  branch: Branch;
  /** Runs one change as Anna of the front office, or as somebody else. */
  change<T>(work: (act: Act) => Promise<T>, actor?: Actor): Promise<T>;
  customer(name?: string): Promise<Customer>;
  plan(terms?: Partial<PlanTerms>): Promise<Plan>;
  /** Sells a plan of these terms to somebody new. */
  sold(startOn: LocalDate, terms?: Partial<PlanTerms>): Promise<Multipack>;
  term(id: string): Promise<TermSeen>;
  /** The terms of the chain that were not removed, oldest first. */
  chain(chainId: string): Promise<TermSeen[]>;
  close(): Promise<void>;
}

export interface TermSeen {
  id: string;
  validFrom: LocalDate;
  validTo: LocalDate;
  deadline: LocalDate;
  anchorDay: number;
  freeze: [LocalDate, LocalDate | null] | null;
  /** Due dates of what is not void, in order, paid ones in brackets. */
  due: string[];
}

let plans = 0;

/** A migrated database of its own with one branch in Rome and a clock that stands at `instant`. */
export async function world(instant: string, timeZone = 'Europe/Rome'): Promise<World> {
  const { url, drop } = await freshDatabase();
  const database = openDatabase(url);
  const clock = standingClock(instant);
  const branch = await database.branch.create({
    data: { name: 'Roma', timeZone, country: 'IT', language: 'it', currency: 'EUR', createdAt: clock.now() },
  });
  const change = <T>(work: (act: Act) => Promise<T>, actor: Actor = ANNA) => act(database, { actor, clock }, work);
  const customer = (name = 'Mario Rossi') =>
    database.customer.create({
      data: { branchId: branch.id, name, language: 'it', createdAt: clock.now() },
    });
  const plan = ({ hasPriceList = false, ...terms }: Partial<PlanTerms> = {}) => {
    const columns = columnsOfTerms({ ...MONTHLY, ...terms });
    plans += 1;
    return database.plan.create({
      data: { ...columns, name: `${columns.name} ${plans}`, hasPriceList, createdAt: clock.now() },
    });
  };
  const seen = async (where: object): Promise<TermSeen[]> => {
    const rows = await database.multipack.findMany({
      where,
      orderBy: { ordinal: 'asc' },
      include: { receivables: { where: { state: { not: 'void' } }, orderBy: { number: 'asc' } } },
    });
    return rows.map((row) => ({
      id: row.id,
      validFrom: fromColumn(row.validFrom),
      validTo: fromColumn(row.validTo),
      deadline: fromColumn(row.deadline),
      anchorDay: row.anchorDay,
      freeze: row.freezeFrom && [fromColumn(row.freezeFrom), row.freezeUntil && fromColumn(row.freezeUntil)],
      due: row.receivables.map(({ dueOn, state }) => (state === 'paid' ? `(${fromColumn(dueOn)})` : fromColumn(dueOn))),
    }));
  };
  return {
    url,
    database,
    clock,
    branch,
    change,
    customer,
    plan,
    sold: async (startOn, terms = {}) => {
      const sale = { customerId: (await customer()).id, planId: (await plan(terms)).id, startOn };
      return (await change((act) => sellMultipack(act, sale))).multipack;
    },
    term: async (id) => (await seen({ id }))[0]!,
    chain: (chainId) => seen({ chainId, removedAt: null }),
    close: async () => {
      await database.$disconnect();
      await drop();
    },
  };
}

export { SYSTEM };
