import { Database, type PublishedEvent } from '@app/platform';
import { RouterSync, SyncRouterService } from '@app/mikrotik';
import { uuidv7 } from '@app/core';
import { type SimulatedRouter, startRouter } from '../../../../apps/simulator/src';
import { ImportBench } from '../../../../test/support/pppoe/import-bench';
import { SubscriberRows } from '../../../../test/support/pppoe/subscribers';
import { IpPools } from '../services/ip-pools.service';
import { ProfileSettingsService } from '../services/profile-settings.service';
import { PollRepository } from '../usage/poll.repository';
import { SessionPoll } from '../usage/session-poll.service';
import { UsageLimits } from '../usage/usage-limits.service';
import { UsageViews } from '../usage/usage-views.service';
import { HoldLinesOnAccessHandler } from './handlers/hold-lines-on-access.handler';
import { SyncLinesOnPlanHandler } from './handlers/sync-lines-on-plan.handler';
import { SyncLinesOnSubscriptionHandler } from './handlers/sync-lines-on-subscription.handler';
import { type NewLine, StaticLines } from './static-lines.service';

describe('static lines', () => {
  let bench: ImportBench;
  let database: Database;
  let rows: SubscriberRows;
  let plan: string;
  let router: SimulatedRouter;
  let routerId: string;
  let names = 0;

  beforeAll(async () => {
    bench = await ImportBench.start();
    database = bench.database;
    rows = new SubscriberRows(database);
    plan = await rows.plan('STATIC20');
    await database.execute(
      `update plans set service_kind = 'STATIC', burst_download_kbps = 40000, burst_upload_kbps = 10000,
         burst_threshold_download_kbps = 16000, burst_threshold_upload_kbps = 4000, burst_seconds = 16 where id = $1`,
      [plan],
    );
  });
  afterAll(() => bench.close());
  beforeEach(async () => {
    router = await startRouter({ version: '7.20', cpes: [], name: `static-${++names}` });
    routerId = await bench.register(router);
  });
  afterEach(() => router.close());

  const lines = () => bench.get(StaticLines);
  const subscription = () => rows.subscription(bench.site, plan);
  const create = async (more: Partial<NewLine> = {}) =>
    lines().create({ subscriptionId: await subscription(), routerId, address: `10.30.0.${++names}`, ...more });
  const run = () => bench.get(SyncRouterService).run(routerId, new AbortController().signal);
  const event = <P extends Record<string, unknown>>(payload: P): PublishedEvent<P> => ({
    ...{ id: uuidv7(), topic: 'test', key: uuidv7(), payload, occurredAt: new Date() },
  });
  const access = async (subscriptionIds: readonly string[], desired: string) => {
    await database.execute(
      'update access_intents set desired = $2, version = version + 1 where subscription_id = any ($1::uuid[])',
      [subscriptionIds, desired],
    );
    await bench
      .get(HoldLinesOnAccessHandler)
      .handleMany(subscriptionIds.map((subscriptionId) => event({ subscriptionId })));
    await run();
  };
  const own = (menu: string) => router.rows(menu).filter(({ comment = '' }) => /langgan|static-|sub-/.test(comment));
  const listed = (address: string) =>
    router
      .rows('/ip/firewall/address-list')
      .filter((row) => row.address === address)
      .map(({ list }) => list);
  const everything = () =>
    JSON.stringify([
      router.rows('/queue/simple'),
      router.rows('/ip/dhcp-server/lease'),
      router.rows('/ip/firewall/address-list'),
    ]);

  it('by IP: a queue with the rates and burst of the plan, upload first', async () => {
    const line = await create({ name: 'kantor', address: '10.30.1.1' });
    expect(line).toMatchObject({ address: '10.30.1.1', access: 'ENABLED', macAddress: null, version: 1 });
    await run();
    expect(router.row('/queue/simple', 'kantor')).toMatchObject({
      ...{ target: '10.30.1.1/32', 'max-limit': '5120000/20480000', 'burst-limit': '10000000/40000000' },
      ...{ 'burst-threshold': '4000000/16000000', 'burst-time': '16s/16s' },
    });
    expect(own('/ip/dhcp-server/lease')).toEqual([]);
    expect(listed('10.30.1.1')).toEqual([]);
    const written = router.writes().length;
    await bench.get(RouterSync).wantFullSync(routerId);
    await run();
    expect(router.writes()).toHaveLength(written);
  });

  it('by MAC: a lease too; edits follow, what is taken back goes', async () => {
    const line = await create({ macAddress: '02:aa:bb:cc:dd:01', address: '10.30.2.1' });
    await run();
    const lease = () =>
      router.rows('/ip/dhcp-server/lease').filter((row) => row['mac-address'] === '02:AA:BB:CC:DD:01');
    expect(lease()).toMatchObject([{ address: '10.30.2.1', 'block-access': 'false' }]);
    const moved = await lines().update(line.id, 1, { address: '10.30.2.2' });
    await run();
    expect(lease()).toMatchObject([{ address: '10.30.2.2' }]);
    expect(router.row('/queue/simple', line.name)?.target).toBe('10.30.2.2/32');
    await expect(lines().update(line.id, 1, {})).rejects.toMatchObject({ code: 'CORE_STALE_VERSION' });
    await lines().update(line.id, moved.version, { macAddress: null });
    await run();
    expect(lease()).toEqual([]);
    await lines().remove(line.id);
    await run();
    expect(router.row('/queue/simple', line.name)).toBeUndefined();
    expect((await create({ address: '10.30.2.2' })).address).toBe('10.30.2.2');
  });

  it('isolir and restore leave the rows as they were', async () => {
    const byIp = await create({ address: '10.30.3.1' });
    const byMac = await create({ address: '10.30.3.2', macAddress: '02:AA:BB:CC:DD:02' });
    const both = [byIp.subscriptionId, byMac.subscriptionId];
    await run();
    const before = everything();
    await access(both, 'ISOLATED');
    expect([listed('10.30.3.1'), listed('10.30.3.2')]).toEqual([['isolir'], ['isolir']]);
    expect(await lines().get(byIp.id)).toMatchObject({ access: 'ISOLATED', address: '10.30.3.1', version: 1 });
    await access(both, 'ENABLED');
    expect(everything()).toBe(before);
  });

  it('without service: on the blocked list, dropped by our rules, refused by the DHCP server; restored all the same', async () => {
    const line = await create({ address: '10.30.4.1', macAddress: '02:AA:BB:CC:DD:03' });
    await run();
    const before = everything();
    await access([line.subscriptionId], 'ISOLATED');
    await access([line.subscriptionId], 'DISABLED');
    expect(listed('10.30.4.1')).toEqual(['lg-blocked']);
    expect(router.rows('/ip/dhcp-server/lease').find((row) => row.address === '10.30.4.1')?.['block-access']).toBe(
      'true',
    );
    const drops = router.rows('/ip/firewall/filter').filter((row) => row.action === 'drop' && row.chain === 'forward');
    expect(drops.map((row) => row['src-address-list'] ?? row['dst-address-list'])).toEqual([
      'lg-blocked',
      'lg-blocked',
    ]);
    await access([line.subscriptionId], 'ENABLED');
    expect(everything()).toBe(before);
  });

  it('plans and subscriptions that change reach the queues', async () => {
    const line = await create();
    await run();
    await database.execute(
      'update plans set download_kbps = 30000, burst_seconds = null, burst_download_kbps = null, burst_upload_kbps = null, burst_threshold_download_kbps = null, burst_threshold_upload_kbps = null where id = $1',
      [plan],
    );
    await bench.get(SyncLinesOnPlanHandler).handle(event({ planId: plan }));
    await run();
    expect(router.row('/queue/simple', line.name)).toMatchObject({ 'max-limit': '5120000/30000000' });
    expect(router.row('/queue/simple', line.name)?.['burst-limit'] ?? '0/0').toBe('0/0');
    await database.execute('update subscriptions set plan_id = $2 where id = $1', [
      line.subscriptionId,
      bench.plans.small,
    ]);
    await bench.get(SyncLinesOnSubscriptionHandler).handle(event({ subscriptionId: line.subscriptionId }));
    await run();
    expect(router.row('/queue/simple', line.name)).toMatchObject({ 'max-limit': '5000000/10000000' });
  });

  it('takes addresses out of pools, and refuses what is taken or of the wrong kind', async () => {
    const range = { firstAddress: '10.31.0.1', lastAddress: '10.31.0.1', prefixLength: null, excluded: [] };
    const pool = await bench
      .get(IpPools)
      .create({ siteId: bench.site, routerId: null, name: 'statis', kind: 'FIXED', ...range });
    const fromPool = { address: undefined, ipPoolId: pool.id } as unknown as Partial<NewLine>;
    const line = await create(fromPool);
    expect(line.address).toBe('10.31.0.1');
    await expect(create(fromPool)).rejects.toMatchObject({ code: 'PPPOE_POOL_EXHAUSTED' });
    await expect(create({ address: '10.31.0.1' })).rejects.toMatchObject({ code: 'PPPOE_ADDRESS_TAKEN' });
    await expect(create({ name: line.name })).rejects.toMatchObject({ code: 'PPPOE_LINE_NAME_TAKEN' });
    await expect(create({ subscriptionId: line.subscriptionId })).rejects.toMatchObject({
      code: 'PPPOE_SUBSCRIPTION_HAS_LINE',
    });
    const dialling = await rows.subscription(bench.site, bench.plans.large);
    await expect(create({ subscriptionId: dialling })).rejects.toMatchObject({ code: 'PPPOE_PLAN_NOT_STATIC' });
    await expect(create({ ipPoolId: pool.id })).rejects.toMatchObject({ code: 'CORE_VALIDATION_FAILED' });
    await lines().remove(line.id);
    expect((await create(fromPool)).address).toBe('10.31.0.1');
  });

  it('12 changes of access are three statements', async () => {
    const ids = await Promise.all(Array.from({ length: 12 }, async () => (await create()).subscriptionId));
    const query = jest.spyOn(database, 'query');
    await bench.get(HoldLinesOnAccessHandler).handleMany(ids.map((subscriptionId) => event({ subscriptionId })));
    const { length } = query.mock.calls;
    query.mockRestore();
    expect(length).toBeLessThanOrEqual(3);
  });

  describe('usage', () => {
    const GB = 1_000_000_000;
    let fair: string;
    beforeAll(async () => {
      fair = await rows.plan('STATICFUP');
      await database.execute(`update plans set service_kind = 'STATIC', quota_bytes = $2 where id = $1`, [
        fair,
        3 * GB,
      ]);
      await database.execute(`insert into plan_fair_use_steps values ($1, 1, $2, 2048, 1024)`, [fair, GB]);
      const edit = { poolId: null, terms: {}, changePolicy: 'KICK', quotaAction: 'BLOCK' } as const;
      await bench.get(ProfileSettingsService).save({ planId: fair, routerId: null }, 0, edit);
    });

    const poll = () => bench.get(SessionPoll).poll(routerId);
    const count = (name: string, bytes: string) => {
      const table = router.table('/queue/simple');
      table.update(table.named(name)!, { bytes });
    };
    const used = (subscriptionId: string) =>
      database.query<{ up: bigint; down: bigint }>(
        'select up_bytes as up, down_bytes as down from pppoe_usage where subscription_id = $1',
        [subscriptionId],
      );

    it('is what its queue counts, upload first, once, over resets; an older queue counts from its first reading on', async () => {
      const old = await create();
      await run();
      count(old.name, '5000/70000');
      await poll();
      expect(await used(old.subscriptionId)).toEqual([]);
      expect((await lines().get(old.id)).lastSeenAt).toBeNull();
      const young = await create();
      await run();
      count(young.name, '10/20');
      count(old.name, '5001/70100');
      await poll();
      await poll();
      expect(await used(old.subscriptionId)).toEqual([{ up: 1n, down: 100n }]);
      expect(await used(young.subscriptionId)).toEqual([{ up: 10n, down: 20n }]);
      expect(await lines().get(old.id)).toMatchObject({ usedBytes: 101n, lastSeenAt: expect.any(Date) as Date });
      count(old.name, '4/6');
      router.faults.set({ refuse: { command: '/queue/simple', message: 'not enough permissions (9)' } });
      expect(await poll()).toBe('read');
      router.faults.clear();
      expect(await used(old.subscriptionId)).toEqual([{ up: 1n, down: 100n }]);
      await poll();
      expect(await used(old.subscriptionId)).toEqual([{ up: 5n, down: 106n }]);
      const points = await bench
        .get(UsageViews)
        .usage({ subscriptionId: old.subscriptionId, from: '2020-01-01', to: '2020-01-02' }, 'DAY');
      expect(points).toHaveLength(2);
      await lines().remove(old.id);
      await poll();
      expect(await bench.count('static_line_counters where line_id = $1', old.id)).toBe(0);
    });

    it('one statement for any number of lines; a reader whose claim was taken over counts nothing', async () => {
      for (let n = 0; n < 12; n++) await create();
      await run();
      await poll();
      const target = await bench.get(PollRepository).claimOne(routerId);
      await poll();
      for (const row of router.rows('/queue/simple')) count(row.name!, '7/7');
      const query = jest.spyOn(Database.prototype, 'query');
      await bench.get(SessionPoll).pollClaimed(target!);
      const writes = query.mock.calls.filter(([sql]) => sql.includes('insert into static_line_counters'));
      query.mockRestore();
      expect(writes).toHaveLength(1);
      expect(await bench.count(`static_line_counters where router_id = $1 and up_counter = '7'`, routerId)).toBe(0);
    });

    it('fair use gives the queue the rates of its step, a quota that blocks the list; both end with the period', async () => {
      const subscriptionId = await rows.subscription(bench.site, fair);
      const line = await create({ subscriptionId });
      const { name, address } = line;
      await run();
      const before = everything();
      const rate = () => router.row('/queue/simple', name)?.['max-limit'];
      await poll();
      count(name, `0/${GB}`);
      await poll();
      await run();
      expect([rate(), listed(address)]).toEqual(['1024000/2048000', []]);
      expect(await lines().get(line.id)).toMatchObject({ limit: { stepNo: 1, blocked: false } });
      count(name, `${GB}/${2 * GB}`);
      await poll();
      await run();
      expect([rate(), listed(address)]).toEqual(['1024000/2048000', ['isolir']]);
      await access([subscriptionId], 'ISOLATED');
      await access([subscriptionId], 'ENABLED');
      expect(listed(address)).toEqual(['isolir']);
      const told = await database.query<{ kind: string }>(
        `select payload ->> 'kind' as kind from outbox_events
          where topic = 'pppoe.usage.limit-reached.v1' and payload ->> 'subscriptionId' = $1 order by id`,
        [subscriptionId],
      );
      expect(told.map(({ kind }) => kind)).toEqual(['FAIR_USE', 'QUOTA']);
      await database.execute(
        'update pppoe_usage_states set period_start = period_start - 40 where subscription_id = $1',
        [subscriptionId],
      );
      expect(await bench.get(UsageLimits).setBack()).toBe(1);
      await run();
      count(name, '0/0');
      expect(everything()).toBe(before);
    });
  });
});
