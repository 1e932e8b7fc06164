import { Test } from '@nestjs/testing';
import { ClsService } from 'nestjs-cls';
import { type INestApplicationContext } from '@nestjs/common';
import { BillingConfig, BillingModule } from '@app/billing';
import { uuidv7 } from '@app/core';
import { SitesModule, SitesService } from '@app/iam';
import {
  MIKROTIK_CONFIGS,
  MikrotikModule,
  MikrotikWorkerModule,
  RoutersService,
  RouterSync,
  SyncRouterService,
} from '@app/mikrotik';
import { Database, PlatformModule, type PublishedEvent } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { type SimulatedRouter, startRouter } from '../../../../apps/simulator/src';
import { SubscriberRows } from '../../../../test/support/pppoe/subscribers';
import { HotspotUserProfileContributor } from '../contributors/hotspot-user-profile.contributor';
import { HotspotProfileRepository } from '../repositories/hotspot-profile.repository';
import { LoginNames } from '../repositories/login-names.repository';
import { HotspotProfiles } from '../services/hotspot-profiles.service';
import { SyncHotspotOnAccessHandler } from './handlers/sync-hotspot-on-access.handler';
import { SyncHotspotOnPlanHandler } from './handlers/sync-hotspot-on-plan.handler';
import { HotspotAccounts, type NewHotspotLogin } from './hotspot-accounts.service';
import { HotspotBindings } from './hotspot-bindings.service';
import { HotspotLive } from './hotspot-live.service';
import { HotspotModule } from './hotspot.module';
import { HotspotWorkerModule } from './hotspot-worker.module';

