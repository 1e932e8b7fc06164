import { uuidv7 } from '@app/core';
import { command, CommandJournal, RouterPool } from '@app/mikrotik';
import { type Body, createRouterApi, type RouterApi } from '../../support/mikrotik/router-api';
import { staffHeaders } from '../../support/staff-headers';

describe('access to routers', () => {
  let api: RouterApi;

  beforeAll(async () => {
    api = await createRouterApi();
  });
  afterAll(async () => {
    await api.close();
  });

  describe('identity', () => {
    it('another router at the address is not written to, is reported, and can be accepted', async () => {
      const first = await api.start({ name: 'first' });
      const { id } = await api.create({ port: first.port });
      const pool = api.app.get(RouterPool);
      await pool.exec(id, command('/ppp/profile/add', { name: 'a' }));
      const pinned = (await api.call('GET', `/routers/${id}`)).body;
      expect(pinned).toMatchObject({ identityState: 'PINNED', foreignSerial: null });
      await first.close();
      await pool.reset(id);
      const second = await api.start({ name: 'second', port: first.port });
      const [outcome] = await pool.execAll(id, [command('/ppp/profile/add', { name: 'b' })]);
      expect(outcome).toMatchObject({ ok: false, error: { code: 'IDENTITY_MISMATCH' } });
      expect(second.writes()).toEqual([]);
      const seen = (await api.call('GET', `/routers/${id}`)).body;
      expect(seen).toMatchObject({ identityState: 'IDENTITY_MISMATCH', serialNumber: pinned.serialNumber });
      expect((await api.call('GET', `/routers?identityState=IDENTITY_MISMATCH`)).text).toContain(id);
      expect((await api.call('POST', `/routers/${id}/test`)).body.diagnosis).toBe('IDENTITY_MISMATCH');
      const alert = `select severity from alerts where key = $1 and resolved_at is null`;
      const open = () => api.database.query(alert, [`mikrotik.identity:${id}`]);
      expect(await open()).toEqual([{ severity: 'CRITICAL' }]);

      const accept = (serialNumber: unknown) =>
        api.call('POST', `/routers/${id}/accept-identity`, { version: seen.version, serialNumber });
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
      const right = await api.start({ name: 'right' });
      const { id } = await api.create({ port: right.port });
      const pool = api.app.get(RouterPool);
      await pool.exec(id, command('/system/identity/print'));
      await api.database.execute(
        `update routers set identity_state = 'IDENTITY_MISMATCH', foreign_serial = 'HFX' where id = $1`,
        [id],
      );
      const [refused] = await pool.execAll(id, [command('/ppp/profile/add', { name: 'x' })]);
      expect(refused).toMatchObject({ ok: false, error: { code: 'READ_ONLY' } });
      await pool.forget(id);
      await pool.exec(id, command('/system/identity/print'));
      expect((await api.call('GET', `/routers/${id}`)).body).toMatchObject({
        identityState: 'PINNED',
        foreignSerial: null,
      });
    });
  });

  it('maintenance: reading goes on, nothing is written, whoever tries', async () => {
    const router = await api.start();
    const { id, version } = await api.create({ port: router.port });
    await api.call('PATCH', `/routers/${id}`, { version, mode: 'MAINTENANCE' });
    const pool = api.app.get(RouterPool);
    expect(await pool.exec(id, command('/system/identity/print'))).toHaveLength(1);
    const [outcome] = await pool.execAll(id, [command('/ppp/profile/add', { name: 'x' })]);
    expect(outcome).toMatchObject({ ok: false, error: { code: 'READ_ONLY' } });
    expect(router.writes()).toEqual([]);
  });

  it('tags are kept, replaced and searched for', async () => {
    const { id, version } = await api.create({ port: 8728, tags: ['pop-utara', 'v7', 'v7'] });
    expect((await api.call('GET', `/routers/${id}`)).body.tags).toEqual(['pop-utara', 'v7']);
    expect((await api.call('GET', '/routers?tags=v7,pop-utara')).text).toContain(id);
    expect((await api.call('GET', '/routers?tags=v7,other')).text).not.toContain(id);
    await api.call('PATCH', `/routers/${id}`, { version, tags: [] });
    expect((await api.call('GET', '/routers?tags=v7')).text).not.toContain(id);
    expect((await api.call('PATCH', `/routers/${id}`, { version: 2, tags: ['a b'] })).status).toBe(400);
  });

  describe('access scripts', () => {
    const passwordIn = (text: unknown) => /password="([^"]+)"/.exec(String(text))?.[1] ?? '';

    it('a script before the router, once; its password becomes the router’s', async () => {
      const wish = { siteId: api.siteId, host: '10.0.0.1', ourAddresses: ['10.9.0.2/32'], tls: false };
      const made = await api.call('POST', '/routers/access-script', wish);
      expect(made.status).toBe(201);
      const password = passwordIn(made.body.script);
      expect(password).toHaveLength(28);
      const router = await api.start({ users: [{ name: 'langgan', password }] });
      const draft = { username: undefined, password: undefined, accessDraftId: made.body.draftId, port: router.port };
      expect(await api.diagnosis(draft)).toBe('OK');
      const { id, username } = await api.create(draft);
      expect(username).toBe('langgan');
      expect((await api.call('POST', `/routers/${id}/test`)).body.diagnosis).toBe('OK');
      const again = await api.call('POST', '/routers', {
        siteId: api.siteId,
        name: 'Again',
        host: '10.0.0.1',
        accessDraftId: made.body.draftId,
      });
      expect(again.body.code).toBe('MIKROTIK_ACCESS_DRAFT_UNKNOWN');
      const shown = await api.call('GET', `/routers/${id}/access-script?rotation=true`);
      expect(shown.body.script).toContain('test,password');
      expect(shown.text).not.toContain(password);
    });

    it('a new password for a router counts as soon as the script has been pasted', async () => {
      const router = await api.start();
      const { id } = await api.create({ port: router.port });
      const pool = api.app.get(RouterPool);
      const renewed = await api.call('POST', `/routers/${id}/access-script`, {});
      const password = passwordIn(renewed.body.script);
      expect((await api.call('POST', `/routers/${id}/access-script`, {})).body.code).toBe('MIKROTIK_PASSWORD_PENDING');
      await pool.exec(id, command('/system/identity/print'));
      await pool.forget(id);
      router.run('/user/set', '=.id=admin', `=password=${password}`);
      await pool.exec(id, command('/system/identity/print'));
      expect((await api.call('GET', `/routers/${id}`)).body).toMatchObject({ passwordPendingUntil: null, version: 2 });
      expect((await api.call('POST', `/routers/${id}/test`)).body.diagnosis).toBe('OK');
    });

    it('belong to sites, and a router’s own are for who may change it', async () => {
      const elsewhere = await staffHeaders(api.app, { permissions: ['router:write'], siteIds: [] });
      const wish = { siteId: api.siteId, host: '10.0.0.1' };
      expect((await api.call('POST', '/routers/access-script', wish, elsewhere)).status).toBe(404);
      expect((await api.call('POST', '/routers/access-script', { ...wish, siteId: uuidv7() })).status).toBe(404);
      expect((await api.call('POST', '/routers/access-script', { ...wish, username: 'a"b' })).status).toBe(400);
    });
  });

  it('every command that changes a router is in its log, without secrets', async () => {
    const router = await api.start();
    const { id } = await api.create({ port: router.port });
    const pool = api.app.get(RouterPool);
    const add = (name: string, comment: string) =>
      command('/ppp/secret/add', { name, password: 'rahasia-4711', comment });
    await pool.execAll(id, [add('budi', 'Pak Budi langgan:sub-1'), add('budi', 'x'), command('/ppp/secret/print')]);
    router.faults.next('loseAnswer', '', '/ppp/profile/add');
    await pool.execAll(id, [command('/ppp/profile/add', { name: 'p' })], { cause: 'SYNC', timeoutMs: 200 });
    await api.app.get(CommandJournal).flush();
    const { text, body } = await api.call('GET', `/routers/${id}/command-log?sort=occurredAt`);
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
    expect((await api.call('GET', `/routers/${id}/command-log?cause=SYNC`)).body.items).toHaveLength(1);
    expect((await api.call('GET', `/routers/${id}/command-log?command=/ppp/secret`)).body.items).toHaveLength(2);
  });

  describe('POST /routers/{id}/commands', () => {
    it('prints readable menus only, with readable columns only, and notes who asked', async () => {
      const router = await api.start();
      for (const name of ['budi', 'siti']) router.run('/ppp/secret/add', `=name=${name}`, '=password=rahasia-4711');
      const { id } = await api.create({ port: router.port });
      const read = (body: object) => api.call('POST', `/routers/${id}/commands`, body);
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
      const noted = await api.database.query(
        `select after from audit_entries where action = 'router.command-read' and subject_id = $1`,
        [id],
      );
      expect(noted).toHaveLength(3);
      expect((await read({ menu: '/ip/dhcp-server/lease' })).status).toBeLessThan(500);
    });
  });

  it('shows capabilities, tables and posture of routers', async () => {
    const router = await api.start({ version: '7.16' });
    const { id } = await api.create({ port: router.port });
    const { body } = await api.call('GET', `/routers/${id}/capabilities`);
    expect(body.capabilities).toMatchObject({
      ...{ version: '7.16.2', major: 7, emptyReply: false, sensitive: true, licence: { level: '5' }, maxSessions: 20 },
      menus: { ppp: true, hotspot: true, container: false },
    });
    const before = router.commands.length;
    await api.call('GET', `/routers/${id}/capabilities`);
    expect(router.commands).toHaveLength(before);
    await api.call('GET', `/routers/${id}/capabilities?fresh=true`);
    expect(router.commands.length).toBeGreaterThan(before);

    const profiles = () => api.call('GET', `/routers/${id}/resources/ppp-profiles`);
    expect((await profiles()).body).toMatchObject({ fromCache: false, stale: false, ageSeconds: 0 });
    expect((await profiles()).body.fromCache).toBe(true);
    await api.app.get(RouterPool).exec(id, command('/ppp/profile/add', { name: 'baru' }));
    const after = await profiles();
    expect([after.body.fromCache, after.text.includes('baru')]).toEqual([false, true]);
    expect((await api.call('GET', `/routers/${id}/resources/ppp-profiles?fresh=true`)).body.fromCache).toBe(false);
    expect((await api.call('GET', `/routers/${id}/resources/secrets`)).status).toBe(400);

    const { body: report } = await api.call('GET', '/router-security?limit=200');
    const mine = (report.items as Body[]).find(({ routerId }) => routerId === id);
    expect(mine).toMatchObject({ tls: 'PLAIN', maxSessions: 20 });
    const codes = (mine?.findings as { code: string }[]).map(({ code }) => code);
    expect(codes).toEqual(
      expect.arrayContaining(['PLAIN_CONNECTION', 'OWN_USER_IS_ADMIN', 'API_OPEN_TO_ALL', 'DEFAULT_ADMIN']),
    );

    await router.powerOff();
    await api.app.get(RouterPool).forget(id);
    await api.app.get(RouterPool).reset(id);
    const last = await api.call('GET', `/routers/${id}/resources/ppp-profiles?fresh=true`);
    expect(last.body).toMatchObject({ fromCache: true, stale: true });
    expect((await api.call('GET', `/routers/${id}/resources/ip-pools`)).body.code).toBe('MIKROTIK_ROUTER_UNREACHABLE');
  });
});
