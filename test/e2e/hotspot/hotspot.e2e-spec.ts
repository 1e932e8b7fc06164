import { createContext, runInContext } from 'node:vm';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { uuidv7 } from '@app/core';
import { MikrotikWorkerModule, RoutersService, SyncRouterService } from '@app/mikrotik';
import { Database } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { type SimulatedRouter, startRouter } from '../../../apps/simulator/src';
import { createApiApp } from '../../support/api-app';
import { SubscriberRows } from '../../support/pppoe/subscribers';
import { staffHeaders } from '../../support/staff-headers';

const PHONE = '02:00:00:00:00:0A';

describe('/api/v1/hotspot and /api/v1/static-lines', () => {
  let testDatabase: TestDatabase;
  let app: NestFastifyApplication;
  let router: SimulatedRouter;
  let routerId: string;
  let site: string;
  let rows: SubscriberRows;
  let owner: { authorization: string };

  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    router = await startRouter({ version: '7.20', network: 20, hotspot: { portalPort: 0 } });
    app = await createApiApp({ database: testDatabase, modules: [MikrotikWorkerModule] });
    rows = new SubscriberRows(app.get(Database));
    site = await rows.site('JKT');
    owner = await staffHeaders(app);
    const access = { host: '127.0.0.1', port: router.port, username: 'admin', password: 'secret' };
    routerId = (await app.get(RoutersService).create({ siteId: site, name: 'r1', ...access })).id;
  });
  afterAll(async () => {
    await app.close();
    await router.close();
    await testDatabase.drop();
  });

  const call = async (method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', url: string, payload?: object) =>
    app.inject({ method, url: `/api/v1/${url}`, headers: owner, ...(payload && { payload }) });
  const sync = () => app.get(SyncRouterService, { strict: false }).run(routerId, new AbortController().signal);
  const subscription = async (kind: string): Promise<string> => {
    const plan = await rows.plan(`${kind}${uuidv7().slice(-6)}`);
    await app.get(Database).execute('update plans set service_kind = $2 where id = $1', [plan, kind]);
    return rows.subscription(site, plan);
  };
  const visit = async (path: string, form?: Record<string, string>): Promise<string> => {
    const response = await fetch(`http://127.0.0.1:${router.portalPort}${path}`, {
      headers: { 'x-client': PHONE },
      ...(form && { method: 'POST', body: new URLSearchParams(form) }),
    });
    return response.text();
  };

  /** What a browser would post when the login page is filled in so: its own script is run. */
  function filledIn(page: string, act: string): Record<string, string> {
    const script = /<script>([^]*)<\/script>/.exec(page)?.[1] ?? '';
    const send = { username: { value: '' }, password: { value: '' }, submit: () => undefined };
    const document = { forms: { send }, getElementById: () => null };
    const context = createContext({ location: { search: '' }, document });
    runInContext(`${script}\n${act}`, context);
    return { username: send.username.value, password: send.password.value };
  }

  it('a member logs in through our page with http-chap, sees the state and logs out', async () => {
    const subscriptionId = await subscription('HOTSPOT');
    const login = { subscriptionId, username: 'siti', password: 'rahasia-1' };
    const made = await call('POST', 'hotspot/accounts', login);
    expect([made.statusCode, made.json()]).toMatchObject([201, { username: 'siti', password: 'rahasia-1' }]);
    const look = { version: 0, brand: 'Mawar & Net', logoText: 'M', accentColour: '#8a1c4f', phone: '0812-3456' };
    expect((await call('PUT', `hotspot/login-pages/${site}`, look)).statusCode).toBe(200);
    expect((await call('PUT', `hotspot/login-pages/${site}`, look)).statusCode).toBe(409);
    await sync();
    const { files } = (await call('GET', `hotspot/login-pages/${site}`)).json<{ files: string[] }>();
    for (const name of files) {
      const file = await call('GET', `hotspot/login-pages/${site}/files/${name}`);
      expect([name, file.statusCode]).toEqual([name, 200]);
      router.run('/file/add', `=name=hotspot/${name}`, `=contents=${file.body}`);
    }
    router.hotspot.join({ mac: PHONE });
    const wrong = filledIn(await visit('/login'), `asMember({ name: { value: 'siti' }, secret: { value: 'salah' } })`);
    expect(await visit('/login', wrong)).toContain('role="alert"');
    const page = await visit('/login');
    expect(page).toContain('Mawar &amp; Net');
    expect(page).toContain('Kode voucher');
    const form = filledIn(page, `asMember({ name: { value: ' siti ' }, secret: { value: 'rahasia-1' } })`);
    expect(form).toMatchObject({ username: 'siti', password: expect.stringMatching(/^[0-9a-f]{32}$/) as string });
    expect(await visit('/login', form)).toContain('Anda sudah terhubung.');
    expect(router.rows('/ip/hotspot/active')).toMatchObject([{ user: 'siti', 'login-by': 'http-chap' }]);
    expect(await visit('/status')).toContain('siti');
    const sessions = await call('GET', `hotspot/sessions?routerId=${routerId}`);
    expect(sessions.json()).toMatchObject({ items: [{ username: 'siti', macAddress: PHONE }], nextCursor: null });
    const kicked = await call('POST', 'hotspot/sessions/kick', { routerId, username: 'siti' });
    expect([kicked.statusCode, kicked.json()]).toMatchObject([200, { sessions: 1, cookies: 1 }]);
    expect(router.rows('/ip/hotspot/active')).toEqual([]);
  });

  it('a voucher: its code is name and password; http-pap takes the words as they are', async () => {
    router.run('/ip/hotspot/user/add', '=name=acdf3467', '=password=acdf3467');
    const chap = filledIn(
      await visit('/login'),
      `withVoucher({ code: { value: ' acdf 3467 ' }, secret: { value: ' ' } })`,
    );
    expect(await visit('/login', chap)).toContain('Anda sudah terhubung.');
    expect(await visit('/logout?erase-cookie=on')).toContain('Anda sudah keluar.');
    router.run('/ip/hotspot/profile/set', '=.id=hsprof1', '=login-by=http-pap');
    const pap = filledIn(await visit('/login'), `withVoucher({ code: { value: 'acdf3467' }, secret: { value: '' } })`);
    expect(pap).toEqual({ username: 'acdf3467', password: 'acdf3467' });
    const own = filledIn(await visit('/login'), `withVoucher({ code: { value: 'up-1' }, secret: { value: 'x7 ' } })`);
    expect(own).toEqual({ username: 'up-1', password: 'x7' });
    expect(await visit('/login', pap)).toContain('Anda sudah terhubung.');
  });

  it('the set comes as an archive, in two languages, and shows itself', async () => {
    const archive = await call('GET', `hotspot/login-pages/${site}/archive?language=en`);
    expect(archive.headers['content-type']).toBe('application/zip');
    expect(archive.rawPayload.subarray(0, 2).toString()).toBe('PK');
    expect(archive.rawPayload.includes('Voucher code')).toBe(true);
    const preview = await call('GET', `hotspot/login-pages/${site}/preview/status.html?language=en`);
    expect(preview.headers['content-security-policy']).toContain('sandbox');
    expect(preview.body).toContain('Time left');
    expect((await call('GET', `hotspot/login-pages/${site}/files/passwd`)).statusCode).toBe(400);
    expect((await call('GET', `hotspot/login-pages/${uuidv7()}/archive`)).statusCode).toBe(404);
  });

  it('accounts and bindings: edits, lists, removals', async () => {
    const made = await call('POST', 'hotspot/accounts', { subscriptionId: await subscription('HOTSPOT') });
    const account = made.json<{ id: string; username: string; version: number }>();
    expect(account.username).toMatch(/^hs-/);
    const edit = { version: account.version, macAddress: '02:aa:bb:cc:dd:01', routerId };
    const edited = await call('PATCH', `hotspot/accounts/${account.id}`, edit);
    expect(edited.json()).toMatchObject({ macAddress: '02:AA:BB:CC:DD:01', routerId, version: 2 });
    expect((await call('POST', `hotspot/accounts/${account.id}/reset-password`)).json()).toHaveProperty('password');
    expect((await call('GET', 'hotspot/accounts?q=hs-')).json()).toMatchObject({ items: [{ id: account.id }] });
    expect((await call('DELETE', `hotspot/accounts/${account.id}`)).statusCode).toBe(204);
    expect((await call('GET', `hotspot/accounts/${account.id}`)).statusCode).toBe(404);
    const device = { routerId, macAddress: '02:AA:BB:CC:DD:02', type: 'BLOCKED', note: 'maling' };
    const binding = (await call('POST', 'hotspot/bindings', device)).json<{ id: string }>();
    await sync();
    const shown = (await call('GET', `hotspot/router-bindings?routerId=${routerId}`)).json<{ items: object[] }>();
    expect(shown.items).toMatchObject([{ macAddress: '02:AA:BB:CC:DD:02', type: 'blocked' }]);
    expect((await call('DELETE', `hotspot/bindings/${binding.id}`)).statusCode).toBe(204);
  });

  it('static lines', async () => {
    const subscriptionId = await subscription('STATIC');
    const input = { subscriptionId, routerId, address: '10.44.0.9', macAddress: '02:aa:bb:cc:dd:05' };
    const made = await call('POST', 'static-lines', input);
    const line = made.json<{ id: string; name: string; version: number }>();
    expect([made.statusCode, line]).toMatchObject([201, { address: '10.44.0.9', access: 'ENABLED', version: 1 }]);
    await sync();
    expect(router.row('/queue/simple', line.name)?.target).toBe('10.44.0.9/32');
    const patch = { version: 1, address: '10.44.0.10' };
    expect((await call('PATCH', `static-lines/${line.id}`, patch)).json()).toMatchObject({ address: '10.44.0.10' });
    expect((await call('PATCH', `static-lines/${line.id}`, patch)).statusCode).toBe(409);
    expect((await call('GET', `static-lines?routerId=${routerId}`)).json()).toMatchObject({ items: [{ id: line.id }] });
    expect((await call('DELETE', `static-lines/${line.id}`)).statusCode).toBe(204);
    expect((await call('POST', 'static-lines', { subscriptionId, routerId })).statusCode).toBe(400);
  });
});
