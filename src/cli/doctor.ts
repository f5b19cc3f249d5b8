import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Connection } from '@temporalio/client';
import proto from '@temporalio/proto';
import { type Config, senderOf, temporalConnectionOptions } from '../config.ts';
import { describeEngine, findEngine } from '../engine/embedded/engine.ts';
import { faultOf } from '../fault.ts';
import { portState } from '../engine/embedded/ports.ts';
import { packagedBinaries, query } from '../engine/embedded/postgres.ts';
import { missingSearchAttributes, namespaceExists } from '../engine/namespace.ts';
import { checkSmtp } from '../mail/transport.ts';
import { packageRoot } from '../package-root.ts';
import { findRunning } from './running.ts';

export interface Finding {
  subject: string;
  /** `failed` is what keeps Tacit from working; `notice` is worth knowing. */
  state: 'ok' | 'notice' | 'failed';
  found: string;
  /** What to do about it. */
  remedy?: string;
}

type Answer = Omit<Finding, 'subject'>;

const MARKS = { ok: '✓', notice: '!', failed: '✗' } as const;
const GIGABYTE = 1024 ** 3;
const ENOUGH_SPACE = 2 * GIGABYTE;
const LEAST_SPACE = 0.2 * GIGABYTE;
const PATIENCE_MS = 5_000;
/** Of gRPC. */
const DEADLINE_EXCEEDED = 4;
const START_IT = 'npm start starts it.';

const CHECKS: [subject: string, check: (config: Config) => Promise<Answer[]>][] = [
  ['Node', checkNode],
  ['Packages', checkPackages],
  ['Settings', checkSettings],
  ['Tacit', checkSupervisor],
  ['Home', checkHome],
  ['Database', checkDatabase],
  ['Temporal', checkTemporal],
  ['Files', checkFiles],
  ['Mail', checkMail],
  ['Port', checkPort],
  ['Test clock', checkTestClock],
];

/** `tacit doctor`: exit code 1 if anything failed. */
export async function run(config: Config, options: { json?: boolean }): Promise<number> {
  const findings = await examine(config);
  console.log(options.json ? JSON.stringify(findings, null, 2) : findings.map(describe).join('\n'));
  return findings.some(({ state }) => state === 'failed') ? 1 : 0;
}

/** Looks at everything and changes nothing. A check that breaks is a finding itself. */
export async function examine(config: Config): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const [subject, check] of CHECKS) {
    try {
      for (const finding of await check(config)) findings.push({ subject, ...finding });
    } catch (error) {
      const fault = faultOf(error);
      findings.push({
        subject,
        state: 'failed',
        found: fault?.message ?? String(error),
        ...(fault === undefined ? {} : { remedy: fault.remedy }),
      });
    }
  }
  return findings;
}

function describe({ subject, state, found, remedy }: Finding): string {
  return `${MARKS[state]} ${subject.padEnd(11)}${found}${remedy === undefined ? '' : `\n${' '.repeat(13)}${remedy}`}`;
}

async function checkNode(): Promise<Answer[]> {
  const { engines } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as {
    engines: { node: string };
  };
  const [least = [], own = []] = [engines.node, process.version].map((text) => (text.match(/\d+/g) ?? []).map(Number));
  const [major = 0, minor = 0] = own;
  const [leastMajor = 0, leastMinor = 0] = least;
  return major > leastMajor || (major === leastMajor && minor >= leastMinor)
    ? [{ state: 'ok', found: process.version }]
    : [{ state: 'failed', found: `${process.version}, needed is ${engines.node}`, remedy: 'Install a newer Node.' }];
}

async function checkPackages(): Promise<Answer[]> {
  return [
    existsSync(join(packageRoot, 'node_modules', '.package-lock.json'))
      ? { state: 'ok', found: 'installed' }
      : { state: 'failed', found: 'not installed completely', remedy: 'Run npm start.' },
  ];
}

