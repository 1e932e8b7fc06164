import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Clock, uuidv7 } from '@app/core';
import { Database, DatabaseClock, type Problem, RouteAccessCheck, type RouteInfo } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { createApiApp } from '../../support/api-app';
import { createStaff, type Staff } from '../../support/staff';

const HOUR = 3_600_000;

describe('the API as a whole', () => {
  let database: TestDatabase;
  let app: NestFastifyApplication;
  let owner: Staff;
  let cashier: Staff;
  let routes: readonly RouteInfo[];

  beforeAll(async () => {
    database = await createTestDatabase();
    app = await createApiApp({ database });
    owner = await createStaff(app, 'owner');
    cashier = await createStaff(app, 'cashier');
    routes = app.get(RouteAccessCheck, { strict: false }).routes();
  });
  afterAll(async () => {
    await app.close();
    await database.drop();
  });

  type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  const call = (method: Method, url: string, headers: Record<string, string> = {}, payload?: object) =>
    app.inject({ method, url, headers: { 'accept-language': 'en', ...headers }, ...(payload ? { payload } : {}) });

  describe('routes', () => {
    const urlOf = ({ path }: RouteInfo) =>
      (path.startsWith('/v1') ? `/api${path}` : path).replace(/:\w+/g, '0190b6a0-0000-7000-8000-000000000001');

    it('give nothing to who sends no token, or a wrong one', async () => {
      const guarded = routes.filter(({ accesses }) => accesses[0]?.kind !== 'public');
      expect(guarded.length).toBeGreaterThan(20);
      for (const route of guarded) {
        for (const headers of [{}, { authorization: 'Bearer eyJhbGciOiJub25lIn0.e30.' }]) {
          const answer = await call(route.method as Method, urlOf(route), headers);
          expect([route.handler, answer.statusCode]).toEqual([route.handler, 401]);
          expect(answer.headers['content-type']).toContain('application/problem+json');
        }
      }
    });

    it('have unique operation ids', () => {
      const ids = routes.map(({ handler }) => handler.split('.')[1]);
      expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
    });

    it('follow the naming of the contract', () => {
      const odd = routes
        .filter(({ path }) => path.startsWith('/v1'))
        .filter(({ path }) => !/^\/v1(\/([a-z][a-z0-9-]*|:[a-zA-Z]+))+(\.csv)?$/.test(path));
      expect(odd.map(({ path }) => path)).toEqual([]);
    });
  });

  describe('health', () => {
    it('gives its details to whoever may read the system, and only to him', async () => {
      const checks = async (headers: Record<string, string>) =>
        (await call('GET', '/health', headers)).json<{ checks?: { database?: object } }>().checks;
      expect((await checks(owner.headers))?.database).toMatchObject({
        status: 'up',
        latencyMs: expect.any(Number) as number,
      });
      expect(await checks(cashier.headers)).toBeUndefined();
      expect(await checks({ authorization: 'Bearer nonsense' })).toBeUndefined();
    });
  });

  describe('test clock', () => {
    it('moves the time of the process and of the database together', async () => {
      const answer = await call('POST', '/api/v1/test/clock', owner.headers, { offsetMs: 48 * HOUR });
      expect([answer.statusCode, answer.json<{ offsetMs: number }>().offsetMs]).toEqual([200, 48 * HOUR]);
      const ahead = (instant: Date) => Math.round((instant.getTime() - Date.now()) / HOUR);
      expect(ahead(app.get(Clock, { strict: false }).now())).toBe(48);
      expect(ahead(await app.get(DatabaseClock, { strict: false }).sample())).toBe(48);
      // why: tokens of 48 hours ago have run out
      const fresh = await createStaff(app, 'owner');
      const target = new Date(Date.now() + 2 * HOUR).toISOString();
      const moved = await call('POST', '/api/v1/test/clock', fresh.headers, { now: target });
      expect(Math.abs(Date.parse(moved.json<{ now: string }>().now) - Date.parse(target))).toBeLessThan(2_000);
      const back = await call('POST', '/api/v1/test/clock', (await createStaff(app, 'owner')).headers, { offsetMs: 0 });
      expect(back.statusCode).toBe(200);
    });

    it('is for owners, and takes exactly one of its two fields', async () => {
      expect((await call('POST', '/api/v1/test/clock', cashier.headers, { offsetMs: 0 })).statusCode).toBe(403);
      for (const payload of [
        {},
        { offsetMs: 0, now: '2026-01-01T00:00:00Z' },
        { now: 'tomorrow' },
        { offsetMs: 0.5 },
      ]) {
        const answer = await call('POST', '/api/v1/test/clock', owner.headers, payload);
        expect([answer.statusCode, answer.json<Problem>().code]).toEqual([400, 'CORE_VALIDATION_FAILED']);
      }
    });

    it('does not exist where it is not switched on', async () => {
      const plain = await createApiApp({ database, env: { TEST_CLOCK: undefined, DEMO: undefined } });
      const answer = await plain.inject({ method: 'GET', url: '/api/v1/test/clock', headers: owner.headers });
      await plain.close();
      expect(answer.statusCode).toBe(404);
    });
  });

  describe('landing page', () => {
    it('comes in Indonesian or English, without anything inline that could run', async () => {
      const page = await call('GET', '/', { 'accept-language': 'id' });
      expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
      expect(page.body).toContain('Semua berjalan');
      expect((await call('GET', '/')).body).toContain('Everything runs');
      expect(page.body).not.toMatch(/<script(?! src="\/landing\/script\.js" defer>)|onclick=|https?:\/\//);
      for (const file of ['/landing/script.js', '/landing/style.css']) {
        expect((await call('GET', file)).statusCode).toBe(200);
      }
    });

    it('shows figures in the demo only, and names as text', async () => {
      expect((await call('GET', '/')).body).not.toContain('The demo in figures');
      const siteId = uuidv7();
      const door = app.get(Database, { strict: false });
      await door.execute(
        `insert into sites (id, code, name, time_zone, currency) values ($1, 'BDG', 'Bandung', 'Asia/Jakarta', 'IDR')`,
        [siteId],
      );
      await door.execute(
        `insert into routers (id, site_id, name, host, username, password_sealed)
         values ($1, $2, '<img src=x onerror=alert(1)>', '127.0.0.1', 'api', 'x')`,
        [uuidv7(), siteId],
      );
      const demo = await createApiApp({ database, env: { DEMO: 'true', SIMULATOR_URL: 'http://127.0.0.1:8780' } });
      const { body } = await demo.inject({ method: 'GET', url: '/', headers: { 'accept-language': 'en' } });
      await demo.close();
      expect(body).toContain('The demo in figures');
      expect(body).toContain('&lt;img src=x onerror=alert(1)&gt;');
      expect(body).toContain('href="http://127.0.0.1:8780"');
    });
  });
});
