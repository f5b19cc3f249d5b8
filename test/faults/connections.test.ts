import { expect, test } from '@jest/globals';
import { openDatabase } from '../../src/database/client.ts';
import { startAbruptServer } from './support/abrupt-server.ts';

test('a connection that ends while it passes from one user to the next ends nothing else', async () => {
  const server = await startAbruptServer();
  const database = openDatabase(server.url, 1);
  // The answer to the first and the end of its connection arrive together; the second waits for that connection.
  const outcomes = await Promise.allSettled([
    database.$executeRaw`UPDATE nothing SET nothing = 1`,
    database.$transaction(async (tx) => tx.$executeRaw`UPDATE nothing SET nothing = 2`),
  ]);
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  await database.$disconnect();
  await server.stop();
});
