import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Api, startApi } from './support.ts';

const HTML = { Accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
const SCRIPT = `export const words = '${'word '.repeat(2_000)}';`;
const pages = mkdtempSync(join(tmpdir(), 'tacit-pages-'));

let api: Api;
beforeAll(async () => {
  for (const folder of ['assets', 'portal']) mkdirSync(join(pages, folder));
  writeFileSync(join(pages, 'index.html'), '<!doctype html><title>Console</title>');
  writeFileSync(join(pages, 'portal', 'index.html'), '<!doctype html><title>Portal</title>');
  writeFileSync(join(pages, 'icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  writeFileSync(join(pages, 'assets', 'main-Ab12.js'), SCRIPT);
  api = await startApi({ pages });
});
afterAll(async () => {
  await api.stop();
  rmSync(pages, { recursive: true });
});

const page = (path: string) => api.stranger().get(path).set(HTML);
const title = ({ text }: { text: string }) => /<title>(.*)<\/title>/.exec(text)?.[1];

describe('the pages', () => {
  test.each([
    ['/', 'Console'],
    ['/customers/01999999-9999-7999-8999-999999999999', 'Console'],
    ['/portalling', 'Console'],
    ['/portal', 'Portal'],
    ['/portal/purchases', 'Portal'],
  ])('%s is of the %s', async (path, wanted) => {
    const answer = await page(path);
    expect([answer.status, answer.type, title(answer)]).toEqual([200, 'text/html', wanted]);
  });

  test('run scripts of this server alone, are nowhere framed, and are asked for again each time', async () => {
    for (const path of ['/', '/portal']) {
      const { headers } = await page(path);
      const policy = headers['content-security-policy']!;
      expect(policy).toMatch(/(^|;)\s*script-src 'self'(;|$)/);
      expect(policy).toContain("default-src 'self'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(headers['cache-control']).toBe('no-cache');
    }
    expect((await page('/index.html')).headers['cache-control']).toBe('no-cache');
  });

  test('are not sent again while they are the same', async () => {
    const { headers } = await page('/');
    expect((await page('/').set('If-Modified-Since', headers['last-modified']!)).status).toBe(304);
  });

  test('are nothing for a program, which learns that the address does not exist', async () => {
    for (const path of ['/nowhere', '/portal/nowhere']) {
      const answer = await api.stranger().get(path).set('Accept', 'application/json');
      expect([answer.status, answer.type, answer.body.code]).toEqual([404, 'application/problem+json', 'not_found']);
    }
  });

  test.each(['/api/nowhere', '/api', '/portal/api/nowhere', '/problems/nowhere', '/assets/gone-Cd34.js'])(
    'are not what a browser gets at %s',
    async (path) => {
      const answer = await page(path);
      expect([answer.status, answer.type, answer.body.code]).toEqual([404, 'application/problem+json', 'not_found']);
    },
  );

  test('answer HEAD without a body', async () => {
    const answer = await api.stranger().head('/').set(HTML);
    expect([answer.status, answer.text, answer.type]).toEqual([200, undefined, 'text/html']);
  });

  test('that were not built are 503 and say how to build them, and the API works meanwhile', async () => {
    const bare = await startApi({ pages: join(pages, 'absent') });
    try {
      for (const path of ['/', '/portal']) {
        const answer = await bare.stranger().get(path).set(HTML);
        expect([answer.status, answer.body.code]).toEqual([503, 'pages_missing']);
        expect(answer.body.detail).toContain('npm start');
      }
      expect((await bare.admin.get('/api/session')).status).toBe(200);
    } finally {
      await bare.stop();
    }
  });
});

describe('what pages load', () => {
  test('is kept for a year where its name carries a hash, else for an hour', async () => {
    const asset = await api.stranger().get('/assets/main-Ab12.js');
    expect([asset.status, asset.type]).toEqual([200, 'text/javascript']);
    expect(asset.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect((await api.stranger().get('/icon.svg')).headers['cache-control']).toBe('public, max-age=3600');
  });

  test.each(['br', 'gzip'])('comes compressed to who takes %s', async (encoding) => {
    const { headers } = await api.stranger().get('/assets/main-Ab12.js').set('Accept-Encoding', encoding);
    expect([headers['content-encoding'], headers['vary']]).toEqual([encoding, 'Accept-Encoding']);
    const plain = await api.stranger().get('/assets/main-Ab12.js').set('Accept-Encoding', 'identity');
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(plain.text ?? plain.body.toString()).toBe(SCRIPT);
  });

  test.each([
    '/assets/../../package.json',
    '/assets/%2e%2e/%2e%2e/package.json',
    '/..%2fpackage.json',
    '/assets/..%5c..%5cx',
  ])('lies in its directory: %s leads nowhere', async (path) => {
    // As it stands: a client of the better kind would tidy the address first.
    const { port } = api.server.address() as AddressInfo;
    const [status, text] = await new Promise<[number | undefined, string]>((done, failed) => {
      const asked = httpRequest({ port, path }, (answer) => {
        let body = '';
        answer.on('data', (part: Buffer) => (body += part.toString()));
        answer.on('end', () => done([answer.statusCode, body]));
      });
      asked.on('error', failed);
      asked.end();
    });
    expect(status).toBe(404);
    expect(text).not.toContain('dependencies');
  });
});
