import { createRequire } from 'node:module';
import { Socket } from 'node:net';
import { dirname } from 'node:path';
import { Logger } from '@nestjs/common';
import { encodeSentence } from '@app/mikrotik';
import { FakeRouter } from '../../../../../test/support/mikrotik/fake-router';
import {
  apiOf,
  connectorOf,
  failure,
  GuardedBench,
  IDENTITY,
  LIMIT,
  SECRETS,
  sleep,
} from '../../../../../test/support/mikrotik/guarded';
import { assertGuardedVersion, createClient } from '../library';
import { RouterOsClientTransports } from '../routeros-client.transports';

/** What each guard of routeros.md section 5 does that no hazard shows; the hazards are in ../hazards.int-spec.ts. */
describe('guards of the library', () => {
  const bench = new GuardedBench(new RouterOsClientTransports());
  const fakes: FakeRouter[] = [];
  const fake = async (options: Parameters<typeof FakeRouter.start>[0]): Promise<FakeRouter> => {
    const router = await FakeRouter.start(options);
    fakes.push(router);
    return router;
  };

  beforeAll(() => {
    Logger.overrideLogger(false);
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await bench.close();
    await Promise.all(fakes.splice(0).map((router) => router.stop()));
  });

  it('are for one release of the library only', () => {
    const local = createRequire(__filename);
    const ofClient = createRequire(`${dirname(local.resolve('routeros-client/package.json'))}/`);
    const release = ofClient('node-routeros/package.json') as { version: string };
    expect(assertGuardedVersion).not.toThrow();
    const { version } = release;
    release.version = '1.6.10';
    try {
      expect(assertGuardedVersion).toThrow(/verified for node-routeros 1\.6\.9, but 1\.6\.10/);
    } finally {
      release.version = version;
    }
  });

  it('G1, G2 a big reply is read in slices, whole, and others have their turn', async () => {
    const [router, transport] = await bench.both();
    for (let n = 0; n < 2_000; n++)
      router.run('/ppp/secret/add', `=name=user${n}`, '=comment=no more than a few words');
    const { socket } = connectorOf(transport);
    const pause = jest.spyOn(socket, 'pause');
    let now = 0;
    jest.spyOn(performance, 'now').mockImplementation(() => (now += 20));
    const rows = await transport.exec(SECRETS, { timeoutMs: 60_000 });
    expect(rows.map(({ name }) => name)).toEqual(Array.from({ length: 2_000 }, (_, n) => `user${n}`));
    expect(pause.mock.calls.length).toBeGreaterThan(1);
    expect(await transport.exec(IDENTITY, LIMIT)).toHaveLength(1);
  });

  it('G3 a sentence for a connection that cannot be written to is refused, not kept', async () => {
    const [, transport] = await bench.both();
    const connector = connectorOf(transport);
    connector.socket.end();
    expect(() => connector.write(IDENTITY)).toThrow('the connection is not open');
  });

  it('G4 sends without waiting for more', async () => {
    const noDelay = jest.spyOn(Socket.prototype, 'setNoDelay');
    const [, transport] = await bench.both();
    expect(noDelay.mock.contexts).toContain(connectorOf(transport).socket);
  });

  it('G6 the idle limit of the library ends what waits, with its name', async () => {
    const [router, transport] = await bench.both();
    router.faults.set({ ignore: '/ppp/secret' });
    const waiting = failure(transport.exec(SECRETS, LIMIT));
    connectorOf(transport).socket.emit('timeout');
    expect((await waiting).code).toBe('SOCKTMOUT');
    expect(transport.state).toBe('closed');
  });

  it('G7 reply words that nobody knows are nothing, not even an error in the log', async () => {
    const [router, transport] = await bench.both();
    const logged = jest.spyOn(Logger.prototype, 'error');
    router.faults.set({ unknownReply: true, emptyEverywhere: true });
    expect(await transport.exec(IDENTITY, LIMIT)).toEqual([{ name: 'router-7.20' }]);
    expect(logged).not.toHaveBeenCalled();
  });

  it('G7 a reply without end is given up', async () => {
    const [router, transport] = await bench.both();
    router.run('/ppp/secret/add', '=name=one-more');
    const api = apiOf(transport);
    const channel = api.openChannel();
    channel.data = Array.from({ length: 500_000 }, () => ({}));
    expect((await failure(channel.write(SECRETS))).code).toBe('EPROTO');
    expect(transport.state).toBe('closed');
  });

  it('G7 columns that come and go between rows stay with their values', async () => {
    const rows = [
      ['=.id=*1', '=name=a', '=comment=x=y'],
      ['=.id=*2', '=comment=', '=name=b'],
      ['=name=c'],
      ['=.id=*4', '=name=d', '=comment=z', '=names=e', '=flag'],
    ];
    const router = await fake({
      onCommand: ({ command, reply }) => {
        if (command !== '/x/print') return false;
        for (const row of rows) reply('!re', ...row);
        reply('!done');
        return true;
      },
    });
    expect(await (await bench.open(router)).exec(['/x/print'], LIMIT)).toEqual([
      { '.id': '*1', name: 'a', comment: 'x=y' },
      { '.id': '*2', comment: '', name: 'b' },
      { name: 'c' },
      { '.id': '*4', name: 'd', comment: 'z', names: 'e', flag: '' },
    ]);
  });

  it('G8 the library itself refuses commands without a connection, and before the login is answered', async () => {
    const [router, transport] = await bench.both();
    await router.powerOff();
    await router.until(() => transport.state === 'closed');
    expect((await failure(apiOf(transport).write(IDENTITY))).code).toBe('ENOTCONN');
    await router.powerOn();
    router.faults.set({ silentLogin: true });
    const options = { host: '127.0.0.1', port: router.port, user: 'admin', password: 'secret', timeout: 5 };
    const client = createClient(options);
    const connecting = failure(client.connect());
    const before = router.commands.length;
    await router.until(() => router.commands.length > before);
    expect((await failure(client.rosApi.write(IDENTITY))).code).toBe('ENOTCONN');
    client.rosApi.connector?.destroy();
    await connecting;
    expect(router.commands.at(-1)?.command).toBe('/login');
  });

  it('G9 nothing is sent to hold the connection, however long a command takes', async () => {
    const [router, transport] = await bench.both();
    Object.assign(apiOf(transport), { timeout: 0.02 });
    router.faults.set({ ignore: '/ppp/secret' });
    const api = apiOf(transport);
    const waiting = failure(api.write(SECRETS));
    await sleep(60);
    expect(router.commands.map(({ command }) => command)).toEqual(['/login', '/ppp/secret/print']);
    transport.destroy();
    await waiting;
  });

  it('G11 closing sends no /cancel for streams', async () => {
    const [, transport] = await bench.both();
    const stream = {
      stop: jest.fn(() => Promise.reject(new Error('unhandled'))),
      debounceSendingEmptyData: { cancel: jest.fn() },
    };
    const api = apiOf(transport);
    api.registeredStreams.push(stream);
    await transport.close();
    expect(stream.stop).not.toHaveBeenCalled();
    expect(stream.debounceSendingEmptyData.cancel).toHaveBeenCalled();
    expect(api.registeredStreams).toEqual([]);
  });

  it('G12 an error that nobody listens to ends nothing', async () => {
    const [, transport] = await bench.both();
    const client = Reflect.get(transport, 'client') as NodeJS.EventEmitter;
    for (const emitter of [apiOf(transport), client]) {
      emitter.removeAllListeners('error');
      expect(emitter.emit('error', new Error('unheard'))).toBe(false);
    }
    expect(await transport.exec(IDENTITY, LIMIT)).toHaveLength(1);
  });

  it.each([
    ['an answer', IDENTITY],
    ['a refusal', ['/no/such/menu']],
  ])('G13 %s between two that were lost keeps the connection', async (_what, words) => {
    const [router, transport] = await bench.both();
    const lost = async () => {
      router.faults.set({ ignore: '/ppp/secret' });
      expect((await failure(transport.exec(SECRETS, { timeoutMs: 30 }))).code).toBe('ETIMEDOUT');
    };
    await lost();
    await transport.exec(words, LIMIT).catch(() => undefined);
    await lost();
    expect(transport.state).toBe('ready');
    // nobody waits for them any more
    expect(connectorOf(transport).receiver?.tags.size).toBe(0);
    expect(apiOf(transport).channelsOpen).toBe(0);
  });

  it('G14 no password is the empty password; a refusal keeps the words of the router', async () => {
    const router = await bench.start({ users: [{ name: 'admin', password: '' }] });
    expect((await bench.open(router, { password: undefined as unknown as string })).state).toBe('ready');
    const closed = await fake({
      onCommand: ({ command, reply }) => {
        if (command !== '/login') return false;
        reply('!trap', '=message=the licence of this router has run out');
        reply('!done');
        return true;
      },
    });
    const error = await failure(bench.open(closed));
    expect([error.code, error.message]).toEqual(['AUTH_FAILED', 'the licence of this router has run out']);
  });

  describe('rules of the adapter', () => {
    it('a peer that says nothing in the handshake costs the connect deadline', async () => {
      const silent = await fake({ onConnection: (socket) => socket.pause() });
      const error = await failure(bench.open(silent, { tlsMode: 'PINNED' }));
      expect([error.code, error.details.stage]).toEqual(['ERR_TLS_HANDSHAKE_TIMEOUT', 'connect']);
    });

    it('a peer that keeps talking but never answers the login costs the login deadline', async () => {
      const timers: NodeJS.Timeout[] = [];
      const chatty = await fake({
        onConnection: (socket) => timers.push(setInterval(() => socket.write(encodeSentence(['!re', '.tag=x'])), 10)),
        onCommand: ({ command }) => command === '/login',
      });
      const error = await failure(bench.open(chatty));
      for (const timer of timers) clearInterval(timer);
      expect([error.code, error.details.stage]).toEqual(['ETIMEDOUT', 'login']);
    });
  });
});