async function checkSettings({ envFile }: Config): Promise<Answer[]> {
  const found =
    envFile === undefined
      ? `from the environment; there is no ${resolve('.env')}`
      : `from the environment and ${envFile}`;
  return [{ state: 'ok', found }];
}

async function checkSupervisor({ home }: Config): Promise<Answer[]> {
  const running = findRunning(home);
  if (running === undefined) return [{ state: 'notice', found: `does not run in ${home}`, remedy: START_IT }];
  if (running.url === undefined) return [{ state: 'notice', found: `is starting (process ${running.pid})` }];
  return [{ state: 'ok', found: `runs at ${running.url} (process ${running.pid})` }];
}

async function checkHome({ home }: Config): Promise<Answer[]> {
  const place = existsSync(home) ? home : dirname(home);
  accessSync(place, constants.W_OK);
  const { bavail, bsize } = await statfs(place);
  const space = bavail * bsize;
  const found = `${home} can be written, ${(space / GIGABYTE).toFixed(1)} GB free`;
  if (space >= ENOUGH_SPACE) return [{ state: 'ok', found }];
  return [{ state: space < LEAST_SPACE ? 'failed' : 'notice', found, remedy: 'Free some space.' }];
}

async function checkDatabase({ databaseUrl, home }: Config): Promise<Answer[]> {
  if (databaseUrl === undefined) {
    const programs = packagedBinaries();
    return [{ state: 'notice', found: `the embedded one, not running (${programs})`, remedy: START_IT }];
  }
  const { host, pathname } = new URL(databaseUrl);
  const which = databaseUrl === findRunning(home)?.databaseUrl ? 'the embedded one' : 'by DATABASE_URL';
  let version: string;
  try {
    [{ version }] = (await query(databaseUrl, `SELECT current_setting('server_version') AS version`)) as [
      { version: string },
    ];
  } catch (error) {
    const remedy = 'Start it, or correct DATABASE_URL.';
    return [{ state: 'failed', found: `${host} cannot be used (${which}): ${(error as Error).message}`, remedy }];
  }
  const { pendingMigrations } = await import('../database/migrate.ts');
  const pending = await pendingMigrations(databaseUrl);
  return [
    { state: 'ok', found: `PostgreSQL ${version} at ${host}${pathname}, ${which}` },
    pending.length === 0
      ? { state: 'ok', found: 'migrated' }
      : { state: 'failed', found: `lacks migrations: ${pending.join(', ')}`, remedy: 'Run tacit migrate.' },
  ];
}

async function checkTemporal(config: Config): Promise<Answer[]> {
  const { address, namespace, taskQueue } = config.temporal;
  const isEmbedded = address === undefined || address === findRunning(config.home)?.temporalAddress;
  const engine = await findEngine({ log: () => {}, mayInstall: false, address: isEmbedded ? undefined : address });
  if (address === undefined) {
    const remedy = engine === undefined ? 'npm start builds or downloads it (Go is needed for building).' : START_IT;
    return [
      { state: 'notice', found: `not running; ${engine ? describeEngine(engine) : 'no server installed yet'}`, remedy },
    ];
  }
  const connection = Connection.lazy(temporalConnectionOptions(config));
  try {
    return await connection.withDeadline(Date.now() + PATIENCE_MS, async () => {
      const { serverVersion } = await connection.workflowService.getSystemInfo({});
      const findings: Answer[] = [
        { state: 'ok', found: `${serverVersion} at ${address}, ${engine ? describeEngine(engine) : 'embedded'}` },
      ];
      if (!(await namespaceExists(connection, namespace))) {
        const remedy = 'npm start registers it where the cluster allows that.';
        return [...findings, { state: 'failed', found: `has no namespace ${namespace}`, remedy }];
      }
      const missing = Object.keys(await missingSearchAttributes(connection, namespace));
      findings.push(
        missing.length === 0
          ? { state: 'ok', found: `namespace ${namespace} with its search attributes` }
          : {
              state: 'failed',
              found: `namespace ${namespace} lacks ${missing.join(', ')}`,
              remedy: 'npm start adds them.',
            },
      );
      const { pollers } = await connection.workflowService.describeTaskQueue({
        namespace,
        taskQueue: { name: taskQueue },
        taskQueueType: proto.temporal.api.enums.v1.TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
      });
      findings.push(
        pollers.length > 0
          ? { state: 'ok', found: `a worker serves the task queue ${taskQueue}` }
          : { state: 'failed', found: `no worker serves the task queue ${taskQueue}`, remedy: 'Start tacit worker.' },
      );
      return findings;
    });
  } catch (error) {
    if (faultOf(error) !== undefined) throw error;
    const remedy = 'Start it, or correct TEMPORAL_ADDRESS and what belongs to it.';
    const { code, message } = error as Error & { code?: number };
    const why = code === DEADLINE_EXCEEDED ? `no answer within ${PATIENCE_MS / 1000} s` : message;
    return [{ state: 'failed', found: `${address} cannot be used: ${why}`, remedy }];
  } finally {
    await connection.close();
  }
}

