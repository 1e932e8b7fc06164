import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { uuidv7 } from '@app/core';
import { Database } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { type SimulatedRouter, startRouter } from '../../../apps/simulator/src';
import { createApiApp } from '../../support/api-app';
import { FakeRouter } from '../../support/mikrotik/fake-router';
import { staffHeaders } from '../../support/staff-headers';

interface RouterBody {
  id: string;
  version: number;
  host: string;
  port: number;
  health: string;
}

describe('/api/v1/routers', () => {
  let testDatabase: TestDatabase;
  let app: NestFastifyApplication;
  let database: Database;
  let owner: { authorization: string };
  let siteId: string;
  let simulated: SimulatedRouter;
  let names = 0;

  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    app = await createApiApp({
      database: testDatabase,
      env: { ROUTER_CONNECT_TIMEOUT_MS: '400', ROUTER_LOGIN_TIMEOUT_MS: '400', ROUTER_COMMAND_TIMEOUT_MS: '1000' },
    });
    database = app.get(Database);
    siteId = await saveSite('JKT');
    owner = await staffHeaders(app);
    const users = [
      { name: 'admin', password: 'secret' },
      { name: 'nobody', password: 'secret', group: 'mute' },
    ];
    const rows = { '/user/group': [{ name: 'mute', policy: 'api' }] };
    simulated = await startRouter({ version: '7.20', users, rows });
  });
  afterAll(async () => {
    await app.close();
    await simulated.close();
    await testDatabase.drop();
  });

  async function saveSite(code: string): Promise<string> {
    const id = uuidv7();
    await database.execute(`insert into sites (id, code, name, time_zone) values ($1, $2, $2, 'Asia/Jakarta')`, [
      id,
      code,
    ]);
    return id;
  }

  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- names the body that the test expects
  const call = async <T = Record<string, unknown>>(
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    path: string,
    payload?: object,
    headers = owner,
  ) => {
    const answer = await app.inject({
      ...{ method, url: `/api/v1/routers${path}`, headers },
      ...(payload === undefined ? {} : { payload }),
    });
    return { status: answer.statusCode, body: (answer.body === '' ? {} : answer.json()) as T, text: answer.body };
  };
  const input = (extra: object = {}) => ({
    ...{ siteId, name: `Router ${++names}`, host: '127.0.0.1', port: simulated.port },
    ...{ username: 'admin', password: 'secret', ...extra },
  });
  const create = async (extra: object = {}) => {
    const { status, body } = await call<RouterBody>('POST', '', input(extra));
    expect([status, body]).toMatchObject([201, { health: 'UNKNOWN' }]);
    return body;
  };
  const diagnosis = async (id: string) => {
    const { status, body } = await call<{ diagnosis: string }>('POST', `/${id}/test`);
    expect(status).toBe(200);
    return body.diagnosis;
  };

  it('creates, reads, lists, changes and forgets, and never shows the password', async () => {
    const created = await call<RouterBody>('POST', '', input({ password: 'r4hasia-sekali' }));
    expect(created.status).toBe(201);
    expect(created.text).not.toMatch(/r4hasia|sealed/i);
    const { id } = created.body;
    const stored = await database.queryOne<{ sealed: string }>(
      'select password_sealed as sealed from routers where id = $1',
      [id],
    );
    expect(stored?.sealed).toMatch(/^v1:/);
    expect((await call('GET', `/${id}`)).text).not.toMatch(/r4hasia|sealed/i);
    expect((await call<{ items: RouterBody[] }>('GET', '?limit=200&sort=-createdAt')).body.items[0]?.id).toBe(id);

    const changed = await call<RouterBody>('PATCH', `/${id}`, { version: 1, name: 'Kemang', mode: 'MAINTENANCE' });
    expect(changed.body).toMatchObject({ name: 'Kemang', mode: 'MAINTENANCE', version: 2, port: simulated.port });
    expect((await call('PATCH', `/${id}`, { version: 1, name: 'Late' })).body).toMatchObject({
      code: 'CORE_STALE_VERSION',
    });
    expect((await call('DELETE', `/${id}`)).status).toBe(204);
    expect((await call('GET', `/${id}`)).status).toBe(404);
  });

  it.each([
    [{ host: '10.0.0.1:8728' }, 400, 'CORE_VALIDATION_FAILED'],
    [{ host: '8.8.8.8' }, 422, 'MIKROTIK_HOST_NOT_ALLOWED'],
    [{ host: '169.254.169.254' }, 422, 'MIKROTIK_HOST_NOT_ALLOWED'],
    [{ port: 0 }, 400, 'CORE_VALIDATION_FAILED'],
    [{ port: 5432 }, 422, 'MIKROTIK_PORT_NOT_ALLOWED'],
    [{ username: 'ad\nmin' }, 400, 'CORE_VALIDATION_FAILED'],
    [{ siteId: uuidv7() }, 404, 'CORE_NOT_FOUND'],
    [{ health: 'ONLINE' }, 400, 'CORE_VALIDATION_FAILED'],
  ])('refuses %j', async (extra, status, code) => {
    const answer = await call('POST', '', input(extra));
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  it('refuses a taken name, and to forget a router that is in use', async () => {
    const { id } = await create({ name: 'Taken' });
    const other = await create();
    expect((await call('POST', '', input({ name: 'Taken' }))).body.code).toBe('MIKROTIK_ROUTER_NAME_TAKEN');
    const renamed = await call('PATCH', `/${other.id}`, { version: 1, name: 'Taken' });
    expect([renamed.status, renamed.body.code]).toEqual([409, 'MIKROTIK_ROUTER_NAME_TAKEN']);
    await saveAccount(id);
    const refused = await call('DELETE', `/${id}`);
    expect([refused.status, refused.body.code]).toEqual([409, 'MIKROTIK_ROUTER_IN_USE']);
  });

  it('shows nothing to whoever may not see it, and nothing of other sites', async () => {
    const { id } = await create();
    const stranger = await staffHeaders(app, { permissions: ['router:read'], siteIds: [await saveSite('DPS')] });
    expect((await call('GET', `/${id}`, undefined, stranger)).status).toBe(404);
    expect((await call('GET', `/${id}/status`, undefined, stranger)).status).toBe(404);
    expect((await call<{ items: object[] }>('GET', '', undefined, stranger)).body.items).toEqual([]);
    expect((await call('POST', `/${id}/sync`, undefined, stranger)).status).toBe(403);
    expect((await call('POST', '', input(), stranger)).status).toBe(403);
    expect((await app.inject({ method: 'GET', url: `/api/v1/routers/${id}` })).statusCode).toBe(401);
    const writer = await staffHeaders(app, { permissions: ['router:write'], siteIds: [await saveSite('SUB')] });
    expect((await call('POST', '', input(), writer)).status).toBe(404);
  });

  it('tests a router with a precise diagnosis', async () => {
    const good = await create();
    const { body } = await call('POST', `/${good.id}/test`);
    expect(body).toMatchObject({ ok: true, diagnosis: 'OK', identity: 'router-7.20', reason: null });
    expect(String(body.rosVersion)).toMatch(/^7\.\d+(\.\d+)?$/);
    expect(await diagnosis((await create({ password: 'wrong' })).id)).toBe('WRONG_PASSWORD');
    expect(await diagnosis((await create({ username: 'nobody' })).id)).toBe('PERMISSION');
    expect(await diagnosis((await create({ tlsMode: 'PINNED' })).id)).toBe('TLS_WRONG_PROTOCOL');

    const faulty = async (options: Parameters<typeof FakeRouter.start>[0]): Promise<string> => {
      const fake = await FakeRouter.start(options);
      const { id } = await create({ port: fake.port });
      const found = await diagnosis(id);
      await fake.stop();
      return found;
    };
    expect(await faulty({ onConnection: (socket) => socket.end() })).toBe('CLOSED_BY_ROUTER');
    expect(await faulty({ onCommand: () => true })).toBe('NOT_ROUTEROS');
    expect(await faulty({ onConnection: (socket) => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n') })).toBe(
      'NOT_ROUTEROS',
    );
    const gone = await FakeRouter.start();
    const { id } = await create({ port: gone.port });
    await gone.stop();
    expect(await diagnosis(id)).toBe('REFUSED');
    expect(await diagnosis((await create({ host: 'no-such-router.invalid' })).id)).toBe('NAME_NOT_RESOLVED');
  });

  it('shows the status, takes a wish for a full sync, and plans without writing', async () => {
    const { id } = await create();
    await database.execute(
      `insert into router_sync_items (router_id, kind, resource_key, dead, last_error_code, last_error)
       values ($1, 'ppp-secret', 'budi', true, 'INVALID_ARGUMENT', 'value of range'), ($1, 'ppp-secret', 'siti', false, null, null)`,
      [id],
    );
    const status = await call('GET', `/${id}/status`);
    expect(status.body).toMatchObject({
      health: 'UNKNOWN',
      queue: { pending: 1, dead: 1, lastErrorCode: 'INVALID_ARGUMENT', lastError: 'ppp-secret budi: value of range' },
    });
    expect((await call('POST', `/${id}/sync`)).status).toBe(202);
    expect((await call('POST', `/${id}/retry`)).body).toEqual({ revived: 1 });
    const noted = await database.query(
      `select action, site_id as site from audit_entries where subject_id = $1 and action like 'router.%ed' order by id`,
      [id],
    );
    expect(noted).toEqual([
      { action: 'router.created', site: siteId },
      { action: 'router.sync-requested', site: siteId },
      { action: 'router.dead-letters-retried', site: siteId },
    ]);
    simulated.run('/ppp/secret/add', '=name=leftover', '=comment=langgan:sub-gone');
    const writes = simulated.writes().length;
    const plan = await call('GET', `/${id}/sync-plan`);
    expect(plan.body.actions).toContainEqual({
      ...{ kind: 'ppp-secret', key: 'leftover', action: 'remove', changes: [] },
    });
    expect(simulated.writes()).toHaveLength(writes);
    const gone = await FakeRouter.start();
    const away = await create({ port: gone.port });
    await gone.stop();
    const refused = await call('GET', `/${away.id}/sync-plan`);
    expect([refused.status, refused.body.code]).toEqual([503, 'MIKROTIK_ROUTER_UNREACHABLE']);
  });

  async function saveAccount(routerId: string): Promise<void> {
    const insert = async (sql: string, ...parameters: unknown[]): Promise<string> => {
      const id = uuidv7();
      await database.execute(sql, [id, ...parameters]);
      return id;
    };
    const planId = await insert(
      `insert into plans (id, code, name, download_kbps, upload_kbps) values ($1, 'P1', 'Plan', 1000, 1000)`,
    );
    const customerId = await insert(
      `insert into customers (id, site_id, code, name, time_zone) values ($1, $2, 'P1', 'Budi', 'Asia/Jakarta')`,
      siteId,
    );
    await database.execute(
      `insert into billing_accounts (customer_id, site_id, time_zone, currency) values ($1, $2, 'Asia/Jakarta', 'IDR')`,
      [customerId, siteId],
    );
    const subscriptionId = await insert(
      `insert into subscriptions (id, site_id, customer_id, plan_id, anchor_day) values ($1, $2, $3, $4, 1)`,
      ...[siteId, customerId, planId],
    );
    await insert(
      `insert into pppoe_accounts (id, subscription_id, site_id, router_id, username, password_sealed)
       values ($1, $2, $3, $4, 'budi', 'x')`,
      ...[subscriptionId, siteId, routerId],
    );
  }
});
