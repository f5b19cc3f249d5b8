import { clock } from '../clock.ts';
import { type Config, requireDatabaseUrl } from '../config.ts';
import { act, type Actor } from '../database/act.ts';
import { type Database, openDatabase } from '../database/client.ts';
import type { Prisma } from '../database/generated/client.ts';
import { cancelRenewal } from '../database/multipacks/renewal-cancellation.ts';
import { sellMultipack } from '../database/multipacks/sell.ts';
import { demandSchema } from '../database/migrate.ts';
import { ensureAdministrator, hashPassword } from '../database/users.ts';
import { addDays, type LocalDate, localDateOf, parts, subtractSpan } from '../domain/dates.ts';
import { Fault } from '../fault.ts';
import { seedDesk, seedDeskSettings } from './seed-desk.ts';

const BRANCHES = [
  { name: 'Madrid Centro', timeZone: 'Europe/Madrid', country: 'ES', language: 'es', currency: 'EUR' },
  { name: 'Roma Prati', timeZone: 'Europe/Rome', country: 'IT', language: 'it', currency: 'EUR' },
  { name: 'London Bridge', timeZone: 'Europe/London', country: 'GB', language: 'en', currency: 'GBP' },
  { name: 'Curitiba', timeZone: 'America/Sao_Paulo', country: 'BR', language: 'pt-BR', currency: 'BRL' },
  { name: 'Ciudad de México', timeZone: 'America/Mexico_City', country: 'MX', language: 'es', currency: 'MXN' },
] as const;

const STAFF = [
  {
    name: 'Lucía Romero',
    email: 'lucia@tacit.localhost',
    branch: 'Madrid Centro',
    accessLevel: 2,
    department: 'Front Office',
    permissions: ['force_renewal_cancellation'],
  },
  {
    name: 'Giulia Conti',
    email: 'giulia@tacit.localhost',
    branch: 'Roma Prati',
    accessLevel: 3,
    department: 'Front Office',
    permissions: [],
  },
  {
    name: 'Rafael Souza',
    email: 'rafael@tacit.localhost',
    branch: 'Curitiba',
    accessLevel: 4,
    department: 'Retention',
    permissions: [],
  },
] as const;

type PlanData = Omit<Prisma.PlanCreateManyInput, 'createdAt'>;
const yearly = { durationAmount: 12, durationUnit: 'month', payment: 'single', automaticRenewal: true } as const;

/** The plans the examples of 002 speak of, and some beside them. */
const PLANS: PlanData[] = [
  {
    ...yearly,
    name: 'Gym Plus 12 months',
    currency: 'EUR',
    price: 49_900n,
    paymentMethod: 'card',
    noticeAmount: 15,
    noticeUnit: 'day',
    portalCancellation: true,
    services: ['gym', 'classes'],
  },
  {
    ...yearly,
    name: 'Pool, 1 day of notice',
    currency: 'EUR',
    price: 36_000n,
    paymentMethod: 'transfer',
    noticeAmount: 1,
    noticeUnit: 'day',
    services: ['pool'],
  },
  {
    ...yearly,
    name: 'Pool, without notice',
    currency: 'EUR',
    price: 36_000n,
    paymentMethod: 'transfer',
    noticeAmount: 0,
    noticeUnit: 'day',
    services: ['pool'],
  },
  {
    name: 'Gym monthly',
    currency: 'EUR',
    price: 4_990n,
    oneOffFee: 2_000n,
    durationAmount: 1,
    durationUnit: 'month',
    payment: 'rolling',
    paymentMethod: 'sepa',
    automaticRenewal: true,
    noticeAmount: 5,
    noticeUnit: 'day',
    portalCancellation: true,
    services: ['gym'],
  },
  {
    ...yearly,
    name: 'Tennis in instalments',
    currency: 'EUR',
    price: 100_000n,
    payment: 'instalments',
    instalmentCount: 12,
    instalmentEvery: 1,
    instalmentUnit: 'month',
    paymentMethod: 'sepa',
    noticeAmount: 1,
    noticeUnit: 'month',
    services: ['tennis'],
  },
  {
    ...yearly,
    name: 'Welcome offer',
    currency: 'EUR',
    price: 19_900n,
    durationAmount: 3,
    durationUnit: 'month',
    paymentMethod: 'card',
    noticeAmount: 2,
    noticeUnit: 'week',
    renewalPrice: 44_900n,
    renewalDurationAmount: 12,
    renewalDurationUnit: 'month',
    services: ['gym'],
  },
  {
    name: 'Fibra 500M',
    currency: 'BRL',
    price: 9_990n,
    durationAmount: 1,
    durationUnit: 'month',
    payment: 'rolling',
    paymentMethod: 'recurring_card',
    automaticRenewal: true,
    noticeAmount: 3,
    noticeUnit: 'day',
    services: ['internet'],
  },
  {
    name: 'Ten entries',
    currency: 'EUR',
    price: 8_000n,
    durationAmount: 90,
    durationUnit: 'day',
    payment: 'single',
    paymentMethod: 'cash',
    automaticRenewal: false,
    portalRenewal: true,
    services: ['gym'],
  },
];

