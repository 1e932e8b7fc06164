import { type Socket } from 'node:net';
import { FakeRouter, type FakeOptions, type Received } from '../../../../test/support/mikrotik/fake-router';
import { encodeSentence } from '../protocol';
import { RouterOsError } from './router-os-error';
import { type RouterEndpoint, type RouterOsTransport } from './router-os-transport';
import { RouterOsClientTransports } from './routeros-client.transports';

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const limit = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms, 'never settled').unref());
const timeouts = { connectTimeoutMs: 400, loginTimeoutMs: 400 };
const TIMEOUT = { timeoutMs: 1_500 };

/** The rejection, within a limit: a promise that never settles is the hazard. */
async function failure(promise: Promise<unknown>, ms = 2_000): Promise<RouterOsError> {
  const outcome = await Promise.race([
    promise.then(
      () => 'resolved',
      (error: unknown) => error,
    ),
    limit(ms),
  ]);
  expect(outcome).toBeInstanceOf(RouterOsError);
  return outcome as RouterOsError;
}

/** Rows are the hazard numbers of routeros.md section 4. */
describe('hazards of the library behind the guards', () => {
  const transports = new RouterOsClientTransports();
  const fakes: FakeRouter[] = [];
  const opened: RouterOsTransport[] = [];

  const fake = async (options: FakeOptions = {}): Promise<FakeRouter> => {
    const router = await FakeRouter.start(options);
    fakes.push(router);
    return router;
  };
  const open = async (router: { port: number }, endpoint: Partial<RouterEndpoint> = {}): Promise<RouterOsTransport> => {
    const transport = await transports.open(
      {
        host: '127.0.0.1',
        port: router.port,
        protocol: 'API',
        tlsMode: 'PLAIN',
        username: 'admin',
        password: 'secret',
        ...endpoint,
      },
      timeouts,
    );
    opened.push(transport);
    return transport;
  };
  const on =
    (command: string, act: (received: Received) => void): NonNullable<FakeOptions['onCommand']> =>
    (received) => {
      if (received.command !== command) return false;
      act(received);
      return true;
    };

  afterEach(async () => {
    for (const transport of opened.splice(0)) transport.destroy();
    await Promise.all(fakes.splice(0).map((router) => router.stop()));
  });

  it('1: !empty is no rows, and the connection goes on', async () => {
    const router = await fake({
      onCommand: on('/x/print', ({ reply }) => {
        reply('!empty');
        reply('!done');
      }),
    });
    const transport = await open(router);
    expect(await transport.exec(['/x/print'], TIMEOUT)).toEqual([]);
    expect(await transport.exec(['/system/identity/print'], TIMEOUT)).toEqual([{ name: 'R1' }]);
  });

  it('2: a sentence for a finished tag is dropped', async () => {
    const router = await fake({
      onCommand: on('/x/print', ({ reply }) => {
        reply('!done');
        reply('!re', '=late=1');
        reply('!done');
      }),
    });
    const transport = await open(router);
    await transport.exec(['/x/print'], TIMEOUT);
    await sleep(30);
    expect(transport.state).toBe('ready');
    expect(await transport.exec(['/system/identity/print'], TIMEOUT)).toHaveLength(1);
  });

  it('3: an idle session has no limit, and the library writes no # of its own', async () => {
    const router = await fake({ onCommand: on('/x/print', () => undefined) });
    const transport = await open(router);
    const { socket } = Reflect.get(transport, 'connector') as { socket: Socket };
    expect(socket.timeout ?? 0).toBe(0);
    await failure(transport.exec(['/x/print'], { timeoutMs: 50 }));
    await sleep(50);
    expect(router.received.map(({ command }) => command)).toEqual(['/login', '/x/print', '/cancel']);
  });

  it('4, 5: FIN, RST and !fatal reject what is in flight at once, with their cause', async () => {
    const faults: [string, (received: Received) => void][] = [
      ['ECONNCLOSED', ({ socket }) => socket.end()],
      ['ECONNRESET', ({ socket }) => socket.resetAndDestroy()],
      ['FATAL', ({ socket }) => socket.end(encodeSentence(['!fatal', 'router is shutting down']))],
    ];
    for (const [code, act] of faults) {
      const transport = await open(await fake({ onCommand: on('/x/print', act) }));
      const error = await failure(transport.exec(['/x/print'], TIMEOUT), 500);
      expect([error.code, error.retry, error.details.command]).toEqual([code, 'transport', '/x/print']);
      expect(transport.state).toBe('closed');
      if (code === 'FATAL') expect(error.message).toBe('router is shutting down');
    }
  });

  it('6, 7: a command without an answer ends at its deadline, is cancelled, and others go on', async () => {
    const router = await fake({ onCommand: on('/x/print', () => undefined) });
    const transport = await open(router);
    const stuck = failure(transport.exec(['/x/print'], { timeoutMs: 120 }));
    expect(await transport.exec(['/system/identity/print'], TIMEOUT)).toHaveLength(1);
    expect((await stuck).code).toBe('ETIMEDOUT');
    expect(await transport.exec(['/system/identity/print'], TIMEOUT)).toHaveLength(1);
    expect(router.received.map(({ command }) => command)).toContain('/cancel');
  });

  it('8: FIN at accept, FIN at the login, silence at either', async () => {
    const finAtAccept = await fake({ onConnection: (socket) => socket.end() });
    expect((await failure(open(finAtAccept))).code).toBe('ECONNCLOSED');
    const finAtLogin = await fake({ onCommand: on('/login', ({ socket }) => socket.end()) });
    expect((await failure(open(finAtLogin))).details.stage).toBe('login');
    const silent = await fake({ onCommand: on('/login', () => undefined) });
    const error = await failure(open(silent), 1_000);
    expect([error.code, error.details.stage]).toEqual(['ETIMEDOUT', 'login']);
  });

  it('8b: a refused connection says so', async () => {
    const router = await fake();
    const { port } = router;
    await router.stop();
    const error = await failure(open({ port }));
    expect([error.code, error.details.stage]).toEqual(['ECONNREFUSED', 'connect']);
  });

  it('9: a command after the connection was lost or closed is refused', async () => {
    const router = await fake();
    const lost = await open(router);
    for (const socket of router.sockets) socket.destroy();
    await sleep(50);
    expect((await failure(lost.exec(['/x/print'], TIMEOUT), 200)).isTransport).toBe(true);
    const closed = await open(router);
    await closed.close();
    expect((await failure(closed.exec(['/x/print'], TIMEOUT), 200)).isTransport).toBe(true);
    await closed.close();
  });

  it('10: close() ends although the peer never does', async () => {
    const router = await fake({ allowHalfOpen: true });
    const transport = await open(router);
    const begun = performance.now();
    await transport.close();
    expect(performance.now() - begun).toBeLessThan(900);
  });

  it('11, 12: replies cut anywhere, also byte by byte and inside a length prefix, are whole and quick', async () => {
    const long = 'x'.repeat(300);
    let cut: (socket: Socket, bytes: Buffer) => void = (socket, bytes) => socket.write(bytes);
    const router = await fake({
      send: (socket, bytes) => {
        cut(socket, bytes);
      },
      onCommand: on('/x/print', ({ reply }) => {
        reply('!re', `=comment=${long}`, '=name=001234');
        reply('!done');
      }),
    });
    const transport = await open(router);
    cut = (socket, bytes) => {
      for (const byte of bytes) socket.write(Buffer.of(byte));
    };
    expect(await transport.exec(['/x/print'], TIMEOUT)).toEqual([{ comment: long, name: '001234' }]);
    let queue = Promise.resolve();
    cut = (socket, bytes) => {
      queue = queue.then(async () => {
        socket.write(bytes.subarray(0, -1));
        await sleep(10);
        socket.write(bytes.subarray(-1));
      });
    };
    const begun = performance.now();
    expect(await transport.exec(['/x/print'], TIMEOUT)).toHaveLength(1);
    expect(performance.now() - begun).toBeLessThan(300);
  });

  it('23: FIN before the TLS handshake, and no TLS on the port', async () => {
    const refusing = await fake({ onConnection: (socket) => socket.end() });
    expect((await failure(open(refusing, { tlsMode: 'PINNED' }))).details.stage).toBe('connect');
    const plain = await fake({ onConnection: (socket) => socket.write('hello, I am no TLS server\r\n') });
    expect((await failure(open(plain, { tlsMode: 'PINNED' }))).code).toMatch(/SSL|TLS|ECONN|EPROTO/);
    expect((await failure(open(await fake(), { tlsMode: 'PINNED' }))).code).toMatch(/SSL|TLS|ECONN|EPROTO/);
  });

  it('24: of several traps the first is thrown and all are kept', async () => {
    const router = await fake({
      onCommand: on('/x/set', ({ reply }) => {
        reply('!trap', '=category=1', '=message=invalid value for argument remote-address');
        reply('!trap', '=message=failure: something else');
        reply('!done');
      }),
    });
    const error = await failure((await open(router)).exec(['/x/set'], TIMEOUT));
    expect([error.code, error.retry, error.details.category]).toEqual(['INVALID_ARGUMENT', 'argument', 1]);
    expect(error.details.traps).toHaveLength(2);
  });

  it('25: two commands in a row without an answer end the connection, and everybody on it learns', async () => {
    const transport = await open(await fake({ onCommand: on('/x/print', () => undefined) }));
    const third = failure(transport.exec(['/x/print'], { timeoutMs: 5_000 }), 1_000);
    await Promise.all([1, 2].map(() => failure(transport.exec(['/x/print'], { timeoutMs: 100 }))));
    expect((await third).code).toBe('ETIMEDOUT');
    expect(transport.state).toBe('closed');
  });

  it('26: empty, non-ASCII and challenge logins work; a wrong one is AUTH_FAILED with the words of the router', async () => {
    for (const options of [
      { password: '' },
      { password: 'pässwörd№' },
      { password: 'pässwörd№', legacyLogin: true },
    ] satisfies FakeOptions[]) {
      expect((await open(await fake(options), { password: options.password })).state).toBe('ready');
    }
    const error = await failure(open(await fake(), { password: 'wrong' }));
    expect([error.code, error.retry, error.details.stage]).toEqual(['AUTH_FAILED', 'auth', 'login']);
    expect(error.message).toBe('invalid user name or password (6)');
  });

  it('13: text goes out and comes back as UTF-8, foreign bytes as windows-1252', async () => {
    const text = '№ – é 日本 😀';
    const router = await fake({
      onCommand: on('/x/print', ({ attributes, reply, socket, tag }) => {
        reply('!re', `=echo=${attributes.text ?? ''}`);
        const raw = Buffer.from('=comment=caf\xe9', 'latin1');
        socket.write(
          Buffer.concat([
            encodeSentence(['!re', `.tag=${tag}`]).subarray(0, -1),
            Buffer.of(raw.length),
            raw,
            Buffer.of(0),
          ]),
        );
        reply('!done');
      }),
    });
    const rows = await (await open(router)).exec(['/x/print', `=text=${text}`], TIMEOUT);
    expect(rows).toEqual([{ echo: text }, { comment: 'café', 'comment#bytes': 'Y2Fm6Q==' }]);
  });

  it('a caller can give a command up', async () => {
    const transport = await open(await fake({ onCommand: on('/x/print', () => undefined) }));
    const giveUp = new AbortController();
    const waiting = failure(transport.exec(['/x/print'], { timeoutMs: 5_000, signal: giveUp.signal }), 500);
    giveUp.abort();
    expect((await waiting).code).toBe('CANCELLED');
    expect(await transport.exec(['/system/identity/print'], TIMEOUT)).toHaveLength(1);
  });

  it('bytes that are no API at all end the connection with EPROTO', async () => {
    const transport = await open(
      await fake({ onCommand: on('/x/print', ({ socket }) => socket.write(Buffer.of(0xff))) }),
    );
    expect((await failure(transport.exec(['/x/print'], TIMEOUT))).code).toBe('EPROTO');
  });
});
