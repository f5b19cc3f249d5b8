import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { addBranch, type Api, PLAN, startApi } from './support.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

describe('audit events', () => {
  test('are the newest first, filtered by record, customer, action and time, and paged', async () => {
    const customer = (await api.admin.post('/api/customers', { name: 'Watched' })).body;
    await api.admin.patch(`/api/customers/${customer.id}`, 1, { phone: '600' });
    const list = async (query: string) => (await api.admin.get(`/api/audit-events?${query}`)).body;
    const { items } = await list(`entity=customer&entityId=${customer.id}`);
    expect(items.map(({ action }: { action: string }) => action)).toEqual(['customer.edited', 'customer.added']);
    expect(items[0]).toMatchObject({
      actor: { kind: 'user', name: 'Administrator' },
      channel: 'console',
      customerId: customer.id,
      details: { after: { phone: '600' } },
    });
    expect((await list(`customerId=${customer.id}&action=customer.added`)).items).toHaveLength(1);
    expect((await list(`customerId=${customer.id}&to=${items[0].at}`)).items).toHaveLength(1);
    expect((await list(`customerId=${customer.id}&from=${items[0].at}`)).items).toHaveLength(1);
    const first = await list(`customerId=${customer.id}&limit=1`);
    expect((await list(`customerId=${customer.id}&limit=1&cursor=${first.nextCursor}`)).items[0].action).toBe(
      'customer.added',
    );
    for (const from of ['yesterday', '0000-06-01T00:00:00Z']) {
      expect((await api.admin.get(`/api/audit-events?from=${from}`)).status).toBe(422);
    }
  });

  test('level 2 sees those of the own branch and of its present customers, 3 and 4 none', async () => {
    const far = await addBranch(api);
    await api.admin.post('/api/customers', { name: 'Far', branchId: far.id });
    const two = await api.userOf({ accessLevel: 2 });
    const { items } = (await two.as.get('/api/audit-events?limit=200')).body;
    expect(items.length).toBeGreaterThan(0);
    expect(new Set(items.map(({ branchId }: { branchId: string }) => branchId))).toEqual(new Set([two.branchId]));
    const [moved, gone] = [
      (await api.admin.post('/api/customers', { name: 'Moved here', branchId: far.id })).body,
      (await api.admin.post('/api/customers', { name: 'Moved away' })).body,
    ];
    await api.admin.patch(`/api/customers/${moved.id}`, 1, { branchId: two.branchId });
    await api.admin.patch(`/api/customers/${gone.id}`, 1, { branchId: far.id });
    const actionsOf = async ({ id }: { id: string }) =>
      (await two.as.get(`/api/audit-events?customerId=${id}`)).body.items.map(
        ({ action }: { action: string }) => action,
      );
    expect([await actionsOf(moved), await actionsOf(gone)]).toEqual([['customer.edited', 'customer.added'], []]);
    const three = await api.userOf({ accessLevel: 3 });
    expect((await three.as.get('/api/audit-events')).status).toBe(403);
  });
});

describe('for whoever runs it', () => {
  test('it is alive, and ready though Temporal is away, which it says', async () => {
    expect((await api.stranger().get('/healthz')).body).toEqual({ status: 'alive' });
    const answer = await api.stranger().get('/readyz');
    expect([answer.status, answer.body]).toEqual([
      200,
      { status: 'ready', database: 'ready', temporal: { reachable: false, detail: 'not in these tests' } },
    ]);
  });

  test('it is alive but not ready without its database, and answers 503 rather than 500', async () => {
    const broken = await startApi();
    const { cookie } = broken.admin;
    await broken.parts.database.$disconnect();
    await broken.drop();
    expect((await broken.stranger().get('/healthz')).status).toBe(200);
    expect((await broken.stranger().get('/readyz')).status).toBe(503);
    const answer = await broken.stranger().get('/api/plans').set('Cookie', cookie);
    expect([answer.status, answer.body.code]).toEqual([503, 'unavailable']);
    expect(answer.headers['retry-after']).toBe('5');
    await broken.stop();
  });

  test('metrics count by the template of the address, and tell what Temporal has not been given', async () => {
    await api.admin.get('/api/customers/01999999-9999-7999-8999-999999999999');
    await api.database.outbox.create({ data: { kind: 'chain_changed', key: 'x' } });
    const { text } = await api.stranger().get('/metrics');
    expect(text).toContain(
      'tacit_http_request_duration_seconds_count{method="GET",route="/api/customers/{id}",status="404"}',
    );
    expect(text).toContain('tacit_outbox_backlog 1');
    expect(text).toMatch(/tacit_outbox_oldest_seconds \d/);
    expect(text).toContain('tacit_overdue_renewals 0');
    expect(text).toContain('tacit_mail_failed 0');
    expect(text).toContain('tacit_mail_oldest_seconds 0');
    expect(text).toContain('process_cpu_seconds_total');
    expect(text).not.toContain('01999999');
  });

  test('the address of a problem explains it for every case, and says where its values stand', async () => {
    const { body } = await api.stranger().get('/problems/notice_deadline_passed').set('Accept-Language', 'en');
    expect(body).toEqual({
      code: 'notice_deadline_passed',
      status: 409,
      title: 'The deadline has passed',
      detail: 'The renewal of {name} could be cancelled through {deadline}.',
      details: ['name', 'deadline'],
    });
  });

  test('an address that does not exist is a problem like any other, outside /api too', async () => {
    const answer = await api.stranger().get('/console/nowhere');
    expect([answer.status, answer.type, answer.body.code]).toEqual([404, 'application/problem+json', 'not_found']);
  });

  test('a proxy that is trusted says who the client is', async () => {
    const behind = await startApi({ trustProxy: 1, limits: { requestsPerMinute: 2 } });
    try {
      const from = (client: string) => behind.stranger().get('/api/plans').set('X-Forwarded-For', client);
      const answers = [];
      for (let i = 0; i < 3; i += 1) answers.push((await from('203.0.113.1')).status);
      expect([...answers, (await from('203.0.113.2')).status]).toEqual([401, 401, 429, 401]);
    } finally {
      await behind.stop();
    }
  });

  test('more requests than allowed are 429 with the time to wait; another caller goes on', async () => {
    const busy = await startApi({ limits: { requestsPerMinute: 5 } });
    try {
      const answers = [];
      for (let i = 0; i < 6; i += 1) answers.push(await busy.admin.get('/api/plans'));
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 429]);
      expect(answers[5]!.body.code).toBe('too_many_requests');
      expect(Number(answers[5]!.headers['retry-after'])).toBeGreaterThan(0);
      expect(answers[0]!.headers['ratelimit']).toMatch(/r=4/);
      expect((await busy.stranger().get('/api/plans')).status).toBe(401);
    } finally {
      await busy.stop();
    }
  });

  test('pages cannot run scripts from elsewhere, be framed, or be read as another type', async () => {
    const { headers } = await api.stranger().get('/api/docs/');
    expect(headers['content-security-policy']).toContain("default-src 'self'");
    expect(headers['content-security-policy']).not.toMatch(/script-src[^;]*unsafe/);
    const other = (await api.stranger().get('/api/session')).headers;
    expect(other['content-security-policy']).toMatch(/script-src 'self';.*/);
    expect(other['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(other['x-content-type-options']).toBe('nosniff');
    expect(other['x-powered-by']).toBeUndefined();
    expect(other['cache-control']).toBe('no-store');
  });
});