describe('hotspot of subscriptions', () => {
  let testDatabase: TestDatabase;
  let app: INestApplicationContext;
  let database: Database;
  let rows: SubscriberRows;
  let site: string;
  let plan: string;
  let router: SimulatedRouter;
  let routerId: string;
  let names = 0;

  const get = <T>(type: abstract new (...args: never[]) => T): T => app.get<T>(type, { strict: false });

  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    Object.assign(process.env, { DATABASE_URL: testDatabase.url, REDIS_URL: '' });
    process.env.SECRET_KEYS = `k1:${Buffer.alloc(32, 3).toString('base64')}`;
    app = await Test.createTestingModule({
      imports: [
        PlatformModule.forRoot('hotspot-test', [BillingConfig, ...MIKROTIK_CONFIGS]),
        ...[BillingModule, SitesModule, MikrotikModule, MikrotikWorkerModule, HotspotModule, HotspotWorkerModule],
      ],
      providers: [HotspotProfileRepository, HotspotProfiles, HotspotUserProfileContributor],
    }).compile();
    if (!process.env.TEST_LOG) app.useLogger(false);
    await app.init();
    database = get(Database);
    rows = new SubscriberRows(database);
    plan = await rows.plan('WIFI');
    await database.execute(`update plans set service_kind = 'HOTSPOT' where id = $1`, [plan]);
  });
  afterAll(async () => {
    await app.close();
    await testDatabase.drop();
  });
  beforeEach(async () => {
    names += 1;
    site = (await get(SitesService).create({ code: `S${names}`, name: 'Jakarta', timeZone: 'Asia/Jakarta' })).id;
    router = await startRouter({ version: '7.20', network: 20, name: `hotspot-${names}`, hotspot: { portalPort: 0 } });
    const access = { host: '127.0.0.1', port: router.port, username: 'admin', password: 'secret' };
    routerId = (await get(RoutersService).create({ siteId: site, name: router.name, ...access })).id;
  });
  afterEach(() => router.close());

  const accounts = () => get(HotspotAccounts);
  const create = async (more: Partial<NewHotspotLogin> = {}) => {
    const subscriptionId = await rows.subscription(site, plan);
    return accounts().create({ subscriptionId, password: 'rahasia1', ...more });
  };
  const run = () => get(SyncRouterService).run(routerId, new AbortController().signal);
  const user = (name: string) => router.row('/ip/hotspot/user', name);
  const event = <P extends Record<string, unknown>>(payload: P): PublishedEvent<P> => ({
    ...{ id: uuidv7(), topic: 'test', key: uuidv7(), payload, occurredAt: new Date() },
  });
  const access = async (subscriptionId: string, desired: string) => {
    await database.execute('update access_intents set desired = $2 where subscription_id = $1', [
      subscriptionId,
      desired,
    ]);
    await get(SyncHotspotOnAccessHandler).handle(event({ subscriptionId }));
    await run();
  };
  const visit = async (mac: string, path: string, form?: Record<string, string>): Promise<string> => {
    const response = await fetch(`http://127.0.0.1:${router.portalPort}${path}`, {
      headers: { 'x-client': mac },
      ...(form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) }),
    });
    return response.text();
  };
  const logIn = async (mac: string, username: string) => {
    router.hotspot.join({ mac });
    return visit(mac, '/login', { username, password: 'rahasia1' });
  };

  it('a name is a member’s or a voucher’s, never both', async () => {
    const profile = uuidv7();
    await database.execute(
      `insert into hotspot_profiles (id, site_id, code, name, download_kbps, upload_kbps, currency)
       values ($1, $2, 'HARI', 'Harian', 2048, 1024, 'IDR')`,
      [profile, site],
    );
    const voucher = (code: string, state = 'AVAILABLE') =>
      database.execute(
        `insert into vouchers (id, site_id, profile_id, code, state, provisioned, cost_amount, price_amount, currency, created_at)
         values ($1, $2, $3, $4, $5, true, 0, 0, 'IDR', now())`,
        [uuidv7(), site, profile, code, state],
      );
    const taken = { code: 'HOTSPOT_USERNAME_OF_VOUCHER' };
    await voucher(`abcd-${names}`);
    await expect(create({ username: `abcd-${names}` })).rejects.toMatchObject(taken);
    await voucher(`over-${names}`, 'VOID');
    await create({ username: `over-${names}` });
    expect(await get(LoginNames).ofMembers(site, [`over-${names}`, `abcd-${names}`])).toEqual([`over-${names}`]);
    // why: made at the same time; whoever comes second sees the first
    const racing = await database.transaction(async () => {
      await get(LoginNames).holdForVouchers(site);
      await voucher(`race-${names}`);
      const member = get(ClsService).exit(() => create({ username: `race-${names}` }));
      member.catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, 200));
      return { member };
    });
    await expect(racing.member).rejects.toMatchObject(taken);
  });

  it('an account is a user with the profile of its plan, and can log in', async () => {
    const { account, password } = await create({ username: 'siti' });
    expect(account).toMatchObject({ username: 'siti', access: 'ENABLED', routerIds: [routerId], version: 1 });
    expect(password).toBe('rahasia1');
    await run();
    expect(user('siti')).toMatchObject({ profile: 'lg-~WIFI', disabled: 'false' });
    expect(router.row('/ip/hotspot/user/profile', 'lg-~WIFI')).toMatchObject({ 'shared-users': '1' });
    expect(await logIn('02:00:00:00:00:0A', 'siti')).toContain('logged in');
    const stored = await database.query('select password_sealed from hotspot_accounts where id = $1', [account.id]);
    expect(JSON.stringify(stored)).not.toContain('rahasia1');
    const written = router.writes().length;
    await get(RouterSync).wantFullSync(routerId);
    await run();
    expect(router.writes()).toHaveLength(written);
  });

  it('the package of the plan takes the place of the plan, bound devices are the only ones', async () => {
    const id = uuidv7();
    await database.execute(
      `insert into hotspot_profiles (id, site_id, code, name, plan_id, download_kbps, upload_kbps, currency)
       values ($1, $2, 'KOS', 'Kos', $3, 2048, 1024, 'IDR')`,
      [id, site, plan],
    );
    const { account } = await create({ username: 'kos', macAddress: '02:00:00:00:00:0b' });
    await run();
    expect(user('kos')).toMatchObject({ profile: 'lg-KOS', 'mac-address': '02:00:00:00:00:0B' });
    expect(await logIn('02:00:00:00:00:0C', 'kos')).not.toContain('logged in');
    expect(await logIn('02:00:00:00:00:0B', 'kos')).toContain('logged in');
    await accounts().update(account.id, 1, { macAddress: null });
    await run();
    expect(['', '00:00:00:00:00:00', undefined]).toContain(user('kos')?.['mac-address']);
    await expect(accounts().update(account.id, 1, {})).rejects.toMatchObject({ code: 'CORE_STALE_VERSION' });
  });

  it.each([
    ['KICK', 0],
    ['NEXT_SESSION', 1],
  ] as const)(
    'a package reaches its members at once, made, edited, retired; under %s sessions left: %s',
    async (changePolicy, left) => {
      await create({ username: 'member' });
      await run();
      const sessions = () => router.rows('/ip/hotspot/active').length;
      const terms = {
        validityMinutes: null,
        uptimeLimitSeconds: null,
        dataLimitBytes: null,
        costAmount: 0n,
        priceAmount: 0n,
      };
      const none = {
        burst: null,
        sessionTimeoutSeconds: null,
        idleTimeoutSeconds: null,
        keepaliveTimeoutSeconds: null,
      };
      const look = { sharedUsers: 1, macCookie: true, macCookieSeconds: null, addressPool: null, inShop: false };
      const profiles = get(HotspotProfiles);
      const made = await profiles.create({
        siteId: site,
        code: 'P',
        name: 'P',
        planId: plan,
        changePolicy,
        ...terms,
        ...none,
        ...look,
      });
      await run();
      expect(user('member')?.profile).toBe('lg-P');
      expect(router.row('/ip/hotspot/user/profile', 'lg-~WIFI')).toBeUndefined();
      await logIn('02:00:00:00:00:1A', 'member');
      expect(sessions()).toBe(1);
      await profiles.update(made.id, 1, { downloadKbps: 7_000, sharedUsers: 2, sessionTimeoutSeconds: 3_600 });
      await run();
      expect(router.row('/ip/hotspot/user/profile', 'lg-P')).toMatchObject({
        'rate-limit': '5120k/7000k',
        'shared-users': '2',
      });
      expect(sessions()).toBe(left);
      await logIn('02:00:00:00:00:1A', 'member');
      await profiles.update(made.id, 2, { status: 'RETIRED' });
      await run();
      expect(user('member')?.profile).toBe('lg-~WIFI');
      expect(router.row('/ip/hotspot/user/profile', 'lg-P')).toBeUndefined();
    },
  );

  it('isolir: slow profile on the list, the session and its cookie end; restore leaves the row as it was', async () => {
    const { account } = await create({ username: 'budi' });
    await run();
    await logIn('02:00:00:00:00:0D', 'budi');
    const before = { ...user('budi') };
    expect(router.rows('/ip/hotspot/active')).toHaveLength(1);
    expect(router.rows('/ip/hotspot/cookie')).toHaveLength(1);
    await access(account.subscriptionId, 'ISOLATED');
    expect(user('budi')).toMatchObject({ profile: 'lg-~isolir', disabled: 'false' });
    expect(router.row('/ip/hotspot/user/profile', 'lg-~isolir')).toMatchObject({ 'address-list': 'isolir' });
    expect([router.rows('/ip/hotspot/active'), router.rows('/ip/hotspot/cookie')]).toEqual([[], []]);
    expect(await logIn('02:00:00:00:00:0D', 'budi')).toContain('logged in');
    await access(account.subscriptionId, 'DISABLED');
    expect(user('budi')).toMatchObject({ disabled: 'true' });
    await access(account.subscriptionId, 'ENABLED');
    expect(configured(user('budi'))).toEqual(configured(before));
  });

  it('plans that change, new passwords and removals reach the router', async () => {
    const { account } = await create({ username: 'andi' });
    await run();
    await database.execute('update plans set download_kbps = 30000 where id = $1', [plan]);
    await get(SyncHotspotOnPlanHandler).handle(event({ planId: plan }));
    await run();
    expect(router.row('/ip/hotspot/user/profile', 'lg-~WIFI')?.['rate-limit']).toBe('5120k/30000k');
    const { password } = await accounts().resetPassword(account.id);
    await run();
    expect(user('andi')?.password).toBe(password);
    await accounts().remove(account.id);
    await run();
    expect(user('andi')).toBeUndefined();
  });

  it('refuses what is taken, plans of another kind, routers of another site', async () => {
    const { account } = await create({ username: 'taken' });
    await expect(create({ username: 'taken' })).rejects.toMatchObject({ code: 'HOTSPOT_USERNAME_TAKEN' });
    const again = create({ subscriptionId: account.subscriptionId });
    await expect(again).rejects.toMatchObject({ code: 'HOTSPOT_SUBSCRIPTION_HAS_ACCOUNT' });
    const dialling = await rows.subscription(site, await rows.plan(`DIAL${names}`));
    await expect(create({ subscriptionId: dialling })).rejects.toMatchObject({ code: 'HOTSPOT_PLAN_NOT_HOTSPOT' });
    const other = await rows.router(await rows.site(`O${names}`));
    await expect(create({ routerId: other })).rejects.toMatchObject({ code: 'HOTSPOT_ROUTER_OF_OTHER_SITE' });
  });

  it('live: sessions in pages out of one reading, kicked with their cookies', async () => {
    const macs = ['02:00:00:00:01:01', '02:00:00:00:01:02', '02:00:00:00:01:03'];
    for (const [n] of macs.entries()) await create({ username: `live${n}` });
    await run();
    for (const [n, mac] of macs.entries()) await logIn(mac, `live${n}`);
    const live = get(HotspotLive);
    const first = await live.view('sessions', { routerId, limit: 2 });
    expect(first.items).toHaveLength(2);
    expect(first.ageSeconds).toBeLessThan(60);
    const rest = await live.view('sessions', { routerId, limit: 2, cursor: first.nextCursor ?? '' });
    expect([...first.items, ...rest.items].map((row) => row.user)).toEqual(['live0', 'live1', 'live2']);
    expect(rest).toMatchObject({ nextCursor: null, readAt: first.readAt });
    expect((await live.view('sessions', { routerId, limit: 9, q: 'LIVE1' })).items).toHaveLength(1);
    expect((await live.view('hosts', { routerId, limit: 9 })).items).toHaveLength(3);
    expect(await live.kick(routerId, 'live1')).toEqual({ sessions: 1, cookies: 1 });
    expect(await live.kick(routerId, 'live1')).toEqual({ sessions: 0, cookies: 0 });
    expect((await live.view('cookies', { routerId, limit: 9 })).items.map((row) => row.user)).toEqual([
      'live0',
      'live2',
    ]);
    await expect(live.view('sessions', { routerId: uuidv7(), limit: 2 })).rejects.toMatchObject({
      code: 'CORE_NOT_FOUND',
    });
  });

  it('bindings: bypassed, blocked, taken back; those of the operator are shown and left alone', async () => {
    router.run('/ip/hotspot/ip-binding/add', '=mac-address=02:00:00:00:02:09', '=type=blocked', '=comment=punya saya');
    const bindings = get(HotspotBindings);
    const printer = { routerId, macAddress: '02:00:00:00:02:0a', type: 'BYPASSED' as const, note: 'printer' };
    const made = await bindings.create(printer);
    await run();
    const row = () => router.rows('/ip/hotspot/ip-binding').find((one) => one['mac-address'] === '02:00:00:00:02:0A');
    expect(row()).toMatchObject({ type: 'bypassed', comment: expect.stringContaining('printer') as string });
    await expect(bindings.create(printer)).rejects.toMatchObject({ code: 'HOTSPOT_DEVICE_BOUND' });
    await bindings.setType(made.id, 1, 'BLOCKED');
    await run();
    expect(row()).toMatchObject({ type: 'blocked' });
    const shown = await get(HotspotLive).view('bindings', { routerId, limit: 9 });
    expect(shown.items).toHaveLength(2);
    await bindings.remove(made.id);
    await run();
    expect(router.rows('/ip/hotspot/ip-binding').map(({ comment }) => comment)).toEqual(['punya saya']);
  });
});

/** A user's row without what the router counts. */
const configured = (row: Readonly<Record<string, string>> = {}) =>
  Object.fromEntries(Object.entries(row).filter(([name]) => !/^(bytes|packets|uptime)/.test(name)));
