import { expect, test } from '@jest/globals';
import { query } from '../../src/engine/embedded/postgres.ts';
import {
  ensureNamespace,
  ensureSearchAttributes,
  missingSearchAttributes,
  SEARCH_ATTRIBUTES,
} from '../../src/engine/namespace.ts';
import { freshDatabase, freshNamespace } from '../support/system.ts';

test('a fresh database is migrated, and what one test writes no other sees', async () => {
  const [one, other] = await Promise.all([freshDatabase(), freshDatabase()]);
  await query(one.url, 'CREATE TABLE mark (id integer)');
  const tablesOf = async (url: string) =>
    (await query(url, `SELECT to_regclass('mark') AS mark, to_regclass('outbox') AS outbox`))[0];
  expect(await tablesOf(one.url)).toEqual({ mark: 'mark', outbox: 'outbox' });
  expect(await tablesOf(other.url)).toEqual({ mark: null, outbox: 'outbox' });
  await Promise.all([one.drop(), other.drop()]);
});

test('a fresh namespace takes queries by every search attribute at once', async () => {
  const { namespace, connection, close } = await freshNamespace();
  expect(await missingSearchAttributes(connection, namespace)).toEqual({});
  const query = Object.keys(SEARCH_ATTRIBUTES)
    .map((name) => `${name} IS NULL`)
    .join(' AND ');
  const { count } = await connection.workflowService.countWorkflowExecutions({ namespace, query });
  expect(Number(count)).toBe(0);
  await close();
});

test('a search attribute of another type is refused, for the server would take it without a word', async () => {
  const { connection, close } = await freshNamespace();
  const namespace = await namespaceWith(connection, { SlaDueAt: SEARCH_ATTRIBUTES.SlaState });
  await expect(ensureSearchAttributes(connection, namespace)).rejects.toMatchObject({
    code: 'search-attribute-type',
    message: expect.stringContaining('SlaDueAt should be Datetime'),
  });
  await close();
});

type Connection = Awaited<ReturnType<typeof freshNamespace>>['connection'];

async function namespaceWith(connection: Connection, searchAttributes: Record<string, number>): Promise<string> {
  const namespace = `typed-${process.pid}-${Date.now()}`;
  await ensureNamespace(connection, { namespace, retentionDays: 1 });
  await connection.operatorService.addSearchAttributes({ namespace, searchAttributes });
  return namespace;
}
