/**
 * Ten thousand notices due the same morning: how fast they are written, and how fast they go out, each asked once more what it
 * says, beside the same letters through nothing but the library's pool with as many connections to the same server: half of them
 * before, half after. Memory at each tenth. `--notices`.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { loadavg } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createTransport } from 'nodemailer';
import { pino } from 'pino';
import type { Clock } from '../src/clock.ts';
import { act, SYSTEM } from '../src/database/act.ts';
import { type Database, openDatabase } from '../src/database/client.ts';
import { advanceNotices } from '../src/database/notices/advance.ts';
import { prepareNotice } from '../src/database/notices/prepare.ts';
import { startDelivery } from '../src/mail/delivery.ts';
import { option, printTable } from './support/figures.ts';
import { addPeople } from './support/people.ts';
import { withPostgres } from './support/postgres.ts';
import { eachOf } from './support/rounds.ts';

const CONNECTIONS = 5;
/** Half past eight in Madrid, a week before what is due. */
const NOW = new Date('2026-09-08T06:30:00Z');
const count = option('notices', 10_000);
const clock: Clock = { now: () => NOW, nowOf: () => NOW, of: (_customer, instant) => instant };

await withPostgres(async (databaseUrl) => {
  const database = openDatabase(databaseUrl);
  const sink = fork(fileURLToPath(new URL('support/sink.ts', import.meta.url)), { execArgv: ['--import', 'tsx'] });
  try {
    const [port] = (await once(sink, 'message')) as [number];
    await measure(database, databaseUrl, `smtp://127.0.0.1:${port}`);
  } finally {
    sink.kill();
    await database.$disconnect();
  }
});

async function measure(database: Database, databaseUrl: string, smtpUrl: string): Promise<void> {
  console.log(`load average before ${loadavg()[0]!.toFixed(1)}`);
  const branch = { timeZone: 'Europe/Madrid', country: 'ES', language: 'es', currency: 'EUR', createdAt: NOW };
  await database.branch.create({ data: { name: 'Madrid', ...branch } });
  await addPeople(databaseUrl, count);
  await oweAll(database);
  const customers = await database.noticeSetting.findMany({ select: { customerId: true } });
  const written = await seconds(() =>
    eachOf(
      customers.map(({ customerId }) => customerId),
      (id) => act(database, { actor: SYSTEM, clock }, async (change) => void (await advanceNotices(change, id))),
    ),
  );
  const queued = await database.mail.count({ where: { state: 'queued' } });
  if (queued !== count) throw new Error(`${queued} of ${count} notices are queued`);
  const letter = await database.mail.findFirstOrThrow();

  const before = await bare(smtpUrl, letter, count / 2);
  const memory: number[] = [];
  const sent = await seconds(async () => {
    const delivery = startDelivery({
      ...{ database, databaseUrl, clock, smtpUrl, concurrency: CONNECTIONS },
      secretKey: undefined,
      directory: '/nowhere',
      from: 'desk@club.example',
      log: pino({ level: 'silent' }),
      prepare: (mail) => prepareNotice({ database, clock, publicUrl: undefined, secretKey: undefined }, mail),
    });
    for (let tenth = 1; tenth <= 10; tenth += 1) {
      while ((await database.mail.count({ where: { state: 'queued' } })) > count - (count * tenth) / 10)
        await delay(50);
      memory.push(process.memoryUsage().rss / 2 ** 20);
    }
    await delivery.stop();
  });
  const after = await bare(smtpUrl, letter, count / 2);
  const states = await database.mail.groupBy({ by: ['state'], _count: true });
  const [ours, pool] = [count / sent, count / (before + after)];
  printTable(
    ['', ''],
    [
      ['notices', states.map(({ state, _count }) => `${_count} ${state}`).join(', ')],
      ['written per second, by all their workflows at once', (count / written).toFixed(0)],
      ['sent per second', ours.toFixed(0)],
      [`the bare pool, ${CONNECTIONS} connections too`, pool.toFixed(0)],
      ['sent ÷ bare pool', (ours / pool).toFixed(2)],
      ['memory in MB at each tenth', memory.map((megabytes) => megabytes.toFixed(0)).join(', ')],
    ],
  );
}

/** Everybody owes something in a week, and is told so. */
async function oweAll(database: Database): Promise<void> {
  await database.$executeRaw`UPDATE branch SET time_zone = 'Europe/Madrid', notice_time = '08:00'`;
  await database.$executeRaw`UPDATE customer SET language = 'es'`;
  await database.$executeRaw`
    INSERT INTO receivable (id, multipack_id, customer_id, number, due_on, amount, currency, created_at)
    SELECT gen_random_uuid(), m.id, m.customer_id, 900, '2026-09-15', 4990, 'EUR', '2026-09-01'
    FROM (SELECT DISTINCT ON (customer_id) id, customer_id FROM multipack ORDER BY customer_id) m`;
  await database.$executeRaw`
    INSERT INTO notice_setting (customer_id, subject, active, to_contacts, reminder_concept_id, after_due, reminder_body,
      after_due_body, active_since, created_at)
    SELECT id, 'Pago de {{multipack}}', true, false, '00000000-0000-7000-8000-000000000011', false,
      'Estimado/a {{customer}}: el {{due_date}} vence {{amount}} de {{multipack}}.', '', '2026-09-01', '2026-09-01'
    FROM customer WHERE email IS NOT NULL`;
  await database.$executeRaw`ANALYZE`;
}

/** Seconds that the library's pool takes for as many letters of the same size, and nothing else. */
async function bare(
  url: string,
  { to, subject, text, html }: { to: string; subject: string; text: string | null; html: string | null },
  letters: number,
): Promise<number> {
  const transport = createTransport({ url, pool: true, maxConnections: CONNECTIONS } as never);
  const from = 'desk@club.example';
  const took = await seconds(async () => {
    const one = async (): Promise<void> =>
      void (await transport.sendMail({ from, to, subject, text: text!, html: html! }));
    await eachOf(Array.from({ length: letters }), one, CONNECTIONS);
  });
  transport.close();
  return took;
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1_000;
}
