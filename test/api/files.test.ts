import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openFiles } from '../../src/files/files.ts';
import { FILE_LIMIT } from '../../src/schemas/files.ts';
import { addBranch, type Api, type Caller, fields, letterOf, PDF, startApi, upload } from './support.ts';

const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489', 'hex');
const JPEG = Buffer.from('ffd8ffe000104a46494600010100000100010000ffd9', 'hex');
const WEBP = Buffer.from('524946461a000000574542505650384c0d0000002f00000010071011118888fe07', 'hex');
const NOBODY = '01999999-9999-7999-8999-999999999999';
const DAY_MS = 24 * 3_600_000;

let api: Api;
let customerId: string;
let stranger: Caller;
beforeAll(async () => {
  api = await startApi();
  customerId = (await api.admin.post('/api/customers', { name: 'Ana García' })).body.id;
  const far = await addBranch(api);
  stranger = (await api.userOf({ accessLevel: 2, branchId: far.id })).as;
});
afterAll(() => api.stop());

const send = (content: Buffer | string, name?: string) => upload(api.admin, customerId, content, name);
const codeOf = (answer: { status: number; body: { code?: string } }) => [answer.status, answer.body.code];
const contentOf = (id: string) => api.admin.get(`/api/files/${id}/content`).responseType('blob');
const sha256 = (content: Buffer) => createHash('sha256').update(content.toString('binary'), 'binary').digest('hex');

