import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { type AppConfig } from '@app/platform';
import { type RouterOptions } from '../../../../apps/simulator/src';
import { FakeRouter } from '../../../../test/support/mikrotik/fake-router';
import {
  apiOf,
  connectorOf,
  failure,
  GuardedBench,
  IDENTITY,
  LIMIT,
  SECRETS,
  sleep,
} from '../../../../test/support/mikrotik/guarded';
import { ProtocolTransports } from './protocol.transports';
import { type RouterEndpoint } from './router-os-transport';
import { RouterOsClientTransports } from './routeros-client.transports';
import { anyOf, assertId, command, print } from './sentence';

/** Row by row as in routeros.md section 4, on the simulator; what only the adapter decides is a test of the adapter. */
describe('hazards of the library behind the guards', () => {
  const bench = new GuardedBench(new RouterOsClientTransports());
  const start = (options?: Partial<RouterOptions>) => bench.start(options);
  const open = (router: { port: number }, endpoint?: Partial<RouterEndpoint>) => bench.open(router, endpoint);
  const both = (options?: Partial<RouterOptions>) => bench.both(options);

  beforeAll(() => {
    Logger.overrideLogger(false);
  });
  afterEach(() => bench.close());

  it('hazard 1 (G7): !empty is no rows, and the connection goes on', async () => {
    const [, transport] = await both({ version: '7.20' });
    expect(await transport.exec(SECRETS, LIMIT)).toEqual([]);
    expect(await transport.exec(IDENTITY, LIMIT)).toEqual([{ name: 'router-7.20' }]);
  });

  it('hazard 2 (G2): a sentence for a finished or cancelled tag is dropped', async () => {
    const [router, transport] = await both();
    router.faults.set({ lateSentence: true });
    await transport.exec(SECRETS, LIMIT);
    await router.until(() => (connectorOf(transport).receiver?.orphans ?? 0) > 0);
    router.faults.clear();
    const dropped = connectorOf(transport).receiver?.orphans ?? 0;
    const given = new AbortController();
    const listening = failure(transport.exec(['/ppp/secret/listen'], { ...LIMIT, signal: given.signal }));
    await router.until(() => router.commands.at(-1)?.command === '/ppp/secret/listen');
    given.abort();
    expect((await listening).code).toBe('CANCELLED');
    // the trap and the !done of the cancelled command, and the !done of /cancel
    await router.until(() => connectorOf(transport).receiver?.orphans === dropped + 3);
    expect(transport.state).toBe('ready');
    expect(await transport.exec(IDENTITY, LIMIT)).toHaveLength(1);
  });

  it('hazard 3 (G9, G10, G12): an idle session has no limit, and the library writes no # of its own', async () => {
    const [router, transport] = await both();
    router.faults.set({ ignore: '/ppp/secret' });
    expect(connectorOf(transport).socket.timeout ?? 0).toBe(0);
    await failure(transport.exec(SECRETS, { timeoutMs: 50 }));
    await router.until(() => router.commands.length === 3);
    expect(router.commands.map((received) => received.command)).toEqual(['/login', '/ppp/secret/print', '/cancel']);
  });

  it('hazard 4 (G5, G6, G12): an RST rejects what is in flight, and nobody has to listen to "error"', async () => {
    const [router, transport] = await both();
    router.faults.next('cutAfterRows', { rows: 0, how: 'rst' });
    const error = await failure(transport.exec(IDENTITY, LIMIT));
    expect([error.code, error.retry, error.details.command]).toEqual(['ECONNRESET', 'transport', IDENTITY[0]]);
    expect(transport.state).toBe('closed');
  });

  it('hazard 5 (G5, G6): FIN and !fatal reject what is in flight at once, with their cause', async () => {
    const [router, transport] = await both();
    router.faults.next('cutAfterRows', { rows: 0, how: 'fin' });
    expect((await failure(transport.exec(IDENTITY, LIMIT))).code).toBe('ECONNCLOSED');
    const second = await open(router);
    router.faults.next('fatal', 'router is shutting down');
    const others = [1, 2, 3].map(() => failure(second.exec(SECRETS, LIMIT)));
    for (const error of await Promise.all(others)) {
      expect([error.code, error.message]).toEqual(['FATAL', 'router is shutting down']);
    }
  });

  it('hazard 6 (G13): a peer that falls silent costs one deadline; /cancel is sent and the connection is still good', async () => {
    const [router, transport] = await both();
    router.faults.set({ halfOpen: true });
    expect((await failure(transport.exec(SECRETS, { timeoutMs: 100 }))).code).toBe('ETIMEDOUT');
    await router.until(() => router.commands.at(-1)?.command === '/cancel');
    router.faults.clear();
    expect(await transport.exec(IDENTITY, LIMIT)).toHaveLength(1);
  });

  it('hazard 7 (G13): one command lost while others flow ends at its deadline', async () => {
    const [router, transport] = await both();
    router.faults.set({ ignore: '/ppp/secret' });
    const lost = failure(transport.exec(SECRETS, { timeoutMs: 200 }));
    for (let i = 0; i < 20; i++) expect(await transport.exec(IDENTITY, LIMIT)).toHaveLength(1);
    expect((await lost).code).toBe('ETIMEDOUT');
  });

  it('hazard 8 (G10): FIN at accept, FIN in answer to /login, silence, nobody there', async () => {
    const router = await start();
    router.faults.set({ closeAtAccept: 'fin' });
    expect((await failure(open(router))).code).toBe('ECONNCLOSED');
    router.faults.set({ closeAtAccept: null, closeAtLogin: 'fin' });
    expect((await failure(open(router))).details.stage).toBe('login');
    router.faults.set({ closeAtLogin: null, silentLogin: true });
    const silent = await failure(open(router));
    expect([silent.code, silent.details.stage]).toEqual(['ETIMEDOUT', 'login']);
    await router.powerOff();
    const refused = await failure(open(router));
    expect([refused.code, refused.details.stage]).toEqual(['ECONNREFUSED', 'connect']);
  });

  it('hazard 9 (G3, G8): a command after the connection was lost or closed is refused', async () => {
    const [router, lost] = await both();
    const closed = await open(router);
    await closed.close();
    expect((await failure(closed.exec(IDENTITY, LIMIT))).isTransport).toBe(true);
    await closed.close();
    await router.powerOff();
    expect((await failure(lost.exec(IDENTITY, LIMIT))).isTransport).toBe(true);
    await lost.close();
    expect((await failure(lost.exec(IDENTITY, LIMIT))).isTransport).toBe(true);
  });

  it('hazard 10 (G10): close() ends although the peer never does', async () => {
    const [router, transport] = await both();
    router.faults.set({ neverFin: true });
    await transport.close();
    expect(transport.state).toBe('closed');
    await transport.close();
  });

  it('hazard 11 (G1): a reply whose last byte comes later is whole without any other traffic', async () => {
    const [router, transport] = await both();
    router.faults.set({ splitTerminator: true });
    expect(await transport.exec(IDENTITY, LIMIT)).toHaveLength(1);
    expect(router.commands.filter((received) => received.command === '#')).toEqual([]);
  });

  it('hazard 12 (G1): cuts inside a length prefix and single bytes do not put the stream out of step', async () => {
    const [router, transport] = await both();
    const comment = 'x'.repeat(300);
    router.run('/ppp/secret/add', '=name=001234', `=comment=${comment}`);
    for (const fault of ['splitPrefix', 'dribble'] as const) {
      router.faults.clear();
      router.faults.set({ [fault]: true });
      for (let i = 0; i < 3; i++) {
        expect(await transport.exec(print('/ppp/secret', ['name', 'comment']), LIMIT)).toEqual([
          { name: '001234', comment },
        ]);
      }
    }
  });

  it('hazard 13 (G1, G3): text goes out and comes back as UTF-8, foreign bytes by the code page', async () => {
    const [router, transport] = await both();
    const comment = '№ – é 日本 😀';
    await transport.exec(command('/ppp/secret/add', { name: 'budi', comment }), LIMIT);
    expect(router.row('/ppp/secret', 'budi')?.comment).toBe(comment);
    expect(await transport.exec(print('/ppp/secret', ['comment']), LIMIT)).toEqual([{ comment }]);
    router.run('/ppp/secret/set', '=.id=budi', '=comment=café');
    router.faults.set({ foreignComments: 'windows-1252' });
    expect((await transport.exec(print('/ppp/secret', ['comment']), LIMIT))[0]?.comment).toBe('café');
  });

  it('hazard 14 (G3, G4): a sentence is one write, without delay', async () => {
    const [, transport] = await both();
    const write = jest.spyOn(connectorOf(transport).socket, 'write');
    await transport.exec(command('/ppp/secret/add', { name: 'a', password: 'b', comment: 'c' }), LIMIT);
    expect(write).toHaveBeenCalledTimes(1);
    // as shipped 45 ms for each: over 13 s
    for (let i = 0; i < 300; i++) await transport.exec(IDENTITY, LIMIT);
    expect(write).toHaveBeenCalledTimes(301);
  });

  it('hazard 15 (adapter): reconnecting gathers no listeners', async () => {
    const warnings: Error[] = [];
    const note = (warning: Error) => warnings.push(warning);
    process.on('warning', note);
    const router = await start();
    for (let i = 0; i < 15; i++) await (await open(router)).close();
    await sleep(10);
    process.off('warning', note);
    expect(warnings).toEqual([]);
  });

  it('hazard 16 (adapter): a finite stream is an ordinary command and leaves no channel behind', async () => {
    const [, transport] = await both();
    const ping = command('/tool/ping', { address: '8.8.8.8', count: '3', interval: '10ms' });
    expect(await transport.exec(ping, LIMIT)).toHaveLength(3);
    expect(apiOf(transport).channelsOpen).toBe(0);
  });

  it('hazard 17 (G5, G7): a connection that dies under a stream is told once', async () => {
    const [router, transport] = await both();
    let told = 0;
    transport.onClosed(() => told++);
    const listening = failure(transport.exec(['/ppp/secret/listen'], LIMIT));
    await router.until(() => router.commands.some((received) => received.command === '/ppp/secret/listen'));
    await router.powerOff();
    expect((await listening).isTransport).toBe(true);
    await sleep(20);
    expect(told).toBe(1);
  });

  it('hazard 18 (adapter): changing what is not there changes nothing', async () => {
    const [router, transport] = await both();
    router.run('/ppp/secret/add', '=name=budi');
    const set = command('/ppp/secret/set', { '.id': assertId('*99'), profile: 'default-encryption' });
    expect((await failure(transport.exec(set, LIMIT))).code).toBe('NOT_FOUND');
    expect(router.row('/ppp/secret', 'budi')?.profile).toBe('default');
    expect(librarySources(/\.(menu|where|update|purge)\(|RosApiMenu|RouterOSAPICrud|RosApiModel/)).toEqual([]);
  });

  it('hazard 19 (adapter): removing what is not there removes nothing', async () => {
    const [router, transport] = await both();
    router.run('/ppp/secret/add', '=name=budi');
    const remove = command('/ppp/secret/remove', { '.id': assertId('*99') });
    expect((await failure(transport.exec(remove, LIMIT))).code).toBe('NOT_FOUND');
    expect(router.rows('/ppp/secret')).toHaveLength(1);
  });

  it('hazard 20 (adapter): text of users is never taken for an id', async () => {
    const [router, transport] = await both();
    const comment = 'numbers=*1 =.id=*1';
    router.run('/ppp/secret/add', '=name=first');
    await transport.exec(command('/ppp/secret/add', { name: 'second', comment }), LIMIT);
    const found = await transport.exec(print('/ppp/secret', ['name'], anyOf('comment', [comment])), LIMIT);
    expect(found).toEqual([{ name: 'second' }]);
    for (const id of ['first', '*1,*2', 'numbers=*1', '*1\n', '']) expect(() => assertId(id)).toThrow(RangeError);
  });

  it('hazard 21 (start-up): a process that would print passwords does not start in production', () => {
    const debug = createRequire(createRequire(__filename).resolve('node-routeros'))('debug') as {
      enable(names: string): void;
      disable(): void;
    };
    const start = (environment: string) => () => {
      new ProtocolTransports({ environment } as AppConfig).onModuleInit();
    };
    expect(start('production')).not.toThrow();
    debug.enable('routeros-api:*');
    try {
      expect(start('production')).toThrow(/DEBUG=routeros-api/);
      expect(start('development')).not.toThrow();
    } finally {
      debug.disable();
    }
  });

  it('hazard 22 (G2): what a callback of ours throws does not end the process, nor the connection', async () => {
    const [, transport] = await both();
    const connector = connectorOf(transport);
    let called = 0;
    connector.read('bad', () => {
      called++;
      throw new Error('a bug of ours');
    });
    connector.write([...IDENTITY, '.tag=bad']);
    expect(await transport.exec(IDENTITY, LIMIT)).toHaveLength(1);
    expect(called).toBeGreaterThan(0);
  });

  it('hazard 23 (G6): FIN or RST before the TLS handshake, no TLS on the port, TLS on a plain port', async () => {
    const router = await start();
    const port = await router.enableService('api-ssl', 'self-signed');
    const tls = { tlsMode: 'PINNED' } as const;
    for (const how of ['fin', 'rst'] as const) {
      router.faults.set({ closeAtAccept: how });
      const error = await failure(open({ port }, tls));
      expect([error.code, error.details.stage]).toEqual([expect.stringMatching(/^ECONN/), 'connect']);
    }
    router.faults.set({ closeAtAccept: null, plainOnTls: true });
    expect((await failure(open({ port }, tls))).details.stage).toBe('connect');
    router.faults.clear();
    expect((await failure(open(router, tls))).details.stage).toBe('connect');
    expect((await open({ port }, tls)).state).toBe('ready');
  });

  it('hazard 24 (G7): of several traps the first is thrown and all are kept', async () => {
    const [router, transport] = await both();
    router.run('/ppp/secret/add', '=name=budi');
    router.faults.set({ severalTraps: true });
    const set = command('/ppp/secret/set', { '.id': '*1', 'remote-address': '' });
    const error = await failure(transport.exec(set, LIMIT));
    expect([error.code, error.retry, error.details.category]).toEqual(['INVALID_ARGUMENT', 'argument', 1]);
    expect(error.details.traps).toEqual([error.message, 'simulated second trap']);
  });

  it('hazard 25 (G13): two commands in a row without an answer end the connection, and everybody on it learns', async () => {
    const [router, transport] = await both();
    router.faults.set({ ignore: '/ppp/secret' });
    const third = failure(transport.exec(SECRETS, LIMIT));
    await Promise.all([1, 2].map(() => failure(transport.exec(SECRETS, { timeoutMs: 100 }))));
    expect((await third).code).toBe('ETIMEDOUT');
    expect(transport.state).toBe('closed');
  });

  it('hazard 26 (G14): empty, non-ASCII and challenge logins work; a wrong one has the words of the router', async () => {
    const logins: [string, Partial<RouterOptions>][] = [
      ['', {}],
      ['pässwörd№', {}],
      ['pässwörd№', { version: '6.49', login: 'challenge' }],
    ];
    for (const [password, options] of logins) {
      const router = await start({ users: [{ name: 'admin', password }], ...options });
      expect((await open(router, { password })).state).toBe('ready');
      const error = await failure(open(router, { password: 'wrong' }));
      expect([error.code, error.retry, error.details.stage]).toEqual(['AUTH_FAILED', 'auth', 'login']);
      expect(error.message).toMatch(/invalid user name or password \(6\)|cannot log in/);
    }
  });

  it('bytes that are no API at all end the connection with EPROTO', async () => {
    const fake = await FakeRouter.start({
      onCommand: ({ command: name, socket }) => name === '/x/print' && socket.write(Buffer.of(0xff)),
    });
    const transport = await open(fake);
    expect((await failure(transport.exec(['/x/print'], LIMIT))).code).toBe('EPROTO');
    await fake.stop();
  });
});

/** Files of the transport that use what the adapter must not call. */
function librarySources(forbidden: RegExp): string[] {
  return readdirSync(__dirname, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('spec.ts'))
    .filter((name) => forbidden.test(readFileSync(join(__dirname, name), 'utf8')));
}
