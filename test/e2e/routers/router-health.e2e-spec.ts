import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { uuidv7 } from '@app/core';
import { Alerts, Database } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { type SimulatedRouter, startRouter } from '../../../apps/simulator/src';
import { createApiApp } from '../../support/api-app';
import { staffHeaders } from '../../support/staff-headers';

interface Body {
  items: Record<string, unknown>[];
  [member: string]: unknown;
}

describe('the health of routers and alerts over HTTP', () => {
  let testDatabase: TestDatabase;
  let app: NestFastifyApplication;
  let database: Database;
  let owner: { authorization: string };
  let simulated: SimulatedRouter;
  let siteId: string;
  let id: string;

  const call = async (
    method: 'GET' | 'POST' | 'PUT',
    url: string,
    payload?: object,
    headers: Record<string, string> = owner,
  ) => {
    const answer = await app.inject({ method, url: `/api/v1${url}`, headers, ...(payload && { payload }) });
    return { status: answer.statusCode, body: answer.json<Body>() };
  };

  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    const env = { ROUTER_CONNECT_TIMEOUT_MS: '400', ROUTER_LOGIN_TIMEOUT_MS: '400', ROUTER_COMMAND_TIMEOUT_MS: '1000' };
    app = await createApiApp({ database: testDatabase, env });
    database = app.get(Database);
    siteId = uuidv7();
    await database.execute(`insert into sites (id, code, name, time_zone) values ($1, 'JKT', 'J', 'Asia/Jakarta')`, [
      siteId,
    ]);
    owner = await staffHeaders(app);
    simulated = await startRouter({ version: '7.20' });
    const router = {
      siteId,
      name: 'Kemang',
      host: '127.0.0.1',
      port: simulated.port,
      username: 'admin',
      password: 'secret',
    };
    const { body } = await call('POST', '/routers', router);
    id = String(body.id);
  });
  afterAll(async () => {
    await app.close();
    await simulated.close();
    await testDatabase.drop();
  });

  it('shows the fleet, one router, and says UNKNOWN before the first probe', async () => {
    const { status, body } = await call('GET', '/router-health');
    expect([status, body.counts]).toEqual([200, { OFFLINE: 0, DEGRADED: 0, UNKNOWN: 1, ONLINE: 0 }]);
    expect(body.items).toMatchObject([{ routerId: id, health: 'UNKNOWN', latencyMs: null, conditions: [] }]);
    expect((await call('GET', `/routers/${id}/health`)).body).toMatchObject({ routerId: id, sessions: null });
    expect((await call('GET', `/routers/${id}/health-changes`)).body).toEqual({ items: [], nextCursor: null });
  });

  it('reads interfaces and the log now', async () => {
    const { body } = await call('GET', `/routers/${id}/interfaces`);
    expect(body.items).toContainEqual(expect.objectContaining({ name: 'ether1', type: 'ether', monitored: true }));
    expect([body.ageSeconds, typeof body.items[0]?.rxBytes]).toEqual([0, 'string']);
    const log = await call('GET', `/routers/${id}/log?lines=5`);
    expect(log.status).toBe(200);
    expect(log.body.items.length).toBeLessThanOrEqual(5);
    const last = (log.body.items as { id: string }[]).at(-1)?.id ?? '*0';
    expect((await call('GET', `/routers/${id}/log?after=${encodeURIComponent(last)}`)).body.items).toEqual([]);
    expect((await call('GET', `/routers/${id}/log?topics=a;b`)).status).toBe(400);
  });

  it('chooses interfaces, and plots nothing where nothing was measured', async () => {
    const chosen = await call('PUT', `/routers/${id}/monitoring`, { interfaces: ['ether1', 'ether1'] });
    expect([chosen.status, chosen.body.monitoredInterfaces]).toEqual([200, ['ether1']]);
    expect((await call('PUT', `/routers/${id}/monitoring`, { interfaces: null })).body.monitoredInterfaces).toBeNull();
    expect((await call('PUT', `/routers/${id}/monitoring`, {})).status).toBe(400);
    const history = await call('GET', `/routers/${id}/health-history?from=2026-01-01T00:00:00Z&step=1`);
    expect([history.status, history.body.points]).toEqual([200, []]);
    expect((await call('GET', `/routers/${id}/traffic?interface=ether1`)).body).toMatchObject({
      points: [],
      interfaces: [],
    });
    expect((await call('GET', `/routers/${id}/traffic`)).status).toBe(400);
  });

  it('starts a backup as a job, and lists what is kept', async () => {
    const { status, body } = await call('POST', `/routers/${id}/backup`);
    expect([status, typeof body.jobId]).toEqual([202, 'string']);
    expect((await call('GET', `/routers/${id}/backups`)).body).toEqual({ items: [], nextCursor: null });
    expect((await call('GET', `/routers/${id}/backups/${uuidv7()}`)).status).toBe(404);
    expect((await call('GET', `/routers/${id}/backups/${uuidv7()}/diff`)).status).toBe(404);
  });

  it('lists alerts in the language of the reader, and lets one take them in hand once', async () => {
    await app.get(Alerts).raise({
      key: `test:${id}`,
      severity: 'CRITICAL',
      subject: { type: 'router', id },
      title: { id: 'Router Kemang tidak menjawab', en: 'Router Kemang does not answer' },
      siteId,
    });
    const english = await call('GET', '/alerts?state=OPEN', undefined, { ...owner, 'accept-language': 'en' });
    expect(english.body.items).toMatchObject([{ title: 'Router Kemang does not answer', severity: 'CRITICAL' }]);
    const alertId = String(english.body.items[0]?.id);
    expect((await call('GET', `/alerts/${alertId}`)).body).toMatchObject({ title: 'Router Kemang tidak menjawab' });
    expect((await call('POST', `/alerts/${alertId}/acknowledge`)).body).toMatchObject({ state: 'ACKNOWLEDGED' });
    await app.get(Alerts).resolve(`test:${id}`);
    expect((await call('POST', `/alerts/${alertId}/acknowledge`)).body).toMatchObject({
      code: 'PLATFORM_ALERT_RESOLVED',
    });
  });

  it('is not for strangers, and the text of a configuration not for readers', async () => {
    const other = uuidv7();
    await database.execute(`insert into sites (id, code, name, time_zone) values ($1, 'DPS', 'D', 'Asia/Makassar')`, [
      other,
    ]);
    const stranger = await staffHeaders(app, {
      permissions: ['router:read', 'router:operate', 'alert:read'],
      siteIds: [other],
    });
    for (const path of ['health', 'health-history', 'interfaces', 'log', 'backups', 'traffic?interface=a']) {
      expect([path, (await call('GET', `/routers/${id}/${path}`, undefined, stranger)).status]).toEqual([path, 404]);
    }
    expect((await call('GET', '/alerts', undefined, stranger)).body.items).toEqual([]);
    const reader = await staffHeaders(app, { permissions: ['router:read'], siteIds: [siteId] });
    expect((await call('GET', `/routers/${id}/backups/${uuidv7()}`, undefined, reader)).status).toBe(403);
    expect((await call('GET', `/routers/${id}/log`, undefined, reader)).status).toBe(403);
  });
});
