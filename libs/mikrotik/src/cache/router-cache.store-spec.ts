import { type INestApplicationContext } from '@nestjs/common';
import { type SimulatedRouter, startRouter } from '../../../../apps/simulator/src';
import { createSyncBench, eventually, type SyncBench } from '../../../../test/support/mikrotik/sync-bench';
import { RouterPool } from '../pool';
import { command } from '../transport';
import { RouterCache } from './router-cache';

describe('copies of router tables', () => {
  let bench: SyncBench;
  let one: INestApplicationContext;
  let two: INestApplicationContext;
  let router: SimulatedRouter;
  let id: string;
  let names = 0;

  const cache = (app: INestApplicationContext) => app.get(RouterCache, { strict: false });
  const pool = (app: INestApplicationContext) => app.get(RouterPool, { strict: false });
  const prints = () => router.commands.filter((sent) => JSON.stringify(sent).includes('/ppp/profile/print')).length;
  const shows = async (app: INestApplicationContext, name: string) =>
    (await cache(app).read(id, 'ppp-profiles')).rows.some((row) => row.name === name);

  beforeAll(async () => {
    bench = await createSyncBench();
    one = await bench.boot('idle');
    two = await bench.boot('idle');
  });
  beforeEach(async () => {
    router = await startRouter({ version: '7.20', name: `cache-${++names}` });
    id = await bench.register(one, router);
  });
  afterEach(async () => {
    await router.close();
  });
  afterAll(async () => {
    await bench.close();
  });

  it('one question, however many ask', async () => {
    const views = await Promise.all(Array.from({ length: 20 }, () => cache(one).read(id, 'ppp-profiles')));
    expect(prints()).toBe(1);
    expect(views.filter(({ fromCache }) => !fromCache)).toHaveLength(1);
    expect(views[0]).toMatchObject({ ageSeconds: 0, stale: false });
    expect(await cache(one).read(id, 'ppp-profiles')).toMatchObject({ fromCache: true });
    expect(await cache(one).read(id, 'ppp-profiles', { fresh: true })).toMatchObject({ fromCache: false });
    expect(prints()).toBe(2);
  });

  it('forgotten in every process as soon as we write to the menu, and only then', async () => {
    expect([await shows(one, 'baru'), await shows(two, 'baru')]).toEqual([false, false]);
    const before = prints();
    await pool(one).exec(id, command('/ppp/secret/add', { name: 'budi' }));
    expect(await shows(one, 'baru')).toBe(false);
    expect(prints()).toBe(before);
    await pool(one).exec(id, command('/ppp/profile/add', { name: 'baru' }));
    expect(await shows(one, 'baru')).toBe(true);
    await eventually(() => shows(two, 'baru'));
  });

  it('forgotten when it is not known whether the write was carried out', async () => {
    expect(await shows(one, 'baru')).toBe(false);
    router.faults.next('loseAnswer', '', '/ppp/profile/add');
    const [outcome] = await pool(one).execAll(id, [command('/ppp/profile/add', { name: 'baru' })], { timeoutMs: 150 });
    expect(outcome?.ok).toBe(false);
    expect(await shows(one, 'baru')).toBe(true);
  });

  it('a router that is away is answered for with its last copy, marked as such', async () => {
    await cache(one).read(id, 'ppp-profiles');
    await router.powerOff();
    await pool(one).forget(id);
    expect(await cache(one).read(id, 'ppp-profiles', { fresh: true })).toMatchObject({ stale: true, fromCache: true });
    await expect(cache(one).read(id, 'ip-pools')).rejects.toMatchObject({ code: 'MIKROTIK_ROUTER_UNREACHABLE' });
    await router.powerOn();
    await pool(one).forget(id);
    expect(await cache(one).read(id, 'ppp-profiles', { fresh: true })).toMatchObject({ stale: false });
  });

  it('what a router does not have, or keeps from us, is no outage', async () => {
    router.faults.set({ refuse: { command: '/ip/pool', message: 'no such command prefix' } });
    await expect(cache(one).read(id, 'ip-pools')).rejects.toMatchObject({ code: 'MIKROTIK_MENU_MISSING' });
    router.faults.set({ refuse: { command: '/ip/pool', message: 'not enough permissions (9)' } });
    await expect(cache(one).read(id, 'ip-pools')).rejects.toMatchObject({ code: 'MIKROTIK_PERMISSION_MISSING' });
  });
});