/** Whom the examples are sold to. `startOn` is computed from today, so that the demonstration never grows old. */
const SALES: {
  customer: string;
  branch: string;
  plan: string;
  startOn: (today: LocalDate) => LocalDate;
  cancel?: true;
  /** Has asked to leave, which the desk works. */
  leaves?: true;
}[] = [
  {
    customer: 'Pilar Ortega',
    branch: 'Madrid Centro',
    plan: 'Gym Plus 12 months',
    startOn: (today) => yearBefore(nextEnd(today, '09-30')),
  },
  { customer: 'Pilar Ortega', branch: 'Madrid Centro', plan: 'Ten entries', startOn: (today) => today },
  {
    customer: 'Tomás Vidal',
    branch: 'Madrid Centro',
    plan: 'Pool, 1 day of notice',
    startOn: (today) => yearBefore(nextEnd(today, '04-02')),
  },
  {
    customer: 'Inés Navarro',
    branch: 'Madrid Centro',
    plan: 'Pool, without notice',
    startOn: (today) => yearBefore(nextEnd(today, '04-02')),
  },
  {
    customer: 'Marco Bianchi',
    branch: 'Roma Prati',
    plan: 'Gym monthly',
    startOn: (today) => nextEnd(today, '01-31'),
  },
  {
    customer: 'Chiara Greco',
    branch: 'Roma Prati',
    plan: 'Tennis in instalments',
    startOn: (today) => addDays(today, -40),
    cancel: true,
  },
  { customer: 'Elena Ferri', branch: 'Roma Prati', plan: 'Welcome offer', startOn: (today) => addDays(today, -60) },
  { customer: 'João Pereira', branch: 'Curitiba', plan: 'Fibra 500M', startOn: (today) => addDays(today, -29) },
  {
    customer: 'Beatriz Lima',
    branch: 'Curitiba',
    plan: 'Fibra 500M',
    startOn: (today) => addDays(today, -10),
    leaves: true,
  },
];

/** `tacit seed`: the first administrator; with `--demo` the examples in the manuals, in a database without customers. */
export async function run(config: Config, options: { demo?: boolean }): Promise<void> {
  const databaseUrl = requireDatabaseUrl(config);
  await demandSchema(databaseUrl);
  const database = openDatabase(databaseUrl, 5);
  try {
    const isMade = await seed(database, config, { demonstration: options.demo ? 'now' : 'none' });
    console.log(isMade ? `${config.adminEmail} may sign in.` : 'There is an administrator already.');
    if (options.demo) console.log('The demonstration is made.');
  } finally {
    await database.$disconnect();
  }
}

interface Seeding {
  demonstration: 'none' | 'at the first start' | 'now';
  /** Whether the demonstration has a customer who wants to leave, and the settings to open requests with. */
  desk?: boolean;
}

/**
 * Makes the first administrator and, where asked for, the demonstration; each only once, also when several processes
 * start at the same time. Returns whether the administrator was made. Throws the Faults `no-admin-password` and, of a
 * demonstration asked for `now`, `not-empty`.
 */
