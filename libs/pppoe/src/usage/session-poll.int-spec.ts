import { Database } from '@app/platform';
import { type SimulatedRouter, startRouter } from '../../../../apps/simulator/src';
import { ImportBench } from '../../../../test/support/pppoe/import-bench';
import { SessionsOnRouter } from '../../../../test/support/pppoe/sessions-on-router';
import { SubscriberRows } from '../../../../test/support/pppoe/subscribers';
import { PppSecretContributor } from '../contributors/ppp-secret.contributor';
import { CreateAccountsService } from '../services/create-accounts.service';
import { PollRepository } from './poll.repository';
import { PollRounds } from './poll-rounds';
import { SessionPoll } from './session-poll.service';
import { UsageKeepingRepository } from './usage-keeping.repository';
import { UsageLimits } from './usage-limits.service';
import { UsageViews } from './usage-views.service';

describe('readings of PPPoE sessions', () => {
  let bench: ImportBench;
  let router: SimulatedRouter;
  let routerId: string;
  let sessions: SessionsOnRouter;

  beforeAll(async () => {
    bench = await ImportBench.start();
  });
  afterAll(() => bench.close());
  beforeEach(async () => {
    router = await startRouter({ version: '7.20', cpes: [], name: `r${Math.floor(performance.now() * 1_000)}` });
    routerId = await bench.register(router);
    sessions = new SessionsOnRouter(router);
  });
  afterEach(() => router.close());

  const rows = () => new SubscriberRows(bench.get(Database));
  const poll = () => bench.get(SessionPoll).poll(routerId);
  const account = async (username: string, planId = bench.plans.small) => {
    const subscriptionId = await rows().subscription(bench.site, planId);
    const created = await bench.get(CreateAccountsService).create({ subscriptionId, routerId, username });
    return { ...created, subscriptionId };
  };
  const used = async (subscriptionId: string) => {
    const [row] = await bench.database.query<{ up: bigint; down: bigint }>(
      `select coalesce(sum(up_bytes), 0)::bigint as up, coalesce(sum(down_bytes), 0)::bigint as down from pppoe_usage
        where subscription_id = $1`,
      [subscriptionId],
    );
    return [row?.up, row?.down];
  };
  const live = async () =>
    (await bench.get(UsageViews).sessions({ routerId, limit: 200, sort: 'username' }, false)).items;

  it('counts rx as upload and tx as download, from the first reading on, and reconnects whole', async () => {
    const budi = await account('budi');
    sessions.begin('budi', 5_000, { rx: '1000', tx: '900000' });
    expect(await poll()).toBe('read');
    expect(await used(budi.subscriptionId)).toEqual([0n, 0n]);
    sessions.count('budi', '1500', '1000000');
    await poll();
    expect(await used(budi.subscriptionId)).toEqual([500n, 100_000n]);
    expect(await live()).toMatchObject([
      { username: 'budi', uploadBytes: 500n, downloadBytes: 100_000n, ghost: false },
    ]);
    sessions.end('budi');
    sessions.begin('budi', 0, { rx: '70', tx: '3000' });
    await poll();
    expect(await used(budi.subscriptionId)).toEqual([570n, 103_000n]);
    const { items } = await bench.get(UsageViews).ended({ accountId: budi.id, limit: 10 });
    expect(items).toMatchObject([{ endReason: 'DROPPED', uploadBytes: 500n, downloadBytes: 100_000n }]);
    expect(await bench.get(UsageViews).drops({ days: 7, limit: 5, routerId })).toMatchObject([
      { username: 'budi', drops: 1 },
    ]);
  });

  it('knows wraps of 32 bits from resets, and counters of 64 bits', async () => {
    const [wrapped, reset, large] = [await account('wrapped'), await account('reset'), await account('large')];
    sessions.begin('wrapped', 500, { rx: '4294967200', tx: '0' });
    sessions.begin('reset', 500, { rx: '5000', tx: '5000' });
    sessions.begin('large', 500, { rx: '18446744073709551000', tx: '9223372036854775809' });
    await poll();
    sessions.count('wrapped', '100', '0');
    sessions.count('reset', '40', '5001');
    sessions.count('large', '9', '9223372036854775810');
    await poll();
    expect(await used(wrapped.subscriptionId)).toEqual([196n, 0n]);
    expect(await used(reset.subscriptionId)).toEqual([40n, 1n]);
    expect(await used(large.subscriptionId)).toEqual([625n, 1n]);
  });

  it('takes a session without an interface for connected, and its bytes for unknown, not zero', async () => {
    const { subscriptionId } = await account('bare');
    sessions.begin('bare', 500, { rx: '100', tx: '100' });
    await poll();
    router.table('/interface').delete(router.table('/interface').named('<pppoe-bare>')!);
    await poll();
    expect(await live()).toMatchObject([{ username: 'bare', uploadBps: null }]);
    router.table('/interface').insert({ name: '<pppoe-bare>', type: 'pppoe-in', 'rx-byte': '150', 'tx-byte': '100' });
    await poll();
    expect(await used(subscriptionId)).toEqual([50n, 0n]);
  });

  it('requirement 14: a list that cannot be read is not an empty list', async () => {
    await account('still-there');
    sessions.begin('still-there', 500, { rx: '1', tx: '1' });
    await poll();
    router.faults.set({ refuse: { command: '/interface', message: 'not enough permissions (9)' } });
    expect(await poll()).toBe('unreachable');
    expect(await live()).toMatchObject([{ username: 'still-there' }]);
    router.faults.clear();
    await router.powerOff();
    expect(await poll()).toBe('unreachable');
    expect(await live()).toHaveLength(1);
    await expect(bench.get(UsageViews).sessions({ routerId, limit: 5 }, true)).rejects.toMatchObject({
      code: 'MIKROTIK_ROUTER_UNREACHABLE',
    });
  });

  it('ends the older of two sessions of a name after the second reading, and no other', async () => {
    const { id } = await account('twice');
    await account('once');
    sessions.begin('twice', 9_000, { rx: '5', tx: '5' });
    sessions.begin('twice', 30, null);
    sessions.begin('once', 30, { rx: '5', tx: '5' });
    await poll();
    expect((await live()).filter(({ ghost }) => ghost)).toMatchObject([{ username: 'twice' }]);
    expect(router.rows('/ppp/active')).toHaveLength(3);
    await poll();
    expect(router.rows('/ppp/active').map(({ name, uptime }) => [name, uptime])).toEqual([
      ['twice', '30s'],
      ['once', '30s'],
    ]);
    await poll();
    expect((await bench.get(UsageViews).ended({ accountId: id, limit: 5 })).items).toMatchObject([
      { endReason: 'GHOST' },
    ]);
  });

  it('writes a reading with one statement, however many sessions there are', async () => {
    const counts: number[] = [];
    for (const size of [2, 60]) {
      for (let n = 0; n < size; n++) sessions.begin(`crowd-${size}-${n}`, 100, { rx: '10', tx: '10' });
      const target = await bench.get(PollRepository).claimOne(routerId);
      const query = jest.spyOn(Database.prototype, 'query');
      await bench.get(SessionPoll).pollClaimed(target!);
      counts.push(query.mock.calls.filter(([sql]) => sql.includes('insert into pppoe_live_sessions')).length);
      counts.push(query.mock.calls.filter(([sql]) => /^\s*(with|insert|update|delete)/.test(sql)).length);
      query.mockRestore();
    }
    expect(counts).toEqual([1, 1, 1, 1]);
  });

  it('a reader whose claim was taken over changes nothing', async () => {
    await account('claimed');
    sessions.begin('claimed', 100, { rx: '10', tx: '10' });
    const target = await bench.get(PollRepository).claimOne(routerId);
    await poll();
    sessions.count('claimed', '99', '99');
    await bench.get(SessionPoll).pollClaimed(target!);
    expect(await live()).toMatchObject([{ uploadBytes: 0n }]);
    await bench.get(PollRounds).start();
    await bench.get(PollRounds).settled();
  });

  describe('limits', () => {
    const GB = 1_000_000_000;
    let planId: string;
    beforeAll(async () => {
      planId = await rows().plan('FUP');
      await bench.database.execute(`update plans set quota_bytes = $2 where id = $1`, [planId, 3 * GB]);
      await bench.database.execute(`insert into plan_fair_use_steps values ($1, 1, $2, 2048, 1024)`, [planId, GB]);
      await bench.database.execute(
        `insert into pppoe_profile_settings (id, plan_id, quota_action) values (gen_random_uuid(), $1, 'BLOCK')`,
        [planId],
      );
    });

    const profile = async (username: string) => {
      const [secret] = await bench.get(PppSecretContributor).desired(routerId, [username]);
      return secret?.values.profile;
    };
    const events = async (subscriptionId: string) => {
      const found = await bench.database.query<{ payload: { kind: string; stepNo: number } }>(
        `select payload from outbox_events where topic = 'pppoe.usage.limit-reached.v1' and payload ->> 'subscriptionId' = $1
          order by id`,
        [subscriptionId],
      );
      return found.map(({ payload }) => [payload.kind, payload.stepNo]);
    };

    it('begin once, change the profile, tell it, block at the quota, and end with the period', async () => {
      const { subscriptionId } = await account('fup', planId);
      sessions.begin('fup', 100, { rx: '0', tx: '0' });
      await poll();
      expect(await profile('fup')).toBe('lg-FUP');
      await bench.database.execute('truncate router_sync_items');
      sessions.count('fup', '0', String(GB));
      await poll();
      expect(await profile('fup')).toBe('lg-FUP~1');
      expect(await bench.count(`router_sync_items where kind = 'ppp-secret' and resource_key = 'fup'`)).toBe(1);
      await poll();
      expect(await events(subscriptionId)).toEqual([['FAIR_USE', 1]]);
      sessions.count('fup', '0', String(3 * GB));
      await poll();
      expect(await profile('fup')).toBe('isolir');
      expect(await events(subscriptionId)).toEqual([
        ['FAIR_USE', 1],
        ['QUOTA', 0],
      ]);
      await bench.database.execute(
        `update pppoe_usage_states set period_start = period_start - 40 where subscription_id = $1`,
        [subscriptionId],
      );
      expect(await profile('fup')).toBe('lg-FUP');
      expect(await bench.get(UsageLimits).setBack()).toBe(1);
      expect(await bench.get(UsageLimits).setBack()).toBe(0);
    });
  });

  it('gathers days into months, again with the same sums', async () => {
    const { subscriptionId } = await account('monthly');
    sessions.begin('monthly', 100, { rx: '0', tx: '0' });
    await poll();
    sessions.count('monthly', '5', '7');
    await poll();
    await bench.get(UsageKeepingRepository).gatherMonths();
    await bench.get(UsageKeepingRepository).gatherMonths();
    const to = bench.day(1);
    const window = { subscriptionId, from: bench.day(-31), to };
    const months = await bench.get(UsageViews).usage(window, 'MONTH');
    const days = await bench.get(UsageViews).usage(window, 'DAY');
    expect(days).toHaveLength(33);
    for (const series of [months, days]) expect(series.reduce((sum, one) => sum + one.downloadBytes, 0n)).toBe(7n);
    const top = await bench.get(UsageViews).top({ from: bench.day(-1), to }, 500);
    expect(top.find((one) => one.subscriptionId === subscriptionId)).toMatchObject({
      uploadBytes: 5n,
      customerName: 'Siti',
    });
  });

  it.each([
    ['2026-03-01', 1, 'MONTH', 1, '2026-02-14', '2026-02-01'],
    ['2026-03-31', 31, 'MONTH', 1, '2026-03-30', '2026-02-28'],
    ['2026-02-28', 31, 'MONTH', 1, '2026-02-27', '2026-01-31'],
    ['2026-02-28', 31, 'MONTH', 1, '2026-02-28', '2026-02-28'],
    ['2026-02-10', 10, 'MONTH', 1, '2026-04-09', '2026-03-10'],
    ['2026-12-05', 5, 'MONTH', 3, '2026-07-04', '2026-06-05'],
    ['2026-03-10', 10, 'WEEK', 1, '2026-03-05', '2026-03-03'],
    ['2026-03-10', 10, 'DAY', 30, '2026-03-12', '2026-03-10'],
    [null, 1, 'MONTH', 1, '2026-03-12', '2026-03-01'],
  ] as const)('requirement 9: the period before %s (anchor %i, %s × %i) holding %s began %s', async (...one) => {
    const [next, anchor, unit, count, today, began] = one;
    const row = await bench.database.queryOne<{ start: string }>(
      'select usage_period_start($1::date, $2, $3, $4, $5::date) as start',
      [next, anchor, unit, count, today],
    );
    expect(row?.start).toBe(began);
  });
});