describe('the OpenAPI document', () => {
  test('is browsable from this server alone, without a script in the page', async () => {
    const page = await api.stranger().get('/api/docs/');
    expect(page.status).toBe(200);
    expect(page.text).not.toMatch(/<script>|https?:\/\/(?!www\.w3\.org)/);
    for (const [, asset] of page.text.matchAll(/(?:src|href)="\.\/([^"]+)"/g)) {
      expect((await api.stranger().get(`/api/docs/${asset}`)).status).toBe(200);
    }
  });

  test('is 3.1, every schema is JSON Schema 2020-12, and every reference leads somewhere', async () => {
    const document = (await api.stranger().get('/api/openapi.json')).body;
    expect(document.openapi).toBe('3.1.0');
    expect(document.info.version).toMatch(/^\d+\.\d+\.\d+/);
    const ajv = validator(document);
    for (const name of Object.keys(document.components.schemas))
      expect(() => ajv.getSchema(`doc#/components/schemas/${name}`)).not.toThrow();
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path]) => path!);
    for (const path of references) expect([path, at(document, path.split('/'))]).not.toEqual([path, undefined]);
    for (const { operation, path } of operations(document)) {
      const declared = (operation.parameters ?? [])
        .filter((parameter: any) => parameter.in === 'path')
        .map((parameter: any) => parameter.name);
      expect(declared).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
      for (const answer of Object.values<any>(operation.responses))
        expect(answer.description).toEqual(expect.any(String));
    }
    const ids = operations(document).map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('covers every address that is served', async () => {
    const document = (await api.stranger().get('/api/openapi.json')).body;
    const served = (api.app.router.stack as any[])
      .filter(({ route }) => route && !route.methods._all)
      .flatMap(({ route }) =>
        Object.keys(route.methods).map((method) => `${method} ${route.path.replaceAll(/:(\w+)/g, '{$1}')}`),
      );
    const documented = operations(document).map(({ method, path }) => `${method} ${path}`);
    expect(new Set(served)).toEqual(new Set(documented));
    expect(documented.length).toBeGreaterThan(40);
  });

  test('describes what is really answered, null and all', async () => {
    const document = (await api.stranger().get('/api/openapi.json')).body;
    const ajv = validator(document);
    const eur = (amount: number) => ({ amount, currency: 'EUR' });
    await api.admin.post('/api/plans', PLAN);
    await api.admin.post('/api/plans', {
      ...PLAN,
      name: 'With all',
      oneOffFee: eur(1),
      notice: { amount: 1, unit: 'day' },
      renewalTerms: { price: eur(2) },
    });
    await api.admin.post('/api/customers', { name: 'Somebody' });
    for (const path of [
      '/api/session',
      '/api/settings',
      '/api/branches',
      '/api/users',
      '/api/plans',
      '/api/customers',
      '/api/task-types',
      '/api/audit-events',
    ]) {
      const { body } = await api.admin.get(path);
      const pointer = `doc#/paths/${path.replaceAll('/', '~1')}/get/responses/200/content/application~1json/schema`;
      const validate = ajv.getSchema(pointer)!;
      void validate(body);
      expect([path, validate.errors]).toEqual([path, null]);
    }
  });
});

function validator(document: object): Ajv2020 {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema(document, 'doc');
  return ajv;
}

const at = (value: any, path: string[]): unknown => path.reduce((inner, key) => inner?.[key], value);

const operations = (document: any) =>
  Object.entries<any>(document.paths).flatMap(([path, methods]) =>
    Object.entries<any>(methods).map(([method, operation]) => ({ path, method, operation })),
  );