describe('a file', () => {
  test('comes back byte for byte, to be saved and not to be shown', async () => {
    const { status, body, headers } = await send(PNG, 'scan.png');
    expect([status, headers['location']]).toEqual([201, `/api/files/${body.id}`]);
    expect(body).toMatchObject({ customerId, name: 'scan.png', type: 'image/png', size: PNG.length });
    expect(body.sha256).toBe(sha256(PNG));
    expect((await api.admin.get(`/api/files/${body.id}`)).body).toEqual(body);
    const content = await contentOf(body.id);
    expect(content.status).toBe(200);
    expect((content.body as Buffer).toString('hex')).toBe(PNG.toString('hex'));
    expect(content.headers).toMatchObject({
      'content-type': 'image/png',
      'content-length': String(PNG.length),
      'content-disposition': 'attachment; filename=scan.png',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'cache-control': 'private, no-cache',
    });
  });

  test.each([
    ['a PDF', Buffer.from(PDF), 'a.pdf', 'application/pdf', 'a.pdf'],
    ['a JPEG', JPEG, 'photo.JPEG', 'image/jpeg', 'photo.JPEG'],
    ['a WebP', WEBP, 'photo.webp', 'image/webp', 'photo.webp'],
    ['a PNG that calls itself PDF', PNG, 'letter.pdf', 'image/png', 'letter.png'],
    ['a PDF that calls itself a program', Buffer.from(PDF), 'setup.exe', 'application/pdf', 'setup.exe.pdf'],
  ])('%s is what its content says', async (_, content, name, type, shown) => {
    expect((await send(content, name)).body).toMatchObject({ type, name: shown, size: content.length });
  });

  test.each([
    ['HTML', '<!doctype html><script>alert(1)</script>'],
    ['SVG', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'],
    ['HTML with a PDF in it', `<script>alert(1)</script>${PDF}`],
    ['a ZIP', 'PK\u0003\u0004'],
    ['RIFF that is sound', 'RIFF\u0000\u0000\u0000\u0000WAVEfmt '],
    ['the first bytes of a PNG', PNG.subarray(0, 7)],
    ['JSON', '{"a":1}'],
  ])('%s is refused, whatever its name and its Content-Type', async (_, content) => {
    for (const type of ['application/pdf', 'application/json', 'text/html']) {
      const answer = await upload(api.admin, customerId, content, 'letter.pdf', type);
      expect(codeOf(answer)).toEqual([422, 'file_type']);
    }
  });

  test('may have 5 MB and not a byte more; none is empty', async () => {
    const largest = Buffer.alloc(FILE_LIMIT, '%PDF-1.7\n');
    const { status, body } = await send(largest);
    expect([status, body.size]).toEqual([201, FILE_LIMIT]);
    expect(sha256((await contentOf(body.id)).body as Buffer)).toBe(sha256(largest));
    expect(codeOf(await send(Buffer.alloc(FILE_LIMIT + 1, '%PDF-1.7\n')))).toEqual([413, 'file_too_large']);
    expect(codeOf(await send(''))).toEqual([422, 'file_empty']);
    const without = await api.admin.ask('post', `/api/files?customerId=${customerId}&name=a.pdf`);
    expect(codeOf(without)).toEqual([422, 'file_empty']);
  });

  test.each([
    ['a path', '../../etc/C:\\scans\\letter.pdf', 'letter.pdf', 'letter.pdf'],
    ['quotes and a semicolon', 'a"b;c\'.pdf', 'a"b;c\'.pdf', undefined],
    ['lines', 'letter\r\nSet-Cookie: a=b.pdf', 'letter Set-Cookie: a=b.pdf', undefined],
    ['other alphabets', 'Añadido café 契約.pdf', 'Añadido café 契約.pdf', undefined],
    ['signs that turn the direction', 'letter\u202efdp.exe.pdf', 'letterfdp.exe.pdf', undefined],
    ['nothing but dots', '...', 'file.pdf', undefined],
    ['nothing', '', 'file.pdf', undefined],
    ['too much', `${'é'.repeat(300)}.pdf`, `${'é'.repeat(116)}.pdf`, undefined],
  ])('a name with %s is cleaned, and goes out as RFC 5987 has it', async (_, given, name, plain) => {
    const { body } = await send(PDF, given);
    expect(body.name).toBe(name);
    const disposition = (await contentOf(body.id)).headers['content-disposition'] as string;
    const encoded = /filename\*=UTF-8''([^;]+)/.exec(disposition)?.[1];
    if (encoded === undefined) expect(disposition).toContain(name.replaceAll('"', '\\"'));
    else expect(decodeURIComponent(encoded)).toBe(name);
    if (plain !== undefined) expect(disposition).toBe(`attachment; filename=${plain}`);
    expect(disposition).toMatch(/^[\x20-\x7e]+$/);
  });

  test('is read by those who see the customer, and by nobody else', async () => {
    const id = await letterOf(api, customerId);
    const { as: colleague } = await api.userOf({ accessLevel: 4 });
    for (const address of [`/api/files/${id}`, `/api/files/${id}/content`]) {
      expect((await colleague.get(address)).status).toBe(200);
      expect(codeOf(await stranger.get(address))).toEqual([404, 'not_found']);
      expect(codeOf(await api.stranger().get(address))).toEqual([401, 'sign_in_required']);
      expect(codeOf(await api.admin.get(address.replace(id, NOBODY)))).toEqual([404, 'not_found']);
    }
    expect(codeOf(await upload(stranger, customerId))).toEqual([422, 'customer_unknown']);
    expect(codeOf(await upload(api.admin, NOBODY))).toEqual([422, 'customer_unknown']);
    const unsigned = api.stranger().post(`/api/files?customerId=${customerId}&name=a.pdf`);
    expect(codeOf(await unsigned.set('Content-Type', 'application/pdf').send(PDF))).toEqual([401, 'sign_in_required']);
    const elsewhere = await api.admin.ask('post', `/api/files?customerId=${customerId}&name=a.pdf`, Buffer.from(PDF), {
      'Sec-Fetch-Site': 'cross-site',
    });
    expect(codeOf(elsewhere)).toEqual([403, 'csrf_refused']);
  });

  test('needs a customer and a name', async () => {
    const answer = await api.admin.ask('post', '/api/files', Buffer.from(PDF));
    expect(fields(answer)).toEqual([422, ['query.customerId invalid_type', 'query.name invalid_type']]);
  });

  test('is traced with what it is and who brought it', async () => {
    const { as, id: userId } = await api.userOf({ accessLevel: 4 });
    const { body } = await upload(as, customerId);
    expect(body.createdBy).toBe(userId);
    const events = await api.database.auditEvent.findMany({ where: { entityId: body.id } });
    expect(events).toMatchObject([
      { action: 'file.stored', customerId, actorId: userId, details: { name: body.name } },
    ]);
  });
});

describe('what no decision names', () => {
  const files = () => openFiles(api.database);
  const seen = async (id: string) => (await api.admin.get(`/api/files/${id}`)).status;

  test('is removed after a day; what a task refers to stays', async () => {
    const [loose, kept] = [await letterOf(api, customerId), await letterOf(api, customerId)];
    const taskTypeId = (await api.admin.post('/api/task-types', { name: 'Call', classification: 'generic' })).body.id;
    const { body: task } = await api.admin.post('/api/crm-tasks', { customerId, taskTypeId });
    await api.database.crmTask.update({ where: { id: task.id }, data: { fileId: kept } });
    await files().tidy(new Date(Date.now() + DAY_MS - 60_000));
    expect([await seen(loose), await seen(kept)]).toEqual([200, 200]);
    expect(await files().tidy(new Date(Date.now() + DAY_MS + 1000))).toBeGreaterThan(0);
    expect([await seen(loose), await seen(kept)]).toEqual([404, 200]);
    expect(await api.database.storedFile.count({ where: { id: loose } })).toBe(0);
    expect((await contentOf(kept)).body).toHaveLength(PDF.length);
  });

  test('is not removed under the hands of whoever names it just now', async () => {
    const id = await letterOf(api, customerId);
    const taskTypeId = (await api.admin.post('/api/task-types', { name: 'Race', classification: 'generic' })).body.id;
    const { body: task } = await api.admin.post('/api/crm-tasks', { customerId, taskTypeId });
    let tidied: Promise<number> | undefined;
    await api.database.$transaction(async (tx) => {
      await tx.$queryRaw`SELECT id FROM stored_file WHERE id = ${id}::uuid FOR SHARE`;
      tidied = files().tidy(new Date(Date.now() + 2 * DAY_MS));
      await tidied;
      await tx.crmTask.update({ where: { id: task.id }, data: { fileId: id } });
    });
    await files().tidy(new Date(Date.now() + 2 * DAY_MS));
    expect([await seen(id), (await contentOf(id)).status]).toEqual([200, 200]);
  });
});
