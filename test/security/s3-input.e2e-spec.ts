import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Database, listRoutes, type Problem } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { createApiApp } from '../support/api-app';
import { staffHeaders } from '../support/staff-headers';

const INJECTIONS = [
  `'`,
  `' or '1'='1`,
  `'; drop table customers; --`,
  `") or 1=1 --`,
  `$1`,
  `\\`,
  `%`,
  `_`,
  `(?:a+)+$`,
  `[[:alpha:]`,
  `*)(uid=*`,
  `\u2019; select pg_sleep(5)`,
];
const LISTS = ['customers', 'users', 'sites', 'routers', 'plans', 'subscriptions', 'invoices', 'payments', 'api-keys'];

describe('S3 input', () => {
  let testDatabase: TestDatabase;
  let app: NestFastifyApplication;
  let headers: { authorization: string };

  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    app = await createApiApp({ database: testDatabase });
    headers = await staffHeaders(app);
  });
  afterAll(async () => {
    await app.close();
    await testDatabase.drop();
  });

  const list = (name: string, query: Record<string, string>) =>
    app.inject({ method: 'GET', url: `/api/v1/${name}?${new URLSearchParams(query).toString()}`, headers });

  it.each(['customers', 'users', 'routers'])('is only ever a parameter: searching %s', async (name) => {
    for (const q of INJECTIONS) {
      const started = performance.now();
      const answer = await list(name, { q });
      expect([q, answer.statusCode]).toEqual([q, 200]);
      expect(performance.now() - started).toBeLessThan(2_000);
    }
    expect(await app.get(Database).query('select 1 from customers limit 1')).toEqual([]);
  });

  it.each(LISTS)('sorts %s by a list of names only', async (name) => {
    for (const sort of ['id', 'createdAt;--', '1', '(select 1)', 'name desc', 'constructor', '__proto__', `'`]) {
      const answer = await list(name, { sort });
      expect([sort, answer.statusCode]).toEqual([sort, 400]);
    }
  });

  it.each(LISTS)('gives at most 200 of %s, and takes no cursor that it did not make', async (name) => {
    for (const query of [{ limit: '201' }, { limit: '0' }, { limit: '-1' }, { limit: '1e9' }, { limit: 'x' }]) {
      expect((await list(name, query)).statusCode).toBe(400);
    }
    for (const cursor of [`'`, 'AAAA', Buffer.from(`["' or 1=1","x"]`).toString('base64url')]) {
      expect((await list(name, { cursor })).statusCode).toBe(400);
    }
    expect((await list(name, { limit: '200' })).statusCode).toBe(200);
    expect((await list(name, { nobodyKnows: '1' })).statusCode).toBe(400);
  });

  it('is at most 1 MiB and not nested without end', async () => {
    const post = (payload: string) =>
      app.inject({
        method: 'POST',
        url: '/api/v1/sites',
        headers: { ...headers, 'content-type': 'application/json' },
        payload,
      });
    const big = await post(JSON.stringify({ code: 'A', name: 'x'.repeat(1_048_576), timeZone: 'UTC' }));
    expect([big.statusCode, big.json<Problem>().code]).toEqual([413, 'HTTP_BODY_TOO_LARGE']);
    expect((await post(`{"code":${'['.repeat(50)}${']'.repeat(50)}}`)).statusCode).toBe(400);
    expect((await post(`${'['.repeat(100_000)}${']'.repeat(100_000)}`)).statusCode).toBe(400);
    expect((await post('{"code":')).statusCode).toBe(400);
  });

  it('changes no object but its own', async () => {
    const payload = `{"code":"A","name":"A","timeZone":"UTC","__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}`;
    const sent = { ...headers, 'content-type': 'application/json' };
    const answer = await app.inject({ method: 'POST', url: '/api/v1/sites', headers: sent, payload });
    expect(answer.statusCode).toBe(400);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  it('of ids is a UUID everywhere', async () => {
    const routes = listRoutes(app.get(DiscoveryService, { strict: false }), new MetadataScanner());
    const withId = routes.filter(({ method, path }) => method === 'GET' && path.endsWith('/:id'));
    expect(withId.length).toBeGreaterThan(5);
    for (const { path } of withId) {
      const answer = await app.inject({ method: 'GET', url: `/api${path.replace(':id', `1'--`)}`, headers });
      expect([path, answer.statusCode]).toEqual([path, 400]);
    }
  });
});
