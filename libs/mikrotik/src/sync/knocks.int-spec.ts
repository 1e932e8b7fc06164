import { type INestApplicationContext } from '@nestjs/common';
import { Database, JobQueue } from '@app/platform';
import { type SimulatedRouter, startRouter } from '../../../../apps/simulator/src';
import { createSyncBench, eventually, type SyncBench } from '../../../../test/support/mikrotik/sync-bench';
import { SweepRoutersJob } from '../jobs/sweep-routers.job';
import { Knocks } from './knocks';
import { SyncWaker } from './sync-waker';
import { SyncRouterService } from './sync-router.service';

/** A dead router holds no worker's place: it is asked beside the queue, and gets a job when it answers. */
describe('routers that were away', () => {
  let bench: SyncBench;
  let app: INestApplicationContext;
  let router: SimulatedRouter;
  let id: string;
  let jobs: string[];

  const get = <T>(token: abstract new (...args: never[]) => T): T => app.get(token as never, { strict: false });
  const row = () =>
    get(Database).queryOne<{ failures: number; waits: boolean; wanted: boolean }>(
      `select failures, coalesce(next_attempt_at > clock_timestamp(), false) as waits,
              full_sync_wanted_at > last_full_sync_at as wanted from routers where id = $1`,
      [id],
    );
  const away = (failures: number) =>
    get(Database).execute(
      `update routers set failures = $2, next_attempt_at = now() - interval '1 second', last_full_sync_at = now(),
         full_sync_wanted_at = now() - interval '1 minute' where id = $1`,
      [id, failures],
    );
  const wantItem = () =>
    get(Database).execute(
      `insert into router_sync_items (router_id, kind, resource_key, wanted_version, next_attempt_at)
       values ($1, 'ppp-secret', 'budi', 1, now())`,
      [id],
    );

  beforeAll(async () => {
    bench = await createSyncBench();
    app = await bench.boot('idle');
    const queue = get(JobQueue);
    const addBulk = queue.addBulk.bind(queue);
    jest.spyOn(queue, 'addBulk').mockImplementation(async (added) => {
      jobs.push(...added.map(({ data }) => (data as { routerId: string }).routerId));
      return addBulk(added);
    });
  });
  beforeEach(async () => {
    router = await startRouter({ version: '7.20', name: 'away' });
    jobs = [];
    id = await bench.register(app, router);
    await get(SyncWaker).flush();
    jobs = [];
  });
  afterEach(async () => {
    await get(Database).execute('delete from routers where id = $1', [id]);
    await router.close();
  });
  afterAll(async () => {
    jest.restoreAllMocks();
    await bench.close();
  });

  it('a dead one gets a longer pause and no job, however often the sweeper comes by', async () => {
    await away(2);
    await wantItem();
    router.faults.set({ halfOpen: true });
    await Promise.all([get(SweepRoutersJob).handle(), get(SweepRoutersJob).handle()]);
    await eventually(async () => (await row())?.failures === 3);
    expect(await row()).toMatchObject({ waits: true });
    await get(Knocks).onModuleDestroy();
    expect(await row()).toMatchObject({ failures: 3 });
    expect(jobs).toEqual([]);
  });

  it('whoever comes to write to it meanwhile does not wait for it', async () => {
    await away(1);
    await wantItem();
    router.faults.set({ silentLogin: true });
    get(Knocks).at([{ id, failures: 1 }]);
    await router.until(() => router.commands.length > 0);
    expect(await get(SyncRouterService).run(id, new AbortController().signal)).toBe('busy');
    await get(Knocks).onModuleDestroy();
  });

  it('one that is back gets its job, and is compared as a whole', async () => {
    await away(3);
    await wantItem();
    await get(SweepRoutersJob).handle();
    await eventually(() => jobs.includes(id));
    expect(await row()).toMatchObject({ failures: 0, waits: false, wanted: true });
    expect(await get(SyncRouterService).run(id, new AbortController().signal)).toBe('done');
  });

  it('one that was never away gets its job at once', async () => {
    await away(0);
    await wantItem();
    await get(SweepRoutersJob).handle();
    expect(jobs).toEqual([id]);
    expect(router.commands).toEqual([]);
  });
});