export async function seed(
  database: Database,
  config: Config,
  { demonstration, desk = true }: Seeding,
): Promise<boolean> {
  const { adminEmail: email, adminPassword: password, firstBranch } = config;
  if (password === undefined) {
    throw new Fault(
      'no-admin-password',
      'ADMIN_PASSWORD is not set: nobody could sign in.',
      'Set it to the password of the first administrator.',
    );
  }
  if (demonstration === 'now' && (await database.customer.count()) > 0) {
    throw new Fault(
      'not-empty',
      'There are customers in the database, among whom the demonstration would stand.',
      'Leave out --demo, or name an empty database in DATABASE_URL.',
    );
  }
  const branch = demonstration === 'none' ? firstBranch : BRANCHES[0];
  const isFirstStart = await ensureAdministrator(database, { email, password, branch });
  if (demonstration === 'now' || (demonstration === 'at the first start' && isFirstStart)) {
    await seedDemonstration(database, config, { password, desk });
  }
  return isFirstStart;
}

async function seedDemonstration(
  database: Database,
  config: Config,
  { password, desk }: { password: string; desk: boolean },
): Promise<void> {
  const ticking = clock(config);
  const now = ticking.now();
  const actor: Actor = { kind: 'system', id: null, name: 'Tacit', channel: 'import' };
  const passwordHash = await hashPassword(password);
  await act(database, { actor, clock: ticking }, async (change) => {
    const { tx } = change;
    if ((await tx.customer.count()) > 0) return;
    // What has the same name already is taken as it is.
    const skipDuplicates = true;
    await tx.branch.createMany({ data: BRANCHES.map((branch) => ({ ...branch, createdAt: now })), skipDuplicates });
    const branches = new Map((await tx.branch.findMany()).map((branch) => [branch.name, branch]));
    const names = ['Front Office', 'Retention'];
    await tx.department.createMany({ data: names.map((name) => ({ name, createdAt: now })), skipDuplicates });
    const departments = new Map((await tx.department.findMany()).map(({ name, id }) => [name, id]));
    for (const { branch, department, ...user } of STAFF) {
      if ((await tx.user.count({ where: { email: user.email } })) > 0) continue;
      const { id: branchId, language } = branches.get(branch)!;
      const { id } = await tx.user.create({
        data: {
          ...user,
          permissions: [...user.permissions],
          branchId,
          departmentId: departments.get(department)!,
          language,
          createdAt: now,
        },
      });
      await tx.account.create({
        data: { userId: id, accountId: id, providerId: 'credential', password: passwordHash },
      });
    }
    await tx.plan.createMany({ data: PLANS.map((plan) => ({ ...plan, createdAt: now })), skipDuplicates });
    const plans = new Map((await tx.plan.findMany()).map(({ name, id }) => [name, id]));
    if (desk) await seedDeskSettings(change);
    const customers = new Map<string, string>();
    for (const sale of SALES) {
      const branch = branches.get(sale.branch)!;
      let customerId = customers.get(sale.customer);
      if (!customerId) {
        const email = `${sale.customer.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll(' ', '.').toLowerCase()}@example.com`;
        ({ id: customerId } = await tx.customer.create({
          data: { name: sale.customer, email, branchId: branch.id, language: branch.language, createdAt: now },
        }));
        customers.set(sale.customer, customerId);
      }
      const startOn = sale.startOn(localDateOf(now, branch.timeZone));
      const { multipack } = await sellMultipack(change, { customerId, planId: plans.get(sale.plan)!, startOn });
      if (sale.cancel) await cancelRenewal(change, multipack.id);
      if (sale.leaves && desk) {
        const customer = await tx.customer.findUniqueOrThrow({ where: { id: customerId } });
        await seedDesk(change, { customer, multipack, today: localDateOf(now, branch.timeZone) });
      }
    }
  });
}

/** The next `MM-DD` that is at least twenty days ahead, so that a notice of 15 days lies ahead too. */
function nextEnd(today: LocalDate, monthAndDay: string): LocalDate {
  const { year } = parts(today);
  const thisYear = `${year}-${monthAndDay}`;
  return thisYear >= addDays(today, 20) ? thisYear : `${year + 1}-${monthAndDay}`;
}

/** First day of the twelve months that end on `end`. */
function yearBefore(end: LocalDate): LocalDate {
  return subtractSpan(addDays(end, 1), { amount: 12, unit: 'month' });
}
