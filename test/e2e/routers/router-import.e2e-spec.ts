import { type INestApplicationContext } from '@nestjs/common';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { BillingConfig, PlansService } from '@app/billing';
import { Money } from '@app/core';
import { SitesService } from '@app/iam';
import { MIKROTIK_CONFIGS, MikrotikWorkerModule } from '@app/mikrotik';
import { PppoeConfig, PppoeWorkerModule } from '@app/pppoe';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { type SimulatedRouter, startRouter } from '../../../apps/simulator/src';
import { createApiApp } from '../../support/api-app';
import { goodSecrets, PROFILES } from '../../support/pppoe/import-bench';
import { staffHeaders } from '../../support/staff-headers';
import { createWorkerApp, eventually } from '../../support/worker-app';

describe('import of a router over HTTP', () => {
  let testDatabase: TestDatabase;
  let app: NestFastifyApplication;
  let worker: INestApplicationContext;
  let simulated: SimulatedRouter;
  let owner: { authorization: string };
  let path: string;
  let plan: string;

  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    app = await createApiApp({ database: testDatabase });
    worker = await createWorkerApp({
      database: testDatabase,
      modules: [MikrotikWorkerModule, PppoeWorkerModule],
      configs: [BillingConfig, ...MIKROTIK_CONFIGS, PppoeConfig],
    });
    owner = await staffHeaders(app);
    const secrets = [...goodSecrets(300), { name: 'kosong', password: '', profile: '10M', comment: '=cmd' }];
    const rows = { '/ppp/profile': PROFILES, '/ppp/secret': secrets };
    simulated = await startRouter({ version: '7.20', cpes: [], rows });
    const { id: siteId } = await app.get(SitesService, { strict: false }).create({
      ...{ code: 'JKT', name: 'Jakarta', timeZone: 'Asia/Jakarta' },
    });
    const made = await app.get(PlansService, { strict: false }).create({
      ...{ code: '10M', name: 'Rumah', downloadKbps: 10_240, uploadKbps: 5_120 },
      price: Money.of(150_000n, 'IDR'),
    });
    plan = made.id;
    const access = { host: '127.0.0.1', port: simulated.port, username: 'admin', password: 'secret' };
    const router = await call('POST', 'routers', { siteId, name: 'BNG', ...access });
    path = `routers/${String(router.body.id)}`;
  });
  afterAll(async () => {
    await worker.close();
    await app.close();
    await simulated.close();
    await testDatabase.drop();
  });

  const call = async (
    method: 'GET' | 'POST',
    to: string,
    payload?: object,
    headers = owner,
  ): Promise<{ status: number; body: Record<string, unknown> }> => {
    const answer = await app.inject({ method, url: `/api/v1/${to}`, headers, ...(payload && { payload }) });
    const isJson = String(answer.headers['content-type']).includes('json');
    const body: unknown = isJson ? JSON.parse(answer.body) : { text: answer.body };
    return { status: answer.statusCode, body: body as Record<string, unknown> };
  };

  const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

  it('previews page by page and suggests plans', async () => {
    const { status, body } = await call('GET', `${path}/import-preview?limit=200`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ total: 301, nextCursor: '200' });
    expect(body.counts).toContainEqual({ kind: 'ppp-secret', total: 301, ours: 0, foreign: 301, blocked: 1 });
    expect(body.profiles).toContainEqual(
      expect.objectContaining({
        name: '10M',
        rates: { uploadKbps: 5_000, downloadKbps: 10_000 },
        suggestions: [{ planId: plan, planCode: '10M', reason: 'NAME_AND_RATE' }],
      }),
    );
    const blocked = await call('GET', `${path}/import-preview?blocked=true`);
    expect(blocked.body).toMatchObject({
      items: [{ name: 'kosong', state: 'FOREIGN', findings: [{ code: 'PASSWORD_EMPTY', severity: 'BLOCKS' }] }],
    });
    expect(JSON.stringify(body)).not.toContain('password');
    const users = await call('GET', `${path}/import-preview?kind=hotspot-user`);
    expect(users.status).toBe(200);
  });

  it('imports as a job, makes a plan for a profile, and gives the failed rows back', async () => {
    const createPlan = { code: 'P20', name: '20 Mbps', price: { amount: '200000', currency: 'IDR' } };
    const wanted = {
      profiles: [{ profile: '10M', planId: plan }, { profile: '20M', createPlan }, { profile: 'Khusus' }],
      ...{ anchorDay: 5, billFrom: inDays(10) },
    };
    const early = await call('POST', `${path}/import`, { ...wanted, billFrom: '2020-01-01' });
    expect(early).toMatchObject({ status: 422, body: { code: 'PPPOE_IMPORT_BILL_FROM' } });
    const importer = await staffHeaders(app, { permissions: ['pppoe:import'] });
    expect(await call('POST', `${path}/import`, wanted, importer)).toMatchObject({
      ...{ status: 403, body: { code: 'IAM_FORBIDDEN' } },
    });
    const started = await call('POST', `${path}/import`, wanted);
    expect(started.status).toBe(202);
    const { importId, jobId } = started.body as { importId: string; jobId: string };
    const ended = await eventually(async () => {
      const { body } = await call('GET', `${path}/imports/${importId}`);
      return body.finishedAt !== null && body;
    }, 60_000);
    expect(ended).toMatchObject({
      ...{ state: 'COMPLETED', total: 301, problem: null },
      counts: { pending: 0, created: 0, adopted: 300, skipped: 0, failed: 1 },
    });
    const job = await eventually(async () => {
      const { body } = await call('GET', `jobs/${jobId}`);
      return body.state === 'COMPLETED' && body;
    });
    expect(job).toMatchObject({ progress: 100, result: { outcome: 'COMPLETED' } });
    const rows = await call('GET', `${path}/imports/${importId}/rows?state=FAILED`);
    expect(rows.body.items).toMatchObject([
      { name: 'kosong', code: 'PASSWORD_EMPTY', reason: { id: 'Password kosong' } },
    ]);
    const csv = await call('GET', `${path}/imports/${importId}/failed-rows.csv`);
    expect(csv.body.text).toContain('kosong,10M,,PASSWORD_EMPTY,Password kosong,The password is empty');
    expect((await call('GET', `${path}/imports`)).body.items).toHaveLength(1);
    expect((await call('POST', `${path}/imports/${importId}/resume`)).status).toBe(409);
    const account = await call('GET', 'pppoe/accounts?q=u3&limit=1');
    expect(account.body.items).toMatchObject([{ access: 'ENABLED' }]);
  });

  it('leaves the router as it was but for the marks, also after all events and a full sync', async () => {
    await call('POST', `${path}/sync`, {});
    await eventually(async () => {
      const { body } = await call('GET', `${path}/drift`);
      const [last] = body.items as { outcome: string; total?: object }[];
      return last?.outcome === 'IN_STEP';
    }, 60_000);
    const writes = simulated.writes();
    expect(writes).toHaveLength(300);
    expect(new Set(writes.flatMap(({ attributes }) => Object.keys(attributes)))).toEqual(new Set(['.id', 'comment']));
    const kept = await call('GET', `${path}/kept-profiles`);
    expect(kept.body).toMatchObject({ total: 300 });
    const wrong = await call('POST', `${path}/kept-profiles/release`, { digest: '0'.repeat(32) });
    expect(wrong).toMatchObject({ status: 409, body: { code: 'PPPOE_IMPORT_CHANGED' } });
  });
});
