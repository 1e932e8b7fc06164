import { uuidv7 } from '@app/core';
import { RouterSync, SessionKicker, SyncRouterService } from '@app/mikrotik';
import { type SimulatedRouter, startRouter } from '../../../apps/simulator/src';
import { ImportBench } from '../../../test/support/pppoe/import-bench';
import { SubscriberRows } from '../../../test/support/pppoe/subscribers';
import { PppSecretContributor } from './contributors/ppp-secret.contributor';
import { OnPlanChangedHandler } from './handlers/on-plan-changed.handler';
import { AccountBatches } from './services/account-batches.service';
import { CreateAccountsService, type NewAccount } from './services/create-accounts.service';
import { IpPools } from './services/ip-pools.service';
import { NumberingService } from './services/numbering.service';
import { PppoeAccountsService } from './services/pppoe-accounts.service';
import { ProfileSettingsService } from './services/profile-settings.service';

describe('terms of PPPoE', () => {
  let bench: ImportBench;
  let rows: SubscriberRows;
  let routerId: string;

  beforeAll(async () => {
    bench = await ImportBench.start();
    rows = new SubscriberRows(bench.database);
  });
  afterAll(() => bench.close());
  beforeEach(async () => {
    routerId = await rows.router(bench.site);
  });

  const create = async (more: Partial<NewAccount> = {}, home = routerId) => {
    const subscriptionId = await rows.subscription(bench.site, bench.plans.small);
    const made = await bench.get(CreateAccountsService).create({ subscriptionId, routerId: home, ...more });
    return { ...(await bench.get(PppoeAccountsService).get(made.id)), password: made.password };
  };
  const pool = (name: string, more: object = {}) =>
    bench.get(IpPools).create({
      ...{
        siteId: bench.site,
        routerId: null,
        name,
        kind: 'FIXED',
        firstAddress: '10.50.0.1',
        lastAddress: '10.50.0.3',
      },
      ...{ prefixLength: null, excluded: [], ...more },
    });
  const history = async (subscriptionId: string) => {
    const { items } = await bench.get(IpPools).history({ subscriptionId, limit: 20, sort: 'assignedAt' });
    return items.map(({ address, releaseReason }) => [address, releaseReason]);
  };

  describe('pools', () => {
    it('give the lowest free addresses, until they are empty, and take back what is released', async () => {
      const { id } = await pool('kecil', { excluded: ['10.50.0.2'] });
      const first = await create({ ipPoolId: id });
      const second = await create({ ipPoolId: id }, await rows.router(bench.site));
      expect([first.remoteAddress, second.remoteAddress]).toEqual(['10.50.0.1', '10.50.0.3']);
      await expect(create({ ipPoolId: id })).rejects.toMatchObject({ code: 'PPPOE_POOL_EXHAUSTED' });
      await bench.get(PppoeAccountsService).remove(first.id);
      expect((await create({ ipPoolId: id })).remoteAddress).toBe('10.50.0.1');
      expect(await history(first.subscriptionId)).toEqual([['10.50.0.1', 'ACCOUNT_DELETED']]);
      expect((await bench.get(IpPools).get(id)).used).toBe(2);
      await expect(bench.get(IpPools).remove(id)).rejects.toMatchObject({ code: 'PPPOE_POOL_IN_USE' });
    });

    it('20 at once take 20 different ones', async () => {
      const { id } = await pool('ramai', { firstAddress: '10.51.0.1', lastAddress: '10.51.0.20' });
      const made = await Promise.all(Array.from({ length: 20 }, () => create({ ipPoolId: id })));
      expect(new Set(made.map(({ remoteAddress }) => remoteAddress)).size).toBe(20);
      expect(await bench.get(IpPools).next(id, 5)).toEqual([]);
    });

    it('IPv6: prefixes of accounts never overlap, in PostgreSQL itself', async () => {
      const range = { firstAddress: '2001:db8:5000::', lastAddress: '2001:db8:5000:3ff:ffff:ffff:ffff:ffff' };
      const { id } = await pool('enam', { kind: 'IPV6', prefixLength: 56, ...range });
      const account = await create({ ipv6PoolId: id });
      expect(account.remoteIpv6Prefix).toBe('2001:db8:5000::/56');
      const inside = create({ remoteIpv6Prefix: '2001:db8:5000:10::/60' });
      await expect(inside).rejects.toMatchObject({ code: 'PPPOE_ADDRESS_TAKEN' });
      expect((await create({ ipv6PoolId: id })).remoteIpv6Prefix).toBe('2001:db8:5000:100::/56');
      const [secret] = await bench.get(PppSecretContributor).desired(routerId, [account.username]);
      expect(secret?.values['remote-ipv6-prefix']).toBe('2001:db8:5000::/56');
    });

    it('keep the history of changes and moves, and refuse an address to a second holder of a router', async () => {
      const account = await create({ remoteAddress: '10.52.0.7' });
      const accounts = bench.get(PppoeAccountsService);
      const changed = await accounts.update(account.id, 1, {
        remoteAddress: '10.52.0.8',
        callerId: '02:aa:bb:cc:dd:01',
      });
      expect(changed).toMatchObject({ remoteAddress: '10.52.0.8', callerId: '02:AA:BB:CC:DD:01', version: 2 });
      const other = await rows.router(bench.site);
      await accounts.update(account.id, 2, { routerId: other });
      await accounts.update(account.id, 3, { remoteAddress: null, callerId: null });
      expect(await history(account.subscriptionId)).toEqual([
        ['10.52.0.7', 'CHANGED'],
        ['10.52.0.8', 'ROUTER_CHANGED'],
        ['10.52.0.8', 'CHANGED'],
      ]);
      const [secret] = await bench.get(PppSecretContributor).desired(other, [account.username]);
      expect(secret?.unset).toEqual(['remote-address', 'caller-id']);
      await create({ remoteAddress: '10.52.0.9' });
      await expect(create({ remoteAddress: '10.52.0.9' })).rejects.toMatchObject({ code: 'PPPOE_ADDRESS_TAKEN' });
      const later = await accounts.update(account.id, 4, {
        ipPoolId: (await pool('lain', { firstAddress: '10.53.0.1', lastAddress: '10.53.0.1' })).id,
      });
      expect(later.remoteAddress).toBe('10.53.0.1');
    });

    it.each([
      ['lastAddress', { lastAddress: '10.49.0.1' }],
      ['prefixLength', { kind: 'IPV6', firstAddress: '2001:db8::', lastAddress: '2001:db8::ffff' }],
      ['routerId', { kind: 'DYNAMIC' }],
      ['excluded', { excluded: ['::1'] }],
    ])('refuse a wrong %s', async (path, more) => {
      await expect(pool(`salah-${path}`, more)).rejects.toMatchObject({ code: 'CORE_VALIDATION_FAILED' });
    });
  });

  it('names accounts by the pattern of the site, gapless over a batch, and passwords by its style', async () => {
    const numbering = bench.get(NumberingService);
    const rule = { siteId: bench.site, usernamePattern: '{site}{seq:4}@isp', passwordLength: 8 };
    await numbering.save({ ...rule, passwordStyle: 'DIGITS', version: 0 });
    const bad = numbering.save({ ...rule, usernamePattern: 'sama', passwordStyle: 'DIGITS', version: 1 });
    await expect(bad).rejects.toMatchObject({ code: 'CORE_VALIDATION_FAILED' });
    const account = await create();
    expect([account.username, account.password]).toEqual(['jkt0001@isp', expect.stringMatching(/^\d{8}$/)]);
    const ids = [];
    for (let n = 0; n < 6; n++) ids.push(await rows.subscription(bench.site, bench.plans.small));
    const taken = await rows.subscription(bench.site, bench.plans.small);
    await bench.get(CreateAccountsService).create({ subscriptionId: taken, routerId, username: 'jkt0003@isp' });
    const { jobId, count } = await bench.get(AccountBatches).start({ subscriptionIds: [...ids, taken], routerId });
    expect([typeof jobId, count]).toEqual(['string', 7]);
    const [job] = await bench.database.query<{ data: { subscriptionIds: string[] } }>(
      'select data from background_jobs where id = $1',
      [jobId],
    );
    const told: number[] = [];
    const context = { jobId, attempt: 1, signal: new AbortController().signal };
    const run = () =>
      bench.get(AccountBatches).run(job!.data, { ...context, progress: (at) => Promise.resolve(void told.push(at)) });
    expect(await run()).toEqual({ created: 6, skipped: 1, failed: [], failedCount: 0 });
    expect(await run()).toMatchObject({ created: 0, skipped: 7 });
    expect(told.at(-1)).toBe(100);
    const names = await bench.database.query<{ username: string }>(
      `select username from pppoe_accounts where subscription_id = any ($1::uuid[]) order by 1`,
      [ids],
    );
    expect(names.map(({ username }) => username)).toEqual([
      ...['jkt0002@isp', 'jkt0003@isp-2', 'jkt0004@isp', 'jkt0005@isp', 'jkt0006@isp', 'jkt0007@isp'],
    ]);
  });

  describe('profiles on a router', () => {
    let router: SimulatedRouter;
    let id: string;
    beforeEach(async () => {
      router = await startRouter({ version: '7.20', cpes: [], name: `p${Math.floor(performance.now() * 1_000)}` });
      id = await bench.register(router);
    });
    afterEach(() => router.close());

    const sync = async () => {
      await bench.get(SyncRouterService).run(id, new AbortController().signal);
    };

    it('carry burst, pool, list, limits and name servers, and lose what is taken back', async () => {
      await bench.database.execute(
        `update plans set burst_download_kbps = 20000, burst_upload_kbps = 10000, burst_threshold_download_kbps = 8000,
           burst_threshold_upload_kbps = 4000, burst_seconds = 16 where id = $1`,
        [bench.plans.small],
      );
      const dynamic = await pool('rumah', {
        kind: 'DYNAMIC',
        routerId: id,
        firstAddress: '10.60.0.2',
        lastAddress: '10.60.3.254',
      });
      const terms = { addressList: 'pelanggan', sessionTimeoutSeconds: 86_400, onlyOne: true, dnsServers: ['1.1.1.1'] };
      const settings = bench.get(ProfileSettingsService);
      const target = { planId: bench.plans.small, routerId: id };
      const policies = { changePolicy: 'KICK', quotaAction: 'NOTIFY' } as const;
      await settings.save(target, 0, { poolId: dynamic.id, terms, ...policies });
      await create({}, id);
      await sync();
      expect(router.row('/ip/pool', 'lg-rumah')).toMatchObject({ ranges: '10.60.0.2-10.60.3.254' });
      expect(router.row('/ppp/profile', 'lg-HOME10')).toMatchObject({
        ...{ 'rate-limit': '5000k/10000k 10000k/20000k 4000k/8000k 16/16', 'remote-address': 'lg-rumah' },
        ...{ 'address-list': 'pelanggan', 'only-one': 'yes', 'dns-server': '1.1.1.1' },
      });
      const stale = settings.save(target, 0, { poolId: null, terms: {}, ...policies });
      await expect(stale).rejects.toMatchObject({ code: 'CORE_STALE_VERSION' });
      await settings.save(target, 1, { poolId: null, terms: { parentQueue: 'none' }, ...policies });
      await sync();
      const after = router.row('/ppp/profile', 'lg-HOME10') ?? {};
      expect(after['only-one']).toBe('default');
      for (const name of ['remote-address', 'address-list', 'session-timeout', 'dns-server']) {
        expect([name, after[name] ?? '']).toEqual([name, '']);
      }
      const written = router.writes().length;
      await bench.get(RouterSync).wantFullSync(id);
      await sync();
      expect(router.writes()).toHaveLength(written);
    });

    it.each([
      ['KICK', false],
      ['NEXT_SESSION', true],
    ] as const)('a change of plan under %s leaves the session: %s', async (changePolicy, stays) => {
      const [from, to] = [await rows.plan(`FROM-${changePolicy}`), await rows.plan(`TO-${changePolicy}`)];
      const edit = { poolId: null, terms: {}, changePolicy, quotaAction: 'NOTIFY' } as const;
      await bench.get(ProfileSettingsService).save({ planId: to, routerId: null }, 0, edit);
      const subscriptionId = await rows.subscription(bench.site, from);
      const { username } = await bench.get(CreateAccountsService).create({ subscriptionId, routerId: id });
      await sync();
      router.table('/ppp/active').insert({ name: username, service: 'pppoe', address: '10.9.9.9', uptime: '5s' });
      await bench.database.execute('update subscriptions set plan_id = $2 where id = $1', [subscriptionId, to]);
      await bench.get(RouterSync).markDirty(id, [{ kind: 'ppp-secret', key: username }]);
      await sync();
      expect(router.row('/ppp/secret', username)?.profile).toBe(`lg-TO-${changePolicy}`);
      expect(router.rows('/ppp/active').length === 1).toBe(stays);
      await bench.database.execute(`update access_intents set desired = 'ISOLATED' where subscription_id = $1`, [
        subscriptionId,
      ]);
      await bench.get(RouterSync).markDirty(id, [{ kind: 'ppp-secret', key: username }]);
      await sync();
      expect(router.row('/ppp/secret', username)?.profile).toBe('isolir');
      expect(router.rows('/ppp/active')).toHaveLength(0);
    });

    const edited = async (planId: string, kbps: number) => {
      await bench.database.execute('update plans set download_kbps = $2 where id = $1', [planId, kbps]);
      const event = { id: uuidv7(), topic: 'test', key: uuidv7(), payload: { planId }, occurredAt: new Date() };
      await bench.get(OnPlanChangedHandler).handle(event);
    };
    const dialled = async (planId: string) => {
      const subscriptionId = await rows.subscription(bench.site, planId);
      const { username } = await bench.get(CreateAccountsService).create({ subscriptionId, routerId: id });
      await sync();
      router.dial(username);
      return { subscriptionId, username };
    };

    it.each([
      ['KICK', false],
      ['NEXT_SESSION', true],
    ] as const)(
      'an edit of the plan under %s reaches the router at once and leaves sessions: %s',
      async (changePolicy, stays) => {
        const [plan, other] = [await rows.plan(`EDIT-${changePolicy}`), await rows.plan(`REST-${changePolicy}`)];
        const edit = { poolId: null, terms: {}, changePolicy, quotaAction: 'NOTIFY' } as const;
        await bench.get(ProfileSettingsService).save({ planId: plan, routerId: null }, 0, edit);
        const [mine, neighbour, late] = [await dialled(plan), await dialled(other), await dialled(plan)];
        await bench.database.execute(`update access_intents set desired = 'ISOLATED' where subscription_id = $1`, [
          late.subscriptionId,
        ]);
        await bench.get(RouterSync).markDirty(id, [{ kind: 'ppp-secret', key: late.username }]);
        await sync();
        router.dial(late.username);
        await edited(plan, 33_000);
        await sync();
        expect(router.row('/ppp/profile', `lg-EDIT-${changePolicy}`)?.['rate-limit']).toBe('5120k/33000k');
        expect(router.online(mine.username)).toBe(stays);
        expect([router.online(neighbour.username), router.online(late.username)]).toEqual([true, true]);
        router.dial(mine.username);
        await edited(plan, 33_000);
        await sync();
        expect(router.online(mine.username)).toBe(true);
      },
    );

    it('a profile that somebody changed on the router is put right and ends no session', async () => {
      const { username } = await dialled(await rows.plan('EDIT-DRIFT'));
      router.run('/ppp/profile/set', '=.id=lg-EDIT-DRIFT', '=rate-limit=1k/1k');
      expect(router.row('/ppp/profile', 'lg-EDIT-DRIFT')?.['rate-limit']).toBe('1k/1k');
      await bench.get(RouterSync).wantFullSync(id);
      await sync();
      expect(router.row('/ppp/profile', 'lg-EDIT-DRIFT')?.['rate-limit']).not.toBe('1k/1k');
      expect(router.online(username)).toBe(true);
    });

    it('a crash between the profile and the sessions ends them afterwards', async () => {
      const plan = await rows.plan('EDIT-CRASH');
      const { username } = await dialled(plan);
      await edited(plan, 44_000);
      const crash = jest.spyOn(SessionKicker.prototype, 'find').mockRejectedValueOnce(new Error('crash'));
      await expect(sync()).rejects.toThrow('crash');
      crash.mockRestore();
      expect(router.row('/ppp/profile', 'lg-EDIT-CRASH')?.['rate-limit']).toBe('5120k/44000k');
      expect(router.online(username)).toBe(true);
      await sync();
      expect(router.online(username)).toBe(false);
    });
  });
});
