import { createServer, type Server } from 'node:net';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { uuidv7 } from '@app/core';
import { CommandJournal, RouterPool, command } from '@app/mikrotik';
import { Database } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { type SimulatedRouter, simulatedCaPem, startRouter } from '../../../apps/simulator/src';
import { createApiApp } from '../../support/api-app';
import { FakeRouter } from '../../support/mikrotik/fake-router';
import { staffHeaders } from '../../support/staff-headers';

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';
interface Body {
  [name: string]: unknown;
  id: string;
  version: number;
}

describe('access to routers', () => {
  let testDatabase: TestDatabase;
  let app: NestFastifyApplication;
  let database: Database;
  let owner: { authorization: string };
  let siteId: string;
  let simulated: SimulatedRouter;
  const started: SimulatedRouter[] = [];
  const servers: Server[] = [];
  let names = 0;

  const start = async (options: Partial<Parameters<typeof startRouter>[0]> = {}): Promise<SimulatedRouter> => {
    const router = await startRouter({ version: '7.20', name: `r${++names}`, ...options });
    started.push(router);
    return router;
  };

  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    app = await createApiApp({
      database: testDatabase,
      env: { ROUTER_CONNECT_TIMEOUT_MS: '600', ROUTER_LOGIN_TIMEOUT_MS: '600', ROUTER_COMMAND_TIMEOUT_MS: '2000' },
    });
    database = app.get(Database);
    siteId = uuidv7();
    await database.execute(`insert into sites (id, code, name, time_zone) values ($1, 'J', 'J', 'Asia/Jakarta')`, [
      siteId,
    ]);
    owner = await staffHeaders(app);
    const groups = ['read', 'write', 'test'].map((lacking) => ({
      name: `no-${lacking}`,
      policy: ['read', 'write', 'test', 'api', 'sensitive'].filter((policy) => policy !== lacking).join(','),
    }));
    simulated = await start({
      users: [
        { name: 'admin', password: 'secret' },
        ...groups.map(({ name }) => ({ name, password: 'secret', group: name })),
      ],
      rows: { '/user/group': groups },
    });
  });
  afterAll(async () => {
    await app.close();
    await Promise.all(started.map((router) => router.close()));
    for (const server of servers) server.close();
    await testDatabase.drop();
  });

  const call = async (method: Method, path: string, payload?: object, headers = owner) => {
    const answer = await app.inject({
      ...{ method, url: `/api/v1${path}`, headers },
      ...(payload === undefined ? {} : { payload }),
    });
    return {
      status: answer.statusCode,
      body: (answer.body === '' ? {} : answer.json()) as Body,
      text: answer.body,
    };
  };
  const candidate = (extra: object = {}) => ({
    ...{ host: '127.0.0.1', port: simulated.port, username: 'admin', password: 'secret', ...extra },
  });
  const create = async (extra: object = {}): Promise<Body> => {
    const answer = await call('POST', '/routers', { siteId, name: `Router ${++names}`, ...candidate(extra) });
    expect([answer.status, answer.text]).toEqual([201, answer.text]);
    return answer.body;
  };
  const tried = async (extra: object = {}): Promise<Body> => {
    const { status, body, text } = await call('POST', '/routers/test', candidate(extra));
    expect([status, text]).toEqual([200, text]);
    expect(text).not.toMatch(/"secret"/);
    return body;
  };
  const diagnosis = async (extra: object = {}): Promise<unknown> => (await tried(extra)).diagnosis;
  const ofFake = async (options: Parameters<typeof FakeRouter.start>[0], extra: object = {}): Promise<unknown> => {
    const fake = await FakeRouter.start(options);
    const found = await diagnosis({ port: fake.port, ...extra });
    await fake.stop();
    return found;
  };

  describe('diagnoses, before a router is saved', () => {
    it('all is well, and what there is to know', async () => {
      expect(await tried()).toMatchObject({
        ...{ ok: true, diagnosis: 'OK', rosVersion: '7.20.8', serialNumber: expect.stringMatching(/^HF/) as string },
        ...{ missingPolicies: [], reason: null },
      });
      expect(await database.query('select 1 from routers')).toEqual([]);
    });

    it.each(['read', 'write', 'test'])('names the missing policy %s', async (policy) => {
      const { ok, diagnosis: found, missingPolicies } = await tried({ username: `no-${policy}` });
      expect([ok, found, missingPolicies]).toEqual([false, 'PERMISSION', [policy]]);
    });

    it('refused, closed, silent, not RouterOS, unknown name, wrong password', async () => {
      const gone = await FakeRouter.start();
      const { port } = gone;
      await gone.stop();
      expect(await diagnosis({ port })).toBe('REFUSED');
      expect(await diagnosis({ password: 'wrong' })).toBe('WRONG_PASSWORD');
      expect(await diagnosis({ host: 'no-such-router.invalid' })).toBe('NAME_NOT_RESOLVED');
      expect(await ofFake({ onConnection: (socket) => socket.end() })).toBe('CLOSED_BY_ROUTER');
      expect(await ofFake({ onCommand: () => true })).toBe('NOT_ROUTEROS');
      expect(await ofFake({ onConnection: (socket) => socket.write('SSH-2.0-OpenSSH\r\n') })).toBe('NOT_ROUTEROS');
    });

    it('silence', async () => {
      const router = await start();
      router.faults.set({ halfOpen: true });
      expect(['TIMED_OUT', 'NOT_ROUTEROS']).toContain(await diagnosis({ port: router.port }));
    });

    it('the API is off, but another service of the router answers', async () => {
      const sibling = createServer((socket) => socket.end()).listen(8729, '127.0.7.11');
      servers.push(sibling);
      await new Promise((resolve) => sibling.once('listening', resolve));
      expect(await diagnosis({ host: '127.0.7.11', port: 8728 })).toBe('API_DISABLED');
      expect(await diagnosis({ host: '127.0.7.12', port: 8728 })).toBe('REFUSED');
    });

    it('TLS: each way in which it can fail', async () => {
      const router = await start();
      const port = await router.enableService('api-ssl', 'self-signed');
      expect(await diagnosis({ port, tlsMode: 'PINNED' })).toBe('OK');
      expect(await diagnosis({ port, tlsMode: 'CA', caPem: await simulatedCaPem() })).toBe('TLS_CA');
      expect(await diagnosis({ port })).toBe('PLAIN_ON_TLS_PORT');
      expect(await diagnosis({ port: router.port, tlsMode: 'PINNED' })).toBe('TLS_WRONG_PROTOCOL');
      const bare = await start();
      const anonymous = await bare.enableService('api-ssl', 'none');
      expect(await diagnosis({ port: anonymous, tlsMode: 'PINNED' })).toBe('TLS_NO_CERTIFICATE');
      const allowed = await tried({ port: anonymous, tlsMode: 'PINNED', anonymousTlsAllowed: true });
      expect([allowed.diagnosis, allowed.reason]).toEqual(['OK', null]);
    });

    it('too old a RouterOS', async () => {
      const rows: Record<string, Record<string, string>> = {
        '/system/resource/print': { version: '6.40.9 (bugfix)', 'board-name': 'hEX' },
      };
      const old = await ofFake({
        onCommand: ({ command: name, reply }) => {
          if (name === '/login' || name === '/system/identity/print') return false;
          const row = rows[name];
          if (row) reply('!re', ...Object.entries(row).map(([column, value]) => `=${column}=${value}`));
          reply('!done');
          return true;
        },
      });
      expect(old).toBe('TOO_OLD');
    });

    it('warns of a wrong clock and of FastTrack, in both languages', async () => {
      const odd = await start({ version: '6.49', clockOffsetMs: 3_600_000, defaultFirewall: true });
      const { ok, clockSkewMs, warnings } = await tried({ port: odd.port });
      expect(ok).toBe(true);
      expect(Math.abs((clockSkewMs as number) - 3_600_000)).toBeLessThan(5_000);
      expect(warnings).toMatchObject([
        {
          code: 'CLOCK_SKEW',
          detail: '3600 s',
          text: { id: expect.any(String) as string, en: expect.any(String) as string },
        },
        { code: 'FASTTRACK' },
      ]);
    });
  });

  describe('diagnoses of a saved router', () => {
    it('max-sessions and address lists are told apart', async () => {
      const router = await start({ version: '7.16' });
      const { id } = await create({ port: router.port });
      const test = async () => (await call('POST', `/routers/${id}/test`)).body.diagnosis;
      expect(await test()).toBe('OK');
      const seen = (ago: string) =>
        database.execute(`update routers set last_seen_at = now() - $2::interval where id = $1`, [id, ago]);
      router.run('/ip/service/set', '=.id=api', '=max-sessions=1');
      const pool = app.get(RouterPool);
      await pool.exec(id, command('/system/identity/print'));
      expect(await test()).toBe('MAX_SESSIONS');
      await pool.forget(id);
      router.run('/ip/service/set', '=.id=api', '=max-sessions=20', '=address=10.255.0.0/16');
      await seen('1 hour');
      await database.execute(
        `update routers set exposure = jsonb_set(exposure, '{services}', $2::jsonb) where id = $1`,
        [id, JSON.stringify([{ name: 'api', port: 8728, addresses: ['10.255.0.0/16'] }])],
      );
      expect(await test()).toBe('ADDRESS_LIST');
      await seen('1 minute');
      expect(await test()).toBe('MAX_SESSIONS');
    });

    it('a changed certificate is refused until it is pinned anew', async () => {
      const router = await start();
      const port = await router.enableService('api-ssl', 'self-signed');
      const { id } = await create({ port, tlsMode: 'PINNED' });
      await app.get(RouterPool).exec(id, command('/system/identity/print'));
      await app.get(RouterPool).forget(id);
      await router.enableService('api-ssl', 'self-signed-2');
      expect((await call('POST', `/routers/${id}/test`)).body.diagnosis).toBe('TLS_FINGERPRINT');
      const { version } = (await call('GET', `/routers/${id}`)).body;
      const pin = (fingerprint: unknown) => call('POST', `/routers/${id}/pin-certificate`, { version, fingerprint });
      expect((await pin('xyz')).status).toBe(400);
      expect((await pin(null)).body.tlsFingerprint).toBeNull();
      expect((await pin(null)).body.code).toBe('CORE_STALE_VERSION');
      expect((await call('POST', `/routers/${id}/test`)).body.diagnosis).toBe('OK');
    });

    it('a router that is switched off is not spoken to', async () => {
      const router = await start();
      const { id } = await create({ port: router.port, mode: 'DISABLED' });
      expect((await call('POST', `/routers/${id}/test`)).body.diagnosis).toBe('DISABLED');
      expect(router.commands).toEqual([]);
    });
  });

  describe('identity', () => {
    it('another router at the address is not written to, is reported, and can be accepted', async () => {
      const first = await start({ name: 'first' });
      const { id } = await create({ port: first.port });
      const pool = app.get(RouterPool);
      await pool.exec(id, command('/ppp/profile/add', { name: 'a' }));
      const pinned = (await call('GET', `/routers/${id}`)).body;
      expect(pinned).toMatchObject({ identityState: 'PINNED', foreignSerial: null });
      await first.close();
      await pool.reset(id);
      const second = await start({ name: 'second', port: first.port });
      const [outcome] = await pool.execAll(id, [command('/ppp/profile/add', { name: 'b' })]);
      expect(outcome).toMatchObject({ ok: false, error: { code: 'IDENTITY_MISMATCH' } });
      expect(second.writes()).toEqual([]);
      const seen = (await call('GET', `/routers/${id}`)).body;
      expect(seen).toMatchObject({ identityState: 'IDENTITY_MISMATCH', serialNumber: pinned.serialNumber });
      expect((await call('GET', `/routers?identityState=IDENTITY_MISMATCH`)).text).toContain(id);
      expect((await call('POST', `/routers/${id}/test`)).body.diagnosis).toBe('IDENTITY_MISMATCH');
      const alert = `select severity from alerts where key = $1 and resolved_at is null`;
      const open = () => database.query(alert, [`mikrotik.identity:${id}`]);
      expect(await open()).toEqual([{ severity: 'CRITICAL' }]);

      const accept = (serialNumber: unknown) =>
        call('POST', `/routers/${id}/accept-identity`, { version: seen.version, serialNumber });
      expect((await accept('HF0000')).body.code).toBe('MIKROTIK_IDENTITY_NOT_SHOWN');
      expect((await accept(seen.foreignSerial)).body).toMatchObject({
        ...{ identityState: 'PINNED', serialNumber: seen.foreignSerial, foreignSerial: null },
      });
      expect(await open()).toEqual([]);
      await pool.reset(id);
      await pool.exec(id, command('/ppp/profile/add', { name: 'b' }));
      expect(second.writes()).toHaveLength(1);
    });

    it('when the right router is back, it is as before', async () => {
      const right = await start({ name: 'right' });
      const { id } = await create({ port: right.port });
      const pool = app.get(RouterPool);
      await pool.exec(id, command('/system/identity/print'));
      await database.execute(
        `update routers set identity_state = 'IDENTITY_MISMATCH', foreign_serial = 'HFX' where id = $1`,
        [id],
      );
      const [refused] = await pool.execAll(id, [command('/ppp/profile/add', { name: 'x' })]);
      expect(refused).toMatchObject({ ok: false, error: { code: 'READ_ONLY' } });
      await pool.forget(id);
      await pool.exec(id, command('/system/identity/print'));
      expect((await call('GET', `/routers/${id}`)).body).toMatchObject({
        identityState: 'PINNED',
        foreignSerial: null,
      });
    });
  });

  it('maintenance: reading goes on, nothing is written, whoever tries', async () => {
    const router = await start();
    const { id, version } = await create({ port: router.port });
    await call('PATCH', `/routers/${id}`, { version, mode: 'MAINTENANCE' });
    const pool = app.get(RouterPool);
    expect(await pool.exec(id, command('/system/identity/print'))).toHaveLength(1);
    const [outcome] = await pool.execAll(id, [command('/ppp/profile/add', { name: 'x' })]);
    expect(outcome).toMatchObject({ ok: false, error: { code: 'READ_ONLY' } });
    expect(router.writes()).toEqual([]);
  });

  it('tags are kept, replaced and searched for', async () => {
    const { id, version } = await create({ tags: ['pop-utara', 'v7', 'v7'] });
    expect((await call('GET', `/routers/${id}`)).body.tags).toEqual(['pop-utara', 'v7']);
    expect((await call('GET', '/routers?tags=v7,pop-utara')).text).toContain(id);
    expect((await call('GET', '/routers?tags=v7,other')).text).not.toContain(id);
    await call('PATCH', `/routers/${id}`, { version, tags: [] });
    expect((await call('GET', '/routers?tags=v7')).text).not.toContain(id);
    expect((await call('PATCH', `/routers/${id}`, { version: 2, tags: ['a b'] })).status).toBe(400);
  });

  describe('access scripts', () => {
    const passwordIn = (text: unknown) => /password="([^"]+)"/.exec(String(text))?.[1] ?? '';

    it('a script before the router, once; its password becomes the router’s', async () => {
      const wish = { siteId, host: '10.0.0.1', ourAddresses: ['10.9.0.2/32'], tls: false };
      const made = await call('POST', '/routers/access-script', wish);
      expect(made.status).toBe(201);
      const password = passwordIn(made.body.script);
      expect(password).toHaveLength(28);
      const router = await start({ users: [{ name: 'langgan', password }] });
      const draft = { username: undefined, password: undefined, accessDraftId: made.body.draftId, port: router.port };
      expect(await diagnosis(draft)).toBe('OK');
      const { id, username } = await create(draft);
      expect(username).toBe('langgan');
      expect((await call('POST', `/routers/${id}/test`)).body.diagnosis).toBe('OK');
      const again = await call('POST', '/routers', {
        siteId,
        name: 'Again',
        host: '10.0.0.1',
        accessDraftId: made.body.draftId,
      });
      expect(again.body.code).toBe('MIKROTIK_ACCESS_DRAFT_UNKNOWN');
      const shown = await call('GET', `/routers/${id}/access-script?rotation=true`);
      expect(shown.body.script).toContain('test,password');
      expect(shown.text).not.toContain(password);
    });

    it('a new password for a router counts as soon as the script has been pasted', async () => {
      const router = await start();
      const { id } = await create({ port: router.port });
      const pool = app.get(RouterPool);
      const renewed = await call('POST', `/routers/${id}/access-script`, {});
      const password = passwordIn(renewed.body.script);
      expect((await call('POST', `/routers/${id}/access-script`, {})).body.code).toBe('MIKROTIK_PASSWORD_PENDING');
      await pool.exec(id, command('/system/identity/print'));
      await pool.forget(id);
      router.run('/user/set', '=.id=admin', `=password=${password}`);
      await pool.exec(id, command('/system/identity/print'));
      expect((await call('GET', `/routers/${id}`)).body).toMatchObject({ passwordPendingUntil: null, version: 2 });
      expect((await call('POST', `/routers/${id}/test`)).body.diagnosis).toBe('OK');
    });

    it('belong to sites, and a router’s own are for who may change it', async () => {
      const elsewhere = await staffHeaders(app, { permissions: ['router:write'], siteIds: [] });
      const wish = { siteId, host: '10.0.0.1' };
      expect((await call('POST', '/routers/access-script', wish, elsewhere)).status).toBe(404);
      expect((await call('POST', '/routers/access-script', { ...wish, siteId: uuidv7() })).status).toBe(404);
      expect((await call('POST', '/routers/access-script', { ...wish, username: 'a"b' })).status).toBe(400);
    });
  });

  it('every command that changes a router is in its log, without secrets', async () => {
    const router = await start();
    const { id } = await create({ port: router.port });
    const pool = app.get(RouterPool);
    const add = (name: string, comment: string) =>
      command('/ppp/secret/add', { name, password: 'rahasia-4711', comment });
    await pool.execAll(id, [add('budi', 'Pak Budi langgan:sub-1'), add('budi', 'x'), command('/ppp/secret/print')]);
    router.faults.next('loseAnswer', '', '/ppp/profile/add');
    await pool.execAll(id, [command('/ppp/profile/add', { name: 'p' })], { cause: 'SYNC', timeoutMs: 200 });
    await app.get(CommandJournal).flush();
    const { text, body } = await call('GET', `/routers/${id}/command-log?sort=occurredAt`);
    expect(text).not.toMatch(/rahasia|Pak Budi/);
    expect(body.items).toMatchObject([
      {
        command: '/ppp/secret/add',
        outcome: 'DONE',
        cause: 'SYSTEM',
        words: ['=name=budi', '=password=***', '=comment=… langgan:sub-1'],
      },
      { outcome: 'REFUSED', errorCode: 'ALREADY_EXISTS' },
      { command: '/ppp/profile/add', outcome: 'UNKNOWN', cause: 'SYNC', errorCode: 'ETIMEDOUT' },
    ]);
    expect((await call('GET', `/routers/${id}/command-log?cause=SYNC`)).body.items).toHaveLength(1);
    expect((await call('GET', `/routers/${id}/command-log?command=/ppp/secret`)).body.items).toHaveLength(2);
  });

  describe('POST /routers/{id}/commands', () => {
    it('prints readable menus only, with readable columns only, and notes who asked', async () => {
      const router = await start();
      for (const name of ['budi', 'siti']) router.run('/ppp/secret/add', `=name=${name}`, '=password=rahasia-4711');
      const { id } = await create({ port: router.port });
      const read = (body: object) => call('POST', `/routers/${id}/commands`, body);
      const all = await read({ menu: '/ppp/secret' });
      expect(all.body.rows).toMatchObject([{ name: 'budi' }, { name: 'siti' }]);
      expect(all.text).not.toContain('rahasia');
      const some = await read({
        ...{ menu: '/ppp/secret', columns: ['name'], limit: 1 },
        query: [{ column: 'name', test: 'EQUALS', value: 'siti' }],
      });
      expect(some.body).toEqual({ columns: ['name'], rows: [{ name: 'siti' }], truncated: false });
      expect((await read({ menu: '/ppp/secret', limit: 1 })).body.truncated).toBe(true);
      for (const bad of [
        { menu: '/system/script' },
        { menu: '/user' },
        { menu: '/ppp/secret/remove' },
        { menu: '/ppp/secret', columns: ['password'] },
        { menu: '/ppp/secret', query: [{ column: 'password', test: 'EQUALS', value: 'rahasia-4711' }] },
        { menu: '/ppp/secret', query: [{ column: 'name', test: 'EQUALS', value: 'a\nb' }] },
        { menu: '/ppp/secret', query: [{ column: 'name\n=x', test: 'EQUALS', value: 'a' }] },
      ]) {
        expect([bad, (await read(bad)).status]).toEqual([bad, 400]);
      }
      expect(router.writes()).toHaveLength(0);
      const noted = await database.query(
        `select after from audit_entries where action = 'router.command-read' and subject_id = $1`,
        [id],
      );
      expect(noted).toHaveLength(3);
      expect((await read({ menu: '/ip/dhcp-server/lease' })).status).toBeLessThan(500);
    });
  });

  it('shows capabilities, tables and posture of routers', async () => {
    const router = await start({ version: '7.16' });
    const { id } = await create({ port: router.port });
    const { body } = await call('GET', `/routers/${id}/capabilities`);
    expect(body.capabilities).toMatchObject({
      ...{ version: '7.16.2', major: 7, emptyReply: false, sensitive: true, licence: { level: '5' }, maxSessions: 20 },
      menus: { ppp: true, hotspot: true, container: false },
    });
    const before = router.commands.length;
    await call('GET', `/routers/${id}/capabilities`);
    expect(router.commands).toHaveLength(before);
    await call('GET', `/routers/${id}/capabilities?fresh=true`);
    expect(router.commands.length).toBeGreaterThan(before);

    const profiles = () => call('GET', `/routers/${id}/resources/ppp-profiles`);
    expect((await profiles()).body).toMatchObject({ fromCache: false, stale: false, ageSeconds: 0 });
    expect((await profiles()).body.fromCache).toBe(true);
    await app.get(RouterPool).exec(id, command('/ppp/profile/add', { name: 'baru' }));
    const after = await profiles();
    expect([after.body.fromCache, after.text.includes('baru')]).toEqual([false, true]);
    expect((await call('GET', `/routers/${id}/resources/ppp-profiles?fresh=true`)).body.fromCache).toBe(false);
    expect((await call('GET', `/routers/${id}/resources/secrets`)).status).toBe(400);

    const { body: report } = await call('GET', '/router-security?limit=200');
    const mine = (report.items as Body[]).find(({ routerId }) => routerId === id);
    expect(mine).toMatchObject({ tls: 'PLAIN', maxSessions: 20 });
    const codes = (mine?.findings as { code: string }[]).map(({ code }) => code);
    expect(codes).toEqual(
      expect.arrayContaining(['PLAIN_CONNECTION', 'OWN_USER_IS_ADMIN', 'API_OPEN_TO_ALL', 'DEFAULT_ADMIN']),
    );

    await router.powerOff();
    await app.get(RouterPool).forget(id);
    await app.get(RouterPool).reset(id);
    const last = await call('GET', `/routers/${id}/resources/ppp-profiles?fresh=true`);
    expect(last.body).toMatchObject({ fromCache: true, stale: true });
    expect((await call('GET', `/routers/${id}/resources/ip-pools`)).body.code).toBe('MIKROTIK_ROUTER_UNREACHABLE');
  });
});
