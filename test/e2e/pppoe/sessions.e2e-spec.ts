import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { uuidv7 } from '@app/core';
import { RoutersService } from '@app/mikrotik';
import { Database } from '@app/platform';
import { CreateAccountsService } from '@app/pppoe';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { type SimulatedRouter, startRouter } from '../../../apps/simulator/src';
import { createApiApp } from '../../support/api-app';
import { staffHeaders } from '../../support/staff-headers';

describe('/api/v1/pppoe/accounts/{id}/session and /kick', () => {
  let testDatabase: TestDatabase;
  let app: NestFastifyApplication;
  let router: SimulatedRouter;
  let owner: { authorization: string };
  let accountId: string;
  const username = 'siti-1';

  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    router = await startRouter({
      version: '7.16',
      rows: { '/ppp/secret': [{ name: username, password: 'secret-word', profile: 'default' }] },
    });
    app = await createApiApp({ database: testDatabase, env: { ROUTER_CONNECT_TIMEOUT_MS: '500' } });
    owner = await staffHeaders(app);
    accountId = await saveAccount();
  });
  afterAll(async () => {
    await app.close();
    await router.close();
    await testDatabase.drop();
  });

  async function saveAccount(): Promise<string> {
    const [site, plan, customer, subscriptionId] = [uuidv7(), uuidv7(), uuidv7(), uuidv7()];
    const database = app.get(Database);
    const insert = (sql: string, ...parameters: unknown[]) => database.execute(sql, parameters);
    await insert(`insert into sites (id, code, name, time_zone) values ($1, 'JKT', 'J', 'Asia/Jakarta')`, site);
    await insert(
      `insert into plans (id, code, name, download_kbps, upload_kbps) values ($1, 'HOME20', 'H', 20480, 5120)`,
      plan,
    );
    await insert(
      `insert into customers (id, site_id, code, name, time_zone) values ($1, $2, 'P1', 'Siti', 'Asia/Jakarta')`,
      ...[customer, site],
    );
    await insert(
      `insert into billing_accounts (customer_id, site_id, time_zone, currency) values ($1, $2, 'Asia/Jakarta', 'IDR')`,
      ...[customer, site],
    );
    await insert(
      `insert into subscriptions (id, customer_id, site_id, plan_id, anchor_day) values ($1, $2, $3, $4, 1)`,
      ...[subscriptionId, customer, site, plan],
    );
    const { id: routerId } = await app.get(RoutersService).create({
      ...{ siteId: site, name: 'r1', host: '127.0.0.1', port: router.port, username: 'admin', password: 'secret' },
    });
    const created = await app.get(CreateAccountsService).create({ subscriptionId, routerId, username });
    return created.id;
  }

  const look = (headers: Record<string, string> = owner) =>
    app.inject({ method: 'GET', url: `/api/v1/pppoe/accounts/${accountId}/session`, headers });
  const kick = (headers: Record<string, string> = owner) =>
    app.inject({ method: 'POST', url: `/api/v1/pppoe/accounts/${accountId}/kick`, headers });

  it('sees a session come, ends it, and calls no session a success', async () => {
    expect((await look()).json()).toMatchObject({ online: false, address: null, uptimeSeconds: null, ageSeconds: 0 });
    expect((await kick()).json()).toEqual({ sessions: 0 });
    router.dial(username);
    const seen = (await look()).json<{ online: boolean; readAt: string }>();
    expect(seen).toMatchObject({
      ...{ online: true, address: router.session(username)?.terms.address },
      ...{ callerId: router.session(username)?.terms.callerId },
    });
    expect(Math.abs(Date.parse(seen.readAt) - Date.now())).toBeLessThan(5_000);
    const kicked = await kick();
    expect([kicked.statusCode, kicked.json()]).toEqual([200, { sessions: 1 }]);
    expect(router.online(username)).toBe(false);
  });

  it('asks for a token, the right permission and the right site', async () => {
    expect((await look({})).statusCode).toBe(401);
    expect((await kick({})).statusCode).toBe(401);
    const reader = await staffHeaders(app, { permissions: ['pppoe:read'] });
    expect((await look(reader)).statusCode).toBe(200);
    expect((await kick(reader)).statusCode).toBe(403);
    const stranger = await staffHeaders(app, { siteIds: [] });
    expect((await look(stranger)).statusCode).toBe(404);
    expect((await kick(stranger)).statusCode).toBe(404);
  });

  it('answers 503 while the router is off', async () => {
    await router.powerOff();
    for (const answer of [await look(), await kick()]) {
      expect(answer.json()).toMatchObject({ status: 503, code: 'MIKROTIK_ROUTER_UNREACHABLE' });
    }
  });
});
