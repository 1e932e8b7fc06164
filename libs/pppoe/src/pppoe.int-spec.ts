import { type INestApplicationContext } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { ClsService } from 'nestjs-cls';
import { BillingConfig } from '@app/billing';
import { uuidv7 } from '@app/core';
import { MIKROTIK_CONFIGS } from '@app/mikrotik';
import { CurrentActor, Database, type PublishedEvent, PlatformModule, siteScope } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { PppProfileContributor } from './contributors/ppp-profile.contributor';
import { PppSecretContributor } from './contributors/ppp-secret.contributor';
import { OnAccessChangedHandler } from './handlers/on-access-changed.handler';
import { OnPlanChangedHandler } from './handlers/on-plan-changed.handler';
import { OnSubscriptionChangedHandler } from './handlers/on-subscription-changed.handler';
import { PppoeWorkerModule } from './pppoe-worker.module';
import { PppoeConfig } from './pppoe.config';
import { CreateAccountsService } from './services/create-accounts.service';
import { PppoeAccountsService } from './services/pppoe-accounts.service';
import { WantedProfilesService } from './services/wanted-profiles.service';

type Access = 'ENABLED' | 'ISOLATED' | 'DISABLED';

describe('PPPoE', () => {
  let testDatabase: TestDatabase;
  let app: INestApplicationContext;
  let database: Database;
  let site: string;
  let otherSite: string;
  let plan: { id: string; code: string };

  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    process.env.DATABASE_URL = testDatabase.url;
    process.env.SECRET_KEYS = `k1:${Buffer.alloc(32, 1).toString('base64')}`;
    app = await Test.createTestingModule({
      imports: [
        PlatformModule.forRoot('pppoe-test', [BillingConfig, ...MIKROTIK_CONFIGS, PppoeConfig]),
        PppoeWorkerModule,
      ],
    }).compile();
    await app.init();
    database = app.get(Database);
    site = await saveSite('JKT');
    otherSite = await saveSite('DPS');
    plan = await savePlan('HOME20');
  });
  afterAll(async () => {
    await app.close();
    await testDatabase.drop();
  });

  async function insert(sql: string, ...parameters: unknown[]): Promise<string> {
    const id = uuidv7();
    await database.execute(sql, [id, ...parameters]);
    return id;
  }

  const saveSite = (code: string): Promise<string> =>
    insert(`insert into sites (id, code, name, time_zone) values ($1, $2, $2, 'Asia/Jakarta')`, code);

  const saveRouter = (siteId = site): Promise<string> =>
    insert(
      `insert into routers (id, site_id, name, host, username, password_sealed)
       values ($1, $2, $1::uuid::text, '127.0.0.1', 'api', 'sealed')`,
      siteId,
    );

  async function savePlan(code: string): Promise<{ id: string; code: string }> {
    const id = await insert(
      `insert into plans (id, code, name, download_kbps, upload_kbps) values ($1, $2, $2, 20480, 5120)`,
      code,
    );
    return { id, code };
  }

  async function saveSubscription(
    access: Access = 'ENABLED',
    of = plan,
    at = site,
  ): Promise<{ id: string; code: string }> {
    const code = `P${uuidv7().slice(-8).toUpperCase()}`;
    const customer = await insert(
      `insert into customers (id, site_id, code, name, time_zone) values ($1, $2, $3, 'Siti', 'Asia/Jakarta')`,
      at,
      code,
    );
    await database.execute(
      `insert into billing_accounts (customer_id, site_id, time_zone, currency) values ($1, $2, 'Asia/Jakarta', 'IDR')`,
      [customer, at],
    );
    const id = await insert(
      `insert into subscriptions (id, customer_id, site_id, plan_id, anchor_day) values ($1, $2, $3, $4, 1)`,
      customer,
      at,
      of.id,
    );
    await database.execute(
      `insert into access_intents (subscription_id, customer_id, desired, changed_at) values ($1, $2, $3, now())`,
      [id, customer, access],
    );
    return { id, code };
  }

  const setAccess = (subscriptionId: string, access: Access) =>
    database.execute(
      `update access_intents set desired = $2, version = version + 1, changed_at = now() where subscription_id = $1`,
      [subscriptionId, access],
    );

  /** What waits to be written to a router: `kind key priority`, forgotten afterwards. */
  async function takeDirty(routerId: string): Promise<string[]> {
    const rows = await database.query<{ item: string }>(
      `delete from router_sync_items where router_id = $1
       returning kind || ' ' || resource_key || ' ' || priority as item`,
      [routerId],
    );
    return rows.map((row) => row.item).sort();
  }

  const event = <P extends Record<string, unknown>>(payload: P): PublishedEvent<P> => ({
    id: uuidv7(),
    topic: 'test',
    key: uuidv7(),
    payload,
    occurredAt: new Date(),
  });

  const creation = () => app.get(CreateAccountsService);
  const accounts = () => app.get(PppoeAccountsService);
  const secretsOf = (routerId: string, keys: readonly string[] | 'all' = 'all') =>
    app.get(PppSecretContributor).desired(routerId, keys);

  /** Statements that one piece of work sends. */
  async function statements(work: () => Promise<unknown>): Promise<number> {
    const query = jest.spyOn(database, 'query');
    await work();
    const { length } = query.mock.calls;
    query.mockRestore();
    return length;
  }

  describe('creating accounts', () => {
    it('names the account after the customer, seals the password and marks profiles and secret', async () => {
      const routerId = await saveRouter();
      const subscription = await saveSubscription();
      const created = await creation().create({ subscriptionId: subscription.id, routerId });
      expect(created.username).toBe(`${subscription.code.toLowerCase()}-1`);
      expect(created.password).toMatch(/^[a-z3-9]{10}$/);
      const row = await database.queryOne(`select * from pppoe_accounts where id = $1`, [created.id]);
      expect(JSON.stringify(row, (_, value: unknown) => (typeof value === 'bigint' ? '' : value))).not.toContain(
        created.password,
      );
      expect(await takeDirty(routerId)).toEqual([
        'ppp-profile isolir 5',
        'ppp-profile lg-HOME20 5',
        `ppp-secret ${created.username} 5`,
      ]);
    });

    it('takes what it is given, in one go for many', async () => {
      const routerId = await saveRouter();
      const inputs = await Promise.all(
        [1, 2, 3].map(async (n) => ({
          subscriptionId: (await saveSubscription()).id,
          routerId,
          username: `batch-${n}`,
          password: 'given-password',
          remoteAddress: `10.9.0.${n}`,
        })),
      );
      expect(await statements(() => creation().createMany(inputs))).toBeLessThanOrEqual(4);
      const page = await accounts().list({ limit: 50, routerId, sort: 'username' });
      expect(page.items.map(({ username, remoteAddress }) => [username, remoteAddress])).toEqual([
        ['batch-1', '10.9.0.1'],
        ['batch-2', '10.9.0.2'],
        ['batch-3', '10.9.0.3'],
      ]);
    });

    it('refuses a router of another site, taken names and addresses, and a second account', async () => {
      const routerId = await saveRouter();
      const [first, second] = [await saveSubscription(), await saveSubscription()];
      await creation().create({ subscriptionId: first.id, routerId, username: 'taken', remoteAddress: '10.8.0.1' });
      await takeDirty(routerId);
      const attempt = (input: object) => creation().create({ subscriptionId: second.id, routerId, ...input });
      await expect(attempt({ routerId: await saveRouter(otherSite) })).rejects.toMatchObject({
        code: 'PPPOE_ROUTER_OF_OTHER_SITE',
      });
      await expect(attempt({ username: 'taken' })).rejects.toMatchObject({ code: 'PPPOE_USERNAME_TAKEN' });
      await expect(attempt({ remoteAddress: '10.8.0.1' })).rejects.toMatchObject({ code: 'PPPOE_ADDRESS_TAKEN' });
      await expect(attempt({ subscriptionId: first.id })).rejects.toMatchObject({
        code: 'PPPOE_SUBSCRIPTION_HAS_ACCOUNT',
      });
      await expect(attempt({ routerId: uuidv7() })).rejects.toMatchObject({ code: 'CORE_NOT_FOUND' });
      await expect(attempt({ subscriptionId: uuidv7() })).rejects.toMatchObject({ code: 'CORE_NOT_FOUND' });
      expect(await takeDirty(routerId)).toEqual([]);
    });

    it('lets the same name live on two routers', async () => {
      const inputs = await Promise.all(
        [1, 2].map(async () => ({
          subscriptionId: (await saveSubscription()).id,
          routerId: await saveRouter(),
          username: 'same-name',
        })),
      );
      await expect(creation().createMany(inputs)).resolves.toHaveLength(2);
    });
  });

  describe('editing accounts', () => {
    it('moves to another router of the site: off the old one, on the new one', async () => {
      const [from, to] = [await saveRouter(), await saveRouter()];
      const { id, username } = await creation().create({
        subscriptionId: (await saveSubscription()).id,
        routerId: from,
      });
      await takeDirty(from);
      const moved = await accounts().update(id, 1, { routerId: to, remoteAddress: '10.7.0.1' });
      expect(moved).toMatchObject({ routerId: to, remoteAddress: '10.7.0.1', version: 2 });
      expect(await takeDirty(from)).toEqual([`ppp-secret ${username} 5`]);
      expect(await takeDirty(to)).toContain(`ppp-secret ${username} 5`);
      expect(await secretsOf(from)).toEqual([]);
      const cleared = await accounts().update(id, 2, { remoteAddress: null });
      expect(cleared).toMatchObject({ routerId: to, remoteAddress: null });
      await expect(accounts().update(id, 2, {})).rejects.toMatchObject({ code: 'CORE_STALE_VERSION' });
      await expect(accounts().update(id, 3, { routerId: await saveRouter(otherSite) })).rejects.toMatchObject({
        code: 'PPPOE_ROUTER_OF_OTHER_SITE',
      });
    });

    it('makes a new password that the router is to get', async () => {
      const routerId = await saveRouter();
      const created = await creation().create({ subscriptionId: (await saveSubscription()).id, routerId });
      await takeDirty(routerId);
      const { password } = await accounts().resetPassword(created.id);
      expect(password).not.toBe(created.password);
      expect(await takeDirty(routerId)).toEqual([`ppp-secret ${created.username} 5`]);
      expect((await secretsOf(routerId))[0]?.values.password).toBe(password);
    });

    it('forgets a removed account, and marks what is left of it', async () => {
      const routerId = await saveRouter();
      const { id, username } = await creation().create({ subscriptionId: (await saveSubscription()).id, routerId });
      await takeDirty(routerId);
      await accounts().remove(id);
      expect(await takeDirty(routerId)).toEqual([`ppp-secret ${username} 5`]);
      expect(await secretsOf(routerId, [username])).toEqual([]);
      await expect(accounts().get(id)).rejects.toMatchObject({ code: 'CORE_NOT_FOUND' });
    });

    it('hides the accounts of other sites', async () => {
      const routerId = await saveRouter(otherSite);
      const subscriptionId = (await saveSubscription('ENABLED', plan, otherSite)).id;
      const { id } = await creation().create({ subscriptionId, routerId });
      await app.get(ClsService).run(async () => {
        const scope = siteScope([site]);
        app.get(CurrentActor).set({ kind: 'user', id: 'budi', name: 'Budi', permissions: new Set(), scope });
        const notFound = { code: 'CORE_NOT_FOUND' };
        await expect(accounts().get(id)).rejects.toMatchObject(notFound);
        await expect(accounts().update(id, 1, {})).rejects.toMatchObject(notFound);
        await expect(accounts().resetPassword(id)).rejects.toMatchObject(notFound);
        await expect(accounts().remove(id)).rejects.toMatchObject(notFound);
        await expect(creation().create({ subscriptionId, routerId })).rejects.toMatchObject(notFound);
        await expect(app.get(WantedProfilesService).ofVisible(routerId)).rejects.toMatchObject(notFound);
        expect((await accounts().list({ limit: 200 })).items.map((account) => account.id)).not.toContain(id);
      });
    });
  });

  describe('what routers should hold', () => {
    it('follows the access of each subscription, with two statements for any number', async () => {
      const routerId = await saveRouter();
      const states: Access[] = ['ENABLED', 'ISOLATED', 'DISABLED'];
      const inputs = await Promise.all(
        states.map(async (access, n) => ({
          subscriptionId: (await saveSubscription(access)).id,
          routerId,
          username: access.toLowerCase(),
          password: 'secret-word',
          remoteAddress: `10.6.0.${n + 1}`,
        })),
      );
      await creation().createMany(inputs);
      const wanted = await secretsOf(routerId);
      const of = (key: string) => wanted.find((secret) => secret.key === key);
      const base = { service: 'pppoe', password: 'secret-word', disabled: 'no' };
      expect(of('enabled')?.values).toEqual({ ...base, profile: 'lg-HOME20', 'remote-address': '10.6.0.1' });
      expect(of('isolated')?.values).toEqual({ ...base, profile: 'isolir' });
      expect(of('isolated')?.unset).toEqual(['remote-address']);
      expect(of('disabled')?.values).toEqual({
        ...{ ...base, disabled: 'yes' },
        ...{ profile: 'lg-HOME20', 'remote-address': '10.6.0.3' },
      });
      expect(await secretsOf(routerId, ['isolated', 'nobody'])).toEqual([of('isolated')]);
      expect(await statements(() => secretsOf(routerId))).toBe(2);
    });

    it('gives the isolated the pool of the isolir infrastructure, and takes back what was ours', async () => {
      const routerId = await saveRouter();
      const isolir = async () => (await app.get(PppProfileContributor).desired(routerId, ['isolir']))[0];
      expect(await isolir()).toBeUndefined();
      await database.execute(
        `insert into router_isolir (router_id, installed, pool_range, local_address)
         values ($1, true, '10.253.0.2-10.253.0.9', '10.253.0.1')`,
        [routerId],
      );
      const addresses = { 'local-address': '10.253.0.1', 'remote-address': 'lg-isolir' };
      expect((await isolir())?.values).toMatchObject({ 'address-list': 'isolir', ...addresses });
      await creation().create({ subscriptionId: (await saveSubscription()).id, routerId });
      await database.execute('update router_isolir set installed = false where router_id = $1', [routerId]);
      expect(await isolir()).toMatchObject({ unset: Object.keys(addresses) });
      expect((await isolir())?.values).not.toHaveProperty('remote-address');
    });

    it('names one profile per plan in use, and isolir', async () => {
      const routerId = await saveRouter();
      const fast = await savePlan('FAST');
      for (const used of [plan, plan, fast]) {
        await creation().create({ subscriptionId: (await saveSubscription('ENABLED', used)).id, routerId });
      }
      const contributor = app.get(PppProfileContributor);
      const wanted = await contributor.desired(routerId, 'all');
      expect(wanted.map((profile) => [profile.key, profile.values['rate-limit']]).sort()).toEqual([
        ['isolir', '128k/128k'],
        ['lg-FAST', '5120k/20480k'],
        ['lg-HOME20', '5120k/20480k'],
      ]);
      expect((await contributor.desired(routerId, ['lg-FAST', 'lg-GONE'])).map(({ key }) => key)).toEqual(['lg-FAST']);
      expect(await statements(() => contributor.desired(routerId, 'all'))).toBe(4);
      expect(await contributor.desired(await saveRouter(), 'all')).toEqual([]);
    });
  });

  describe('events', () => {
    it.each([
      ['ENABLED', 1],
      ['ISOLATED', 3],
      ['DISABLED', 3],
    ] as const)('marks a secret that should be %s with priority %i', async (access, priority) => {
      const routerId = await saveRouter();
      const subscription = await saveSubscription(access);
      const { username } = await creation().create({ subscriptionId: subscription.id, routerId });
      await takeDirty(routerId);
      await app.get(OnAccessChangedHandler).handle(event({ subscriptionId: subscription.id }));
      expect(await takeDirty(routerId)).toEqual([`ppp-secret ${username} ${priority}`]);
    });

    it('takes an isolation that arrives after the payment for what it is now: nothing', async () => {
      const routerId = await saveRouter();
      const subscription = await saveSubscription('ISOLATED');
      const { username } = await creation().create({ subscriptionId: subscription.id, routerId });
      await setAccess(subscription.id, 'ENABLED');
      await takeDirty(routerId);
      await app.get(OnAccessChangedHandler).handle(event({ subscriptionId: subscription.id }));
      expect(await takeDirty(routerId)).toEqual([`ppp-secret ${username} 1`]);
      expect((await secretsOf(routerId, [username]))[0]?.values).toMatchObject({
        profile: 'lg-HOME20',
        disabled: 'no',
      });
    });

    it('ignores a subscription without an account', async () => {
      const subscription = await saveSubscription();
      await app.get(OnAccessChangedHandler).handle(event({ subscriptionId: subscription.id }));
      await app.get(OnSubscriptionChangedHandler).handle(event({ subscriptionId: uuidv7() }));
      await app.get(OnPlanChangedHandler).handle(event({ planId: uuidv7() }));
    });

    it('prepares the profile of the plan that a subscription moved to', async () => {
      const routerId = await saveRouter();
      const subscription = await saveSubscription();
      const { username } = await creation().create({ subscriptionId: subscription.id, routerId });
      const next = await savePlan('HOME50');
      await database.execute(`update subscriptions set plan_id = $2 where id = $1`, [subscription.id, next.id]);
      await takeDirty(routerId);
      await app.get(OnSubscriptionChangedHandler).handle(event({ subscriptionId: subscription.id }));
      expect(await takeDirty(routerId)).toEqual(
        expect.arrayContaining(['ppp-profile lg-HOME50 5', `ppp-secret ${username} 5`]),
      );
    });

    it('spreads a changed plan over every router that uses it, behind everything urgent', async () => {
      const shared = await savePlan('SHARED');
      const routers = [await saveRouter(), await saveRouter()];
      for (const routerId of routers) {
        const subscription = await saveSubscription('ENABLED', shared);
        await creation().create({ subscriptionId: subscription.id, routerId, username: 'someone' });
        await takeDirty(routerId);
      }
      await app.get(OnPlanChangedHandler).handle(event({ planId: shared.id }));
      for (const routerId of routers) {
        expect(await takeDirty(routerId)).toEqual(['ppp-profile lg-SHARED 5', 'ppp-secret someone 9']);
      }
    });
  });
});
