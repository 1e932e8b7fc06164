import { createServer } from 'node:net';
import { command, RouterPool } from '@app/mikrotik';
import { type SimulatedRouter, simulatedCaPem } from '../../../apps/simulator/src';
import { FakeRouter } from '../../support/mikrotik/fake-router';
import { createRouterApi, type RouterApi } from '../../support/mikrotik/router-api';

const CANDIDATE = { host: '127.0.0.1', username: 'admin', password: 'secret' };

describe('tests of routers', () => {
  let api: RouterApi;
  let simulated: SimulatedRouter;

  beforeAll(async () => {
    api = await createRouterApi();
    const groups = ['read', 'write', 'test'].map((lacking) => ({
      name: `no-${lacking}`,
      policy: ['read', 'write', 'test', 'api', 'sensitive'].filter((policy) => policy !== lacking).join(','),
    }));
    simulated = await api.start({
      users: [
        { name: 'admin', password: 'secret' },
        ...groups.map(({ name }) => ({ name, password: 'secret', group: name })),
      ],
      rows: { '/user/group': groups },
    });
  });
  afterAll(async () => {
    await api.close();
  });

  describe('diagnoses, before a router is saved', () => {
    it('all is well, and what there is to know', async () => {
      expect(await api.tried({ port: simulated.port })).toMatchObject({
        ...{ ok: true, diagnosis: 'OK', rosVersion: '7.20.8', serialNumber: expect.stringMatching(/^HF/) as string },
        ...{ missingPolicies: [], reason: null },
      });
      expect(await api.database.query('select 1 from routers')).toEqual([]);
    });

    it.each(['read', 'write', 'test'])('names the missing policy %s', async (policy) => {
      const {
        ok,
        diagnosis: found,
        missingPolicies,
      } = await api.tried({ port: simulated.port, username: `no-${policy}` });
      expect([ok, found, missingPolicies]).toEqual([false, 'PERMISSION', [policy]]);
    });

    it('refused, closed, silent, not RouterOS, unknown name, wrong password', async () => {
      const gone = await FakeRouter.start();
      const { port } = gone;
      await gone.stop();
      expect(await api.diagnosis({ port })).toBe('REFUSED');
      expect(await api.diagnosis({ port: simulated.port, password: 'wrong' })).toBe('WRONG_PASSWORD');
      expect(await api.diagnosis({ port: 8728, host: 'no-such-router.invalid' })).toBe('NAME_NOT_RESOLVED');
      expect(await api.ofFake({ onConnection: (socket) => socket.end() })).toBe('CLOSED_BY_ROUTER');
      expect(await api.ofFake({ onCommand: () => true })).toBe('NOT_ROUTEROS');
      expect(await api.ofFake({ onConnection: (socket) => socket.write('SSH-2.0-OpenSSH\r\n') })).toBe('NOT_ROUTEROS');
    });

    it.each([
      [{ host: '8.8.8.8' }, 'MIKROTIK_HOST_NOT_ALLOWED'],
      [{ host: '169.254.169.254' }, 'MIKROTIK_HOST_NOT_ALLOWED'],
      [{ port: 5432 }, 'MIKROTIK_PORT_NOT_ALLOWED'],
      [{ port: 22 }, 'MIKROTIK_PORT_NOT_ALLOWED'],
    ])('S1 only where routers may be: not %j', async (extra, code) => {
      const { status, body } = await api.call('POST', '/routers/test', {
        ...CANDIDATE,
        port: simulated.port,
        ...extra,
      });
      expect([status, body.code]).toEqual([422, code]);
    });

    it('S1 never repeats what the other side said', async () => {
      const fake = await FakeRouter.start({
        onConnection: (socket) => socket.write('SSH-2.0-OpenSSH s3cret-banner\r\n'),
      });
      const { text } = await api.call('POST', '/routers/test', { ...CANDIDATE, port: fake.port });
      await fake.stop();
      expect(text).not.toMatch(/OpenSSH|s3cret/);
    });

    it('silence', async () => {
      const router = await api.start();
      router.faults.set({ halfOpen: true });
      expect(['TIMED_OUT', 'NOT_ROUTEROS']).toContain(await api.diagnosis({ port: router.port }));
    });

    it('the API is off, but another service of the router answers', async () => {
      const sibling = createServer((socket) => socket.end()).listen(8729, '127.0.7.11');
      await new Promise((resolve) => sibling.once('listening', resolve));
      expect(await api.diagnosis({ host: '127.0.7.11', port: 8728 })).toBe('API_DISABLED');
      expect(await api.diagnosis({ host: '127.0.7.12', port: 8728 })).toBe('REFUSED');
      sibling.close();
    });

    it('TLS: each way in which it can fail', async () => {
      const router = await api.start();
      const port = await router.enableService('api-ssl', 'self-signed');
      expect(await api.diagnosis({ port, tlsMode: 'PINNED' })).toBe('OK');
      expect(await api.diagnosis({ port, tlsMode: 'CA', caPem: await simulatedCaPem() })).toBe('TLS_CA');
      expect(await api.diagnosis({ port })).toBe('PLAIN_ON_TLS_PORT');
      expect(await api.diagnosis({ port: router.port, tlsMode: 'PINNED' })).toBe('TLS_WRONG_PROTOCOL');
      const bare = await api.start();
      const anonymous = await bare.enableService('api-ssl', 'none');
      expect(await api.diagnosis({ port: anonymous, tlsMode: 'PINNED' })).toBe('TLS_NO_CERTIFICATE');
      const allowed = await api.tried({ port: anonymous, tlsMode: 'PINNED', anonymousTlsAllowed: true });
      expect([allowed.diagnosis, allowed.reason]).toEqual(['OK', null]);
    });

    it('too old a RouterOS', async () => {
      const rows: Record<string, Record<string, string>> = {
        '/system/resource/print': { version: '6.40.9 (bugfix)', 'board-name': 'hEX' },
      };
      const old = await api.ofFake({
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
      const odd = await api.start({ version: '6.49', clockOffsetMs: 3_600_000, defaultFirewall: true });
      const { ok, clockSkewMs, warnings } = await api.tried({ port: odd.port });
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
      const router = await api.start({ version: '7.16' });
      const { id } = await api.create({ port: router.port });
      const test = async () => (await api.call('POST', `/routers/${id}/test`)).body.diagnosis;
      expect(await test()).toBe('OK');
      const seen = (ago: string) =>
        api.database.execute(`update routers set last_seen_at = now() - $2::interval where id = $1`, [id, ago]);
      router.run('/ip/service/set', '=.id=api', '=max-sessions=1');
      const pool = api.app.get(RouterPool);
      await pool.exec(id, command('/system/identity/print'));
      expect(await test()).toBe('MAX_SESSIONS');
      router.run('/ip/service/set', '=.id=api', '=max-sessions=20');
      router.faults.set({ closeAtAccept: 'fin' });
      await seen('1 hour');
      expect(await test()).toBe('CLOSED_BY_ROUTER');
      router.faults.clear();
      await pool.forget(id);
      router.run('/ip/service/set', '=.id=api', '=max-sessions=20', '=address=10.255.0.0/16');
      await seen('1 hour');
      await api.database.execute(
        `update routers set exposure = jsonb_set(exposure, '{services}', $2::jsonb) where id = $1`,
        [id, JSON.stringify([{ name: 'api', port: 8728, addresses: ['10.255.0.0/16'] }])],
      );
      expect(await test()).toBe('ADDRESS_LIST');
      await seen('1 minute');
      expect(await test()).toBe('MAX_SESSIONS');
    });

    it('a changed certificate is refused until it is pinned anew', async () => {
      const router = await api.start();
      const port = await router.enableService('api-ssl', 'self-signed');
      const { id } = await api.create({ port, tlsMode: 'PINNED' });
      await api.app.get(RouterPool).exec(id, command('/system/identity/print'));
      await api.app.get(RouterPool).forget(id);
      await router.enableService('api-ssl', 'self-signed-2');
      expect((await api.call('POST', `/routers/${id}/test`)).body.diagnosis).toBe('TLS_FINGERPRINT');
      const { version } = (await api.call('GET', `/routers/${id}`)).body;
      const pin = (fingerprint: unknown) =>
        api.call('POST', `/routers/${id}/pin-certificate`, { version, fingerprint });
      expect((await pin('xyz')).status).toBe(400);
      expect((await pin(null)).body.tlsFingerprint).toBeNull();
      expect((await pin(null)).body.code).toBe('CORE_STALE_VERSION');
      expect((await api.call('POST', `/routers/${id}/test`)).body.diagnosis).toBe('OK');
    });

    it('a router that is switched off is not spoken to', async () => {
      const router = await api.start();
      const { id } = await api.create({ port: router.port, mode: 'DISABLED' });
      expect((await api.call('POST', `/routers/${id}/test`)).body.diagnosis).toBe('DISABLED');
      expect(router.commands).toEqual([]);
    });
  });
});
