import { type INestApplicationContext } from '@nestjs/common';
import { Alerts, Database, Metrics } from '@app/platform';
import { type SimulatedRouter, startRouter } from '../../../../apps/simulator/src';
import { createSyncBench, type SyncBench } from '../../../../test/support/mikrotik/sync-bench';
import { SyncGauges } from '../metrics/sync-gauges';
import { RouterCommandRepository } from '../repositories/router-command.repository';
import { RouterCommandsService } from '../services/router-commands.service';
import { RouterSync } from './router-sync';
import { SyncRouterService } from './sync-router.service';
import { SyncWatch } from './sync-watch';

const PAGE = { limit: 50 };

describe('the command queue as people see it', () => {
  let bench: SyncBench;
  let app: INestApplicationContext;
  let database: Database;
  let commands: RouterCommandsService;
  let watch: SyncWatch;
  let router: SimulatedRouter;
  let id: string;

  beforeAll(async () => {
    bench = await createSyncBench();
    app = await bench.boot('idle');
    database = app.get(Database, { strict: false });
    commands = app.get(RouterCommandsService, { strict: false });
    watch = app.get(SyncWatch, { strict: false });
  });
  afterAll(() => bench.close());
  beforeEach(async () => {
    router = await startRouter({ version: '7.20', cpes: [] });
    id = await bench.register(app, router);
  });
  afterEach(() => router.close());

  const run = () => app.get(SyncRouterService, { strict: false }).run(id, new AbortController().signal);
  const mark = (key: string, priority = 5) =>
    app.get(RouterSync, { strict: false }).markDirty(id, [{ kind: 'ppp-secret', key, priority }]);
  const want = (key: string, values: Record<string, string>) => {
    bench.wishes.want(id, { kind: 'ppp-secret', key, values: { password: 'x', profile: 'default', ...values } });
  };
  const open = async () =>
    (await app.get(Alerts, { strict: false }).list({ subjectId: id, state: 'OPEN' }, PAGE)).items.map(
      ({ key }) => key.split(':')[0],
    );
  const age = (minutes: number) =>
    database.execute(`update router_sync_items set wanted_at = now() - $2 * interval '1 minute' where router_id = $1`, [
      id,
      minutes,
    ]);

  it('lists what waits and what was given up, and tries one again', async () => {
    want('broken', { 'remote-address': 'no address' });
    await mark('broken');
    await run();
    await mark('later', 9);
    await mark('now', 1);
    const all = await commands.list({ routerId: id }, { ...PAGE, sort: 'priority' });
    expect(all.items.map(({ key, state }) => [key, state])).toEqual([
      ['now', 'PENDING'],
      ['broken', 'DEAD'],
      ['later', 'PENDING'],
    ]);
    const first = await commands.list({ routerId: id }, { limit: 1, sort: 'priority' });
    const second = await commands.list({ routerId: id }, { limit: 1, sort: 'priority', cursor: first.nextCursor! });
    expect(second.items.map(({ key }) => key)).toEqual(['broken']);
    const dead = await commands.list({ routerId: id, state: 'DEAD', q: 'BROK', errorCode: 'INVALID_ARGUMENT' }, PAGE);
    expect(dead.items).toMatchObject([{ key: 'broken', attempts: 1, lastErrorCode: 'INVALID_ARGUMENT' }]);

    want('broken', { 'remote-address': '10.0.0.9' });
    await commands.retry(dead.items[0]!.id);
    await run();
    expect(router.row('/ppp/secret', 'broken')?.['remote-address']).toBe('10.0.0.9');
    await expect(commands.retry(dead.items[0]!.id)).rejects.toThrow('CORE_NOT_FOUND');
    expect((await commands.list({ routerId: id }, PAGE)).items).toEqual([]);
  });

  it('raises an alert when something waits too long, and ends it when it is done', async () => {
    want('budi', {});
    await mark('budi');
    await watch.look();
    expect(await open()).toEqual([]);
    await age(7);
    await watch.look();
    await watch.look();
    expect(await open()).toEqual(['mikrotik.router-sync-lag']);
    const metrics = new Metrics();
    new SyncGauges(app.get(RouterCommandRepository, { strict: false }), metrics).onModuleInit();
    const text = await metrics.text();
    expect(text).toMatch(new RegExp(`langgan_router_sync_lag_seconds\\{router="${id}"\\} 4[0-9]{2}`));
    expect(text).toContain(`langgan_router_sync_items{router="${id}",state="pending"} 1`);
    await run();
    await watch.look();
    expect(await open()).toEqual([]);
  });

  it('says nothing of what waits in maintenance, and something of what was given up', async () => {
    want('broken', { 'remote-address': 'no address' });
    await mark('broken');
    await run();
    await watch.look();
    expect(await open()).toEqual(['mikrotik.router-dead-letters']);
    await database.execute(`update routers set mode = 'MAINTENANCE' where id = $1`, [id]);
    await mark('broken');
    await age(60);
    await watch.look();
    expect(await open()).toEqual([]);
  });
});
