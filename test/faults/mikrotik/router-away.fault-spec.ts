import { type INestApplicationContext } from '@nestjs/common';
import { RouterSync } from '@app/mikrotik';
import { Database } from '@app/platform';
import { type SimulatedRouter, startRouter } from '../../../apps/simulator/src';
import { createSyncBench, eventually, type SyncBench } from '../../support/mikrotik/sync-bench';

/** Row F10 of the fault matrix (billing.md 4.4), with a worker as it runs. */
describe('a router that is away', () => {
  let bench: SyncBench;
  let app: INestApplicationContext;
  let router: SimulatedRouter;

  beforeAll(async () => {
    bench = await createSyncBench();
    app = await bench.boot('worker');
    router = await startRouter({ version: '7.20', cpes: [] });
  });
  afterAll(async () => {
    await bench.close();
    await router.close();
  });

  it('F10 a customer pays while his router is off: activated within 30 s of its return, once', async () => {
    const database = app.get(Database, { strict: false });
    const id = await bench.register(app, router);
    const wanted = async (profile: string) => {
      bench.wishes.want(id, { kind: 'ppp-secret', key: 'budi', values: { password: '001234', profile } });
      await app.get(RouterSync, { strict: false }).markDirty(id, [{ kind: 'ppp-secret', key: 'budi', priority: 1 }]);
    };
    const failures = async () =>
      (await database.queryOne<{ failures: number }>('select failures from routers where id = $1', [id]))?.failures ??
      0;
    const sets = () => router.writes().filter(({ command }) => command === '/ppp/secret/set').length;

    bench.wishes.want(id, { kind: 'ppp-profile', key: 'isolir', values: { 'rate-limit': '128k/128k' } });
    await wanted('isolir');
    await eventually(() => router.row('/ppp/secret', 'budi')?.profile === 'isolir', 15_000);
    await router.powerOff();
    await wanted('default');
    await eventually(async () => (await failures()) > 0, 15_000);
    // two hours later: the pauses have grown as far as they grow
    await database.execute(`update routers set failures = 400, next_attempt_at = now() where id = $1`, [id]);
    await eventually(async () => (await failures()) > 400, 25_000);
    const before = sets();
    await router.powerOn();
    await eventually(() => router.row('/ppp/secret', 'budi')?.profile === 'default', 30_000);
    expect(sets() - before).toBe(1);
  }, 120_000);
});
