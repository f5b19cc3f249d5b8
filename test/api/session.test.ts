import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Api, PASSWORD, startApi } from './support.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

describe('signing in', () => {
  test('says who is signed in, and the session lasts for the next request', async () => {
    const answer = await api.admin.get('/api/session');
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      user: { email: 'admin@example.com', accessLevel: 1 },
      branch: { timeZone: 'Europe/Madrid' },
    });
  });

  test('the cookie cannot be read by scripts and does not travel with other sites’ requests', async () => {
    const answer = await api.stranger().post('/api/session').send({ email: 'ADMIN@example.com', password: PASSWORD });
    const cookie = (answer.headers['set-cookie'] as unknown as string[])[0]!;
    expect(cookie).toMatch(/^tacit\.session_token=/);
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Lax/);
    expect(cookie).not.toMatch(/Secure/);
  });
});
