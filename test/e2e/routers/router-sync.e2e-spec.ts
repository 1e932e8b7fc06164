import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { uuidv7 } from '@app/core';
import { RoutersService } from '@app/mikrotik';
import { Database } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { type SimulatedRouter, startRouter } from '../../../apps/simulator/src';
import { createApiApp } from '../../support/api-app';
import { SubscriberRows } from '../../support/pppoe/subscribers';
import { staffHeaders } from '../../support/staff-headers';

interface Body {
  [name: string]: unknown;
  items: Record<string, unknown>[];
}

describe('the sync of routers over HTTP', () => {
  let testDatabase: TestDatabase;
  let app: NestFastifyApplication;
  let database: Database;
  let siteId: string;
  let simulated: SimulatedRouter;
  let owner: { authorization: string };
  let id: string;

  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    app = await createApiApp({ database: testDatabase });
    database = app.get(Database);
    owner = await staffHeaders(app);
    simulated = await startRouter({ version: '7.20', cpes: [] });
    siteId = await new SubscriberRows(database).site('JKT');
    const access = { host: '127.0.0.1', port: simulated.port, username: 'admin', password: 'secret' };
    ({ id } = await app.get(RoutersService, { strict: false }).create({ siteId, name: 'R1', ...access }));
    for (let n = 0; n < 30; n++) simulated.run('/ppp/secret/add', `=name=old${n}`, `=comment=langgan:sub-${n}`);
    simulated.run('/ppp/secret/add', '=name=operator', '=comment=jangan dihapus');
  });
  afterAll(async () => {
    await app.close();
    await simulated.close();
    await testDatabase.drop();
  });

  const call = async (method: 'GET' | 'POST', path: string, payload?: object) => {
    const answer = await app.inject({
      ...{ method, url: `/api/v1/${path}`, headers: owner },
      ...(payload && { payload }),
    });
    return { status: answer.statusCode, body: (answer.body === '' ? {} : answer.json()) as Body };
  };

  it('shows the plan, by kind and in total, and writes nothing', async () => {
    const shown = await call('GET', `routers/${id}/sync-plan`);
    expect(shown).toMatchObject({
      status: 200,
      body: { routerId: id, total: { removals: 30, managed: 30 }, brake: { removals: 30, removalLimit: 25 } },
    });
    const dry = await call('POST', `routers/${id}/sync`, { dryRun: true });
    expect(dry).toMatchObject({ status: 202, body: { plan: { digest: shown.body.digest } } });
    expect(simulated.writes().filter(({ command }) => command !== '/ppp/secret/add')).toHaveLength(0);
    expect(JSON.stringify(shown.body)).toContain('operator');
  });

  it('confirms exactly the plan that was seen', async () => {
    const wrong = await call('POST', `routers/${id}/sync/confirm`, { digest: '0'.repeat(64) });
    expect(wrong).toMatchObject({ status: 409, body: { code: 'MIKROTIK_PLAN_CHANGED' } });
    expect((await call('POST', `routers/${id}/sync/confirm`, { digest: 'x' })).status).toBe(400);
    const { digest } = (await call('GET', `routers/${id}/sync-plan`)).body;
    expect((await call('POST', `routers/${id}/sync`, { confirmRemovals: digest })).status).toBe(202);
    expect((await call('GET', `routers/${id}/sync-plan`)).body.brake).toBeNull();
  });

  it('lists comparisons, what they found, and what waits', async () => {
    const run = uuidv7();
    const counts = { managed: 30, in_step: 0, creates: 0, updates: 0, moves: 0, removals: 1, conflicts: 0 };
    await database.execute(
      `insert into router_sync_runs (id, router_id, trigger, outcome, started_at, kinds, foreigners,
         ${Object.keys(counts).join(', ')})
       values ($1, $2, 'DEMAND', 'DRIFT', now(), '[]', 0, ${Object.values(counts).join(', ')})`,
      [run, id],
    );
    await database.execute(
      `insert into router_drift_entries (id, run_id, kind, resource_key, action, changes)
       values ($1, $2, 'ppp-secret', 'old1', 'remove', '[]')`,
      [uuidv7(), run],
    );
    const latest = await call('GET', 'router-drift?outcome=DRIFT');
    expect(latest.body.items).toMatchObject([{ id: run, routerName: 'R1', total: { removals: 1 }, brake: null }]);
    expect((await call('GET', `routers/${id}/drift`)).body.items).toHaveLength(1);
    const entries = await call('GET', `router-drift/${run}/entries?action=remove`);
    expect(entries.body.items).toMatchObject([{ kind: 'ppp-secret', key: 'old1', action: 'remove', changes: [] }]);
    expect((await call('GET', `router-drift/${uuidv7()}/entries`)).status).toBe(404);

    await database.execute(
      `insert into router_sync_items (router_id, kind, resource_key, dead, last_error_code)
       values ($1, 'ppp-secret', 'budi', true, 'FOREIGN_OBJECT')`,
      [id],
    );
    const [dead] = (await call('GET', `router-commands?state=DEAD&routerId=${id}`)).body.items;
    expect(dead).toMatchObject({ key: 'budi', state: 'DEAD', lastErrorCode: 'FOREIGN_OBJECT' });
    expect((await call('POST', `router-commands/${String(dead?.id)}/retry`)).status).toBe(202);
    expect((await call('GET', 'router-commands?state=DEAD')).body.items).toEqual([]);
    const noted = await database.query<{ site: string }>(
      `select site_id as site from audit_entries where subject_id = $1 and action = 'router.command-retried'`,
      [id],
    );
    expect(noted).toEqual([{ site: siteId }]);
  });
});
