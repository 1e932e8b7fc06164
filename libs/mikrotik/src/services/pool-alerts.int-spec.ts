import { type INestApplicationContext } from '@nestjs/common';
import { Alerts } from '@app/platform';
import { type SimulatedRouter, startRouter } from '../../../../apps/simulator/src';
import { createSyncBench, eventually, type SyncBench } from '../../../../test/support/mikrotik/sync-bench';
import { RouterPool } from '../pool';
import { print } from '../transport';

const IDENTITY = print('/system/identity', ['name']);

describe('alerts of the pool', () => {
  let bench: SyncBench;
  let app: INestApplicationContext;
  let router: SimulatedRouter;

  beforeAll(async () => {
    bench = await createSyncBench();
    app = await bench.boot('idle');
    router = await startRouter({ version: '7.20' });
  });
  afterAll(async () => {
    await bench.close();
    await router.close();
  });

  it('a refused password raises one, and is tried once; it ends when the router is let in again', async () => {
    const id = await bench.register(app, router, { password: 'wrong' });
    const pool = app.get(RouterPool, { strict: false });
    const open = async () => {
      const { items } = await app.get(Alerts, { strict: false }).list({ subjectId: id, state: 'OPEN' }, { limit: 10 });
      return items.map(({ key, severity }) => [key, severity]);
    };
    for (let n = 0; n < 3; n++) await expect(pool.exec(id, IDENTITY)).rejects.toMatchObject({ code: 'AUTH_FAILED' });
    await eventually(async () => (await open()).length > 0);
    expect(await open()).toEqual([[`router:${id}:password`, 'CRITICAL']]);
    expect(router.commands.filter(({ command }) => command === '/login')).toHaveLength(1);

    router.run('/user/set', '=.id=admin', '=password=wrong');
    await pool.reset(id);
    await pool.exec(id, IDENTITY);
    await eventually(async () => (await open()).length === 0);
  });
});
