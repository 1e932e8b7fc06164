import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { addDays, localDate, localDateOf, uuidv7 } from '@app/core';
import { Database, PartitionKeeper } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { createApiApp } from '../../support/api-app';
import { staffHeaders } from '../../support/staff-headers';

interface Account {
  id: string;
  username: string;
  password?: string;
  version: number;
}

describe('/api/v1/pppoe', () => {
  let testDatabase: TestDatabase;
  let app: NestFastifyApplication;
  let database: Database;
  let site: string;
  let plan: string;
  let owner: { authorization: string };

  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    app = await createApiApp({ database: testDatabase });
    database = app.get(Database);
    site = await saveSite('JKT');
    plan = await insert(
      `insert into plans (id, code, name, download_kbps, upload_kbps) values ($1, 'HOME20', 'Home 20', 20480, 5120)`,
    );
    owner = await staffHeaders(app);
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

  const saveSite = (code: string) =>
    insert(`insert into sites (id, code, name, time_zone) values ($1, $2, $2, 'Asia/Jakarta')`, code);

  const saveRouter = (siteId = site) =>
    insert(
      `insert into routers (id, site_id, name, host, username, password_sealed)
       values ($1, $2, $1::uuid::text, '127.0.0.1', 'api', 'sealed')`,
      siteId,
    );

  async function saveSubscription(): Promise<string> {
    const customer = await insert(
      `insert into customers (id, site_id, code, name, time_zone)
       values ($1, $2, 'P' || right($1::uuid::text, 12), 'Siti', 'Asia/Jakarta')`,
      site,
    );
    await database.execute(
      `insert into billing_accounts (customer_id, site_id, time_zone, currency) values ($1, $2, 'Asia/Jakarta', 'IDR')`,
      [customer, site],
    );
    return insert(
      `insert into subscriptions (id, customer_id, site_id, plan_id, anchor_day) values ($1, $2, $3, $4, 1)`,
      customer,
      site,
      plan,
    );
  }

  type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';
  const call = (method: Method, path: string, payload?: object, headers: Record<string, string> = owner) =>
    app.inject({ method, url: `/api/v1/pppoe${path}`, headers, ...(payload === undefined ? {} : { payload }) });

  async function saveAccount(input: object = {}): Promise<Account> {
    const body = { subscriptionId: await saveSubscription(), routerId: await saveRouter(), ...input };
    const answer = await call('POST', '/accounts', body);
    expect(answer.statusCode).toBe(201);
    return answer.json<Account>();
  }

  it('creates an account, shows its password once and never again', async () => {
    const account = await saveAccount({ remoteAddress: '10.20.0.7' });
    expect(account).toMatchObject({ remoteAddress: '10.20.0.7', access: 'DISABLED', profile: 'lg-HOME20', version: 1 });
    expect(account.password).toMatch(/^[a-z3-9]{10}$/);
    const read = await call('GET', `/accounts/${account.id}`);
    const { password, ...rest } = account;
    expect(read.json()).toEqual(rest);
    expect((await call('GET', '/accounts')).body).not.toContain(password);
  });

  it('lists by router, subscription and beginning of the name', async () => {
    const [routerId, subscriptionId] = [await saveRouter(), await saveSubscription()];
    const account = await saveAccount({ routerId, subscriptionId, username: 'siti_rumah' });
    await saveAccount({ routerId, username: 'sitirumah' });
    const namesOf = async (query: string) =>
      (await call('GET', `/accounts?sort=username&${query}`)).json<{ items: Account[] }>().items.map((a) => a.username);
    expect(await namesOf(`routerId=${routerId}`)).toEqual(['siti_rumah', 'sitirumah']);
    expect(await namesOf(`subscriptionId=${subscriptionId}`)).toEqual([account.username]);
    expect(await namesOf('q=siti_')).toEqual([account.username]);
    expect((await call('GET', '/accounts?q=%00')).statusCode).toBe(400);
  });

  it('moves, resets and removes', async () => {
    const account = await saveAccount();
    const path = `/accounts/${account.id}`;
    const routerId = await saveRouter();
    const moved = await call('PATCH', path, { version: 1, routerId, remoteAddress: '10.20.0.8' });
    expect(moved.json()).toMatchObject({ routerId, remoteAddress: '10.20.0.8', version: 2 });
    expect((await call('PATCH', path, { version: 1, remoteAddress: null })).json()).toMatchObject({
      code: 'CORE_STALE_VERSION',
      status: 409,
    });
    expect((await call('PATCH', path, { version: 2, remoteAddress: null })).json()).toMatchObject({
      remoteAddress: null,
    });
    const reset = await call('POST', `${path}/reset-password`);
    expect(reset.statusCode).toBe(200);
    expect(reset.json<Account>().password).not.toBe(account.password);
    expect((await call('DELETE', path)).statusCode).toBe(204);
    expect((await call('GET', path)).statusCode).toBe(404);
  });

  describe('pools, numbering and usage', () => {
    const api = (method: Method | 'PUT', path: string, payload?: object) =>
      app.inject({ method, url: `/api/v1${path}`, headers: owner, ...(payload === undefined ? {} : { payload }) });

    it('a pool gives addresses, tells who has and had them, and is not removed while somebody does', async () => {
      const body = { siteId: site, name: 'kantor', kind: 'FIXED', firstAddress: '10.77.0.1', lastAddress: '10.77.0.2' };
      const pool = (await api('POST', '/ip-pools', body)).json<{ id: string; version: number }>();
      const account = await saveAccount({ ipPoolId: pool.id });
      expect(account).toMatchObject({ remoteAddress: '10.77.0.1' });
      expect((await api('GET', `/ip-pools/${pool.id}`)).json()).toMatchObject({ used: 1 });
      expect((await api('DELETE', `/ip-pools/${pool.id}`)).json()).toMatchObject({ code: 'PPPOE_POOL_IN_USE' });
      expect((await call('DELETE', `/accounts/${account.id}`)).statusCode).toBe(204);
      const history = (await api('GET', '/ip-assignments?address=10.77.0.1')).json<{ items: object[] }>();
      expect(history.items).toMatchObject([{ address: '10.77.0.1', releaseReason: 'ACCOUNT_DELETED' }]);
      const retired = await api('PATCH', `/ip-pools/${pool.id}`, { version: pool.version, status: 'RETIRED' });
      expect(retired.json()).toMatchObject({ status: 'RETIRED' });
      const overlapping = await api('POST', '/ip-pools', { ...body, name: 'lain', lastAddress: '10.76.0.1' });
      expect(overlapping.statusCode).toBe(400);
    });

    it('numbering of a site makes names and passwords; a pattern without a number is refused', async () => {
      const rules = { version: 0, usernamePattern: 'jkt{n}', passwordLength: 12, passwordStyle: 'DIGITS' };
      expect((await api('PUT', `/pppoe/numbering/${site}`, { ...rules, usernamePattern: 'semua' })).statusCode).toBe(
        400,
      );
      expect((await api('PUT', `/pppoe/numbering/${site}`, rules)).json()).toMatchObject({ usernamePattern: 'jkt{n}' });
      const { username, password } = await saveAccount();
      expect([username, password]).toEqual([expect.stringMatching(/^jkt\d+$/), expect.stringMatching(/^\d{12}$/)]);
      expect((await api('PUT', `/pppoe/numbering/${site}`, rules)).statusCode).toBe(409);
      const before = {
        ...rules,
        version: 1,
        usernamePattern: '{code}-{n}',
        passwordLength: 10,
        passwordStyle: 'MIXED',
      };
      expect((await api('PUT', `/pppoe/numbering/${site}`, before)).statusCode).toBe(200);
    });

    it('usage by day and month is ready for a plot, zeros included, and knows who used most', async () => {
      const subscriptionId = await saveSubscription();
      await saveAccount({ subscriptionId });
      await app.get(PartitionKeeper, { strict: false }).ensure('pppoe_usage', localDateOf(new Date(), 'UTC'));
      await database.execute(
        `insert into pppoe_usage (day, subscription_id, site_id, up_bytes, down_bytes) values (current_date, $1, $2, 5, 70)`,
        [subscriptionId, site],
      );
      const today = (await database.queryOne<{ day: string }>(`select current_date as day`))!.day;
      const window = `from=${addDays(localDate(today), -2)}&to=${today}`;
      const days = (await call('GET', `/usage?${window}&subscriptionId=${subscriptionId}`)).json<{ items: object[] }>();
      expect(days.items).toHaveLength(3);
      expect(days.items.at(-1)).toMatchObject({ day: today, uploadBytes: 5, downloadBytes: 70 });
      expect(days.items[0]).toMatchObject({ uploadBytes: 0, downloadBytes: 0 });
      const top = (await call('GET', `/usage/top?${window}&siteId=${site}`)).json<{ items: object[] }>();
      expect(top.items).toMatchObject([{ subscriptionId, downloadBytes: 70 }]);
      expect((await call('GET', `/usage?from=${today}&to=2020-01-01`)).statusCode).toBe(400);
    });
  });

  it('shows the profiles that a router needs', async () => {
    const routerId = await saveRouter();
    expect((await call('GET', `/profiles?routerId=${routerId}`)).json()).toEqual({ items: [], nextCursor: null });
    await saveAccount({ routerId });
    expect((await call('GET', `/profiles?routerId=${routerId}`)).json()).toEqual({
      items: [
        { name: 'isolir', rateLimit: '128k/128k', addressList: 'isolir' },
        { name: 'lg-HOME20', rateLimit: '5120k/20480k', addressList: null },
      ],
      nextCursor: null,
    });
  });

  it.each([
    ['a name with blanks', { username: 'a b' }, 400],
    ['a short password', { password: '12345' }, 400],
    ['a password with a line break', { password: 'abcdef\nx' }, 400],
    ['an address that is none', { remoteAddress: '10.0.0.300' }, 400],
    ['an IPv6 address', { remoteAddress: '::1' }, 400],
    ['an unknown field', { profile: 'default' }, 400],
    ['no router', { routerId: undefined }, 400],
    ['an unknown router', { routerId: uuidv7() }, 404],
    ['an unknown subscription', { subscriptionId: uuidv7() }, 404],
  ])('refuses %s', async (_what, change, status) => {
    const body = { subscriptionId: await saveSubscription(), routerId: await saveRouter(), ...change };
    expect((await call('POST', '/accounts', body)).statusCode).toBe(status);
  });

  it('refuses taken names, second accounts and routers of other sites', async () => {
    const [routerId, subscriptionId] = [await saveRouter(), await saveSubscription()];
    await saveAccount({ routerId, subscriptionId, username: 'taken' });
    const other = await saveSubscription();
    const conflict = await call('POST', '/accounts', { routerId, subscriptionId: other, username: 'taken' });
    expect(conflict.json()).toMatchObject({ status: 409, code: 'PPPOE_USERNAME_TAKEN' });
    const second = await call('POST', '/accounts', { routerId, subscriptionId });
    expect(second.json()).toMatchObject({ status: 409, code: 'PPPOE_SUBSCRIPTION_HAS_ACCOUNT' });
    const foreign = await saveRouter(await saveSite(`S${uuidv7().slice(-4)}`));
    const elsewhere = await call('POST', '/accounts', { routerId: foreign, subscriptionId: other });
    expect(elsewhere.json()).toMatchObject({ status: 422, code: 'PPPOE_ROUTER_OF_OTHER_SITE' });
  });

  it('asks for a token, a permission and a site', async () => {
    const account = await saveAccount();
    const path = `/accounts/${account.id}`;
    const stranger = await staffHeaders(app, { siteIds: [await saveSite('DPS')] });
    const reader = await staffHeaders(app, { permissions: ['pppoe:read'] });
    const writes: [Method, string, object?][] = [
      ['PATCH', path, { version: 1 }],
      ['POST', `${path}/reset-password`],
      ['DELETE', path],
    ];
    for (const [method, url, body] of writes) {
      expect((await call(method, url, body, {})).statusCode).toBe(401);
      expect((await call(method, url, body, reader)).statusCode).toBe(403);
      expect((await call(method, url, body, stranger)).statusCode).toBe(404);
    }
    expect((await call('GET', path, undefined, {})).statusCode).toBe(401);
    expect((await call('GET', path, undefined, reader)).statusCode).toBe(200);
    expect((await call('GET', path, undefined, stranger)).statusCode).toBe(404);
    expect((await call('GET', '/accounts', undefined, stranger)).json()).toMatchObject({ items: [] });
    expect((await call('GET', `/accounts/${account.id}`)).json()).toMatchObject({ version: 1 });
  });
});
