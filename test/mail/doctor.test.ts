import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { examine } from '../../src/cli/doctor.ts';
import { loadConfig, senderOf } from '../../src/config.ts';
import { smtpServer } from './support.ts';

const home = mkdtempSync(join(tmpdir(), 'tacit-doctor-'));
afterAll(() => rmSync(home, { recursive: true }));

const mailOf = async (environment: Record<string, string>) =>
  (await examine(loadConfig({ TACIT_HOME: home, ...environment }))).filter(({ subject }) => subject === 'Mail');

test('the doctor speaks with the mail server, sends nothing, and says who letters come from', async () => {
  const server = await smtpServer();
  try {
    expect(await mailOf({ SMTP_URL: server.url, MAIL_FROM: 'desk@club.example' })).toEqual([
      { subject: 'Mail', state: 'ok', found: expect.stringMatching(/^127\.0\.0\.1:\d+ takes letters, from desk@club/) },
    ]);
    expect(server.seen).toEqual([]);
  } finally {
    await server.stop();
  }
  expect(await mailOf({ SMTP_URL: server.url })).toMatchObject([
    { state: 'failed', found: expect.stringContaining('ECONNREFUSED') },
  ]);
  expect(await mailOf({})).toMatchObject([{ state: 'notice', found: expect.stringContaining(join(home, 'mail')) }]);
});

test.each([
  [{ MAIL_FROM: 'desk@club.example', SMTP_URL: 'smtp://user%40club.example:secret@mail' }, 'desk@club.example'],
  [{ SMTP_URL: 'smtps://user%40club.example:secret@mail' }, 'user@club.example'],
  [
    { SMTP_URL: 'smtp://apikey:secret@mail', PUBLIC_URL: 'https://tacit.club.example:8443' },
    'no-reply@tacit.club.example',
  ],
  [{}, 'no-reply@localhost'],
])('letters come from %j: %s', (environment, sender) => {
  expect(senderOf(loadConfig(environment))).toBe(sender);
});
