import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Database } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { type SimulatedRouter, startRouter } from '../../../apps/simulator/src';
import { createApiApp } from '../../support/api-app';
import { SubscriberRows } from '../../support/pppoe/subscribers';
import { staffHeaders } from '../../support/staff-headers';

interface Body {
  [name: string]: unknown;
  id: string;
  code: string;
}

describe('router groups and isolir over HTTP', () => {
  let testDatabase: TestDatabase;
  let app: NestFastifyApplication;
  let rows: SubscriberRows;
  let simulated: SimulatedRouter;
  let owner: { authorization: string };
  let site: string;

  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    app = await createApiApp({ database: testDatabase });
    rows = new SubscriberRows(app.get(Database));
    site = await rows.site('JKT');
    owner = await staffHeaders(app);
    simulated = await startRouter({ version: '7.20', cpes: [] });
  });
  afterAll(async () => {
    await app.close();
    await simulated.close();
    await testDatabase.drop();
  });

  const call = async (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, payload?: object) => {
    const url = `/api/v1/${path}`;
    const answer = await app.inject({ method, url, headers: owner, ...(payload && { payload }) });
    return { status: answer.statusCode, body: (answer.body === '' ? {} : answer.json()) as Body };
  };

  it('makes a group with defaults, places accounts on it, fails a member over and back, dissolves it', async () => {
    const [first, second] = [await rows.router(site), await rows.router(site)];
    const made = await call('POST', 'router-groups', {
      ...{ siteId: site, name: 'BNG' },
      members: [{ routerId: first, weight: 2, capacity: 10 }, { routerId: second }],
    });
    expect(made).toMatchObject({
      status: 201,
      body: { failoverMode: 'AUTO', failoverAfterSeconds: 120, failBackAfterSeconds: 600, substitutes: 'ONE' },
    });
    const path = `router-groups/${made.body.id}`;
    const subscriptionId = await rows.subscription(site, await rows.plan('HOME20'));
    const account = await call('POST', 'pppoe/accounts', { subscriptionId, routerGroupId: made.body.id });
    expect(account).toMatchObject({ status: 201, body: { routerId: first, substituteRouterIds: [] } });
    const failedOver = await call('POST', `${path}/failover`, { routerId: first });
    expect(failedOver).toMatchObject({
      status: 200,
      body: {
        failovers: [{ routerId: first, trigger: 'MANUAL', subscribers: 1, ready: false }],
        history: [{ routerId: first, endedAt: null }],
      },
    });
    const now = await call('GET', `pppoe/accounts/${account.body.id}`);
    expect(now.body.substituteRouterIds).toEqual([second]);
    const early = await call('POST', `${path}/fail-back`, { routerId: first });
    expect(early).toMatchObject({ status: 409, body: { code: 'MIKROTIK_GROUP_FAIL_BACK_TOO_EARLY' } });
    await app.get(Database).execute('update router_sync_items set applied_version = wanted_version');
    expect(await call('POST', `${path}/fail-back`, { routerId: first })).toMatchObject({
      status: 200,
      body: { failovers: [], history: [{ endTrigger: 'MANUAL' }] },
    });
    const renamed = await call('PATCH', path, { version: 1, name: 'BNG 2' });
    expect(renamed).toMatchObject({ status: 200, body: { name: 'BNG 2', version: 2, sharedAddresses: false } });
    expect((await call('GET', `router-groups?routerId=${second}`)).body.items).toHaveLength(1);
    expect(await call('GET', `${path}/status`)).toMatchObject({ body: { members: [{}, {}] } });
    expect((await call('DELETE', path)).status).toBe(204);
    expect((await call('GET', path)).status).toBe(404);
  });

  it('refuses what is no group', async () => {
    const make = (body: object) => call('POST', 'router-groups', { siteId: site, name: 'X', ...body });
    expect((await make({ members: [{ routerId: 'x' }] })).status).toBe(400);
    expect((await make({ members: [{ routerId: site, weight: 0 }] })).status).toBe(400);
    expect(await make({ members: [{ routerId: site }] })).toMatchObject({
      body: { code: 'MIKROTIK_GROUP_MEMBER_INVALID' },
    });
    expect((await make({ failoverAfterSeconds: 1 })).status).toBe(400);
  });

  it('installs isolir, says what is missing until it is written, and takes it away', async () => {
    const router = await call('POST', 'routers', {
      ...{ siteId: site, name: 'isolir', host: '127.0.0.1', port: simulated.port },
      ...{ username: 'admin', password: 'secret' },
    });
    const path = `routers/${router.body.id}/isolir`;
    expect(await call('GET', path)).toMatchObject({ status: 200, body: { installed: false, parts: [] } });
    expect(await call('POST', `${path}/install`, {})).toMatchObject({
      body: { code: 'MIKROTIK_ISOLIR_PORTAL_MISSING' },
    });
    expect((await call('POST', `${path}/install`, { portalAddress: '10.0.0.5' })).status).toBe(202);
    const { body } = await call('GET', path);
    expect(body).toMatchObject({ installed: true, ok: false, portalAddress: '10.0.0.5', portalPort: 80 });
    const parts = body.parts as { kind: string; state: string; todo: object }[];
    expect(new Set(parts.map(({ kind }) => kind))).toEqual(
      new Set(['ip-pool', 'ppp-profile', 'address-list', 'firewall-filter', 'firewall-nat']),
    );
    expect(parts.every(({ state, todo }) => state === 'MISSING' && 'id' in todo && 'en' in todo)).toBe(true);
    expect((await call('DELETE', path)).status).toBe(202);
    expect(await call('GET', path)).toMatchObject({ body: { installed: false, ok: true } });
  });
});
