import { expect, test } from '@jest/globals';
import { type AddressInfo, connect } from 'node:net';
import { startApi } from './support.ts';

test('readers who take nothing leave connections of the database to the others, and are broken off', async () => {
  const api = await startApi({ limits: { stalledMs: 1_000 } });
  try {
    const customer = (await api.admin.post('/api/customers', { name: 'Long story' })).body;
    const type = (await api.admin.post('/api/task-types', { name: 'Call', classification: 'generic' })).body;
    await api.database.$executeRaw`
      INSERT INTO crm_task (id, customer_id, branch_id, task_type_id, notes, author_kind, author_name, channel, created_at)
      SELECT gen_random_uuid(), ${customer.id}::uuid, ${customer.branchId}::uuid, ${type.id}::uuid, repeat('x', 4000), 'system',
        'Tacit', 'system', now() FROM generate_series(1, 5000) n`;
    const { port } = api.server.address() as AddressInfo;
    const body = JSON.stringify({ rows: [{ taskTypeId: type.id }] });
    const stalled = Array.from({ length: 12 }, () => {
      const socket = connect(port, '127.0.0.1').on('error', () => {});
      socket.write(
        [
          'POST /api/reports/crm/export?of=tasks HTTP/1.1',
          'Host: localhost',
          `Cookie: ${api.admin.cookie}`,
          'Sec-Fetch-Site: same-origin',
          'Content-Type: application/json',
          `Content-Length: ${body.length}`,
          '',
          body,
        ].join('\r\n'),
      );
      return socket.pause();
    });
    const reading = async () => {
      const [row] = await api.database.$queryRaw<{ n: number }[]>`SELECT count(*)::int AS n FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid() AND state = 'idle in transaction'`;
      return row!.n;
    };
    while ((await reading()) < 5) await new Promise((wake) => setTimeout(wake, 20));
    expect((await api.admin.get('/api/customers')).status).toBe(200);
    expect(await reading()).toBeLessThanOrEqual(5);
    // Nobody hangs up: the server does, turn after turn.
    while ((await reading()) > 0) await new Promise((wake) => setTimeout(wake, 100));
    for (const socket of stalled) socket.destroy();
  } finally {
    await api.stop();
  }
}, 60_000);