async function checkFiles({ s3 }: Config): Promise<Answer[]> {
  if (s3 === undefined) return [{ state: 'ok', found: 'kept in the database, for S3_BUCKET is not set' }];
  const where = `the bucket ${s3.bucket} at ${s3.endpoint === undefined ? 'Amazon S3' : new URL(s3.endpoint).host}`;
  const { openS3 } = await import('../files/s3.ts');
  const store = await openS3(s3);
  try {
    await store.check(PATIENCE_MS);
    return [{ state: 'ok', found: `kept in ${where}` }];
  } catch (error) {
    const remedy = 'Start it, or correct S3_BUCKET, S3_ENDPOINT, S3_REGION and the credentials of AWS.';
    return [{ state: 'failed', found: `${where} cannot be used: ${(error as Error).message}`, remedy }];
  } finally {
    store.close();
  }
}

async function checkMail(config: Config): Promise<Answer[]> {
  const { smtpUrl, home } = config;
  const from = senderOf(config);
  if (smtpUrl === undefined) {
    const remedy = 'Set SMTP_URL where customers are to get their letters.';
    return [
      { state: 'notice', found: `letters are written to ${join(home, 'mail')}, for SMTP_URL is not set`, remedy },
    ];
  }
  const { host } = new URL(smtpUrl);
  try {
    await checkSmtp(smtpUrl, PATIENCE_MS);
    return [{ state: 'ok', found: `${host} takes letters, from ${from}` }];
  } catch (error) {
    const remedy = 'Start it, or correct SMTP_URL. Letters wait for three days meanwhile.';
    return [{ state: 'failed', found: `${host} cannot be used: ${(error as Error).message}`, remedy }];
  }
}

async function checkPort({ host, port, home, isPortChosen }: Config): Promise<Answer[]> {
  const running = findRunning(home)?.url;
  if (running !== undefined) return [{ state: 'ok', found: `in use by Tacit: ${running}` }];
  const state = await portState(port, host);
  if (state === 'free') return [{ state: 'ok', found: `${port} on ${host} is free` }];
  const found = `${port} on ${host} is not free (${state})`;
  return isPortChosen
    ? [{ state: 'failed', found, remedy: 'Set PORT to another, or leave it out.' }]
    : [{ state: 'notice', found, remedy: 'Tacit takes the next free one.' }];
}

async function checkTestClock({ testClock }: Config): Promise<Answer[]> {
  return [
    testClock
      ? {
          state: 'notice',
          found: 'on: time can be moved forward for single customers',
          remedy: 'Leave out TACIT_TEST_CLOCK where real customers are served.',
        }
      : { state: 'ok', found: 'off' },
  ];
}
