import { type SimulatedRouter, startRouter } from '../../../apps/simulator/src';
import { RawClient } from '../../../apps/simulator/src/testing/raw-client';

const ADMIN = { name: 'admin', password: 'secret' };
const PRINT = ['/system/identity/print', '=.proplist=name'];
let router: SimulatedRouter;
let api: RawClient;

beforeEach(async () => {
  router = await startRouter({ version: '7.16' });
  api = await RawClient.open(router.port, ADMIN);
});

afterEach(async () => {
  api.close();
  await router.close();
});

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

describe('timing', () => {
  it('latency delays every command, pipelined ones side by side', async () => {
    router.faults.set({ latency: 50 });
    expect(await timed(() => api.ask(...PRINT))).toBeGreaterThanOrEqual(48);
    const together = await timed(async () => {
      for (let i = 0; i < 8; i++) api.send(...PRINT);
      for (let i = 0; i < 8; i++) await api.answer();
    });
    expect(together).toBeLessThan(250);
    router.faults.set({ latency: null });
    expect(await timed(() => api.ask(...PRINT))).toBeLessThan(40);
  });

  it.each(['dribble', 'splitTerminator'] as const)('%s delivers the same sentences', async (fault) => {
    router.faults.set({ [fault]: true });
    expect(await api.ask(...PRINT)).toMatchObject({ rows: [{ name: 'router-7.16' }], words: ['!re', '!done'] });
  });

  it('dribble delivers single bytes', async () => {
    router.faults.set({ dribble: true });
    const pieces: number[] = [];
    api.socket.on('data', (bytes: Buffer) => pieces.push(bytes.length));
    await api.ask(...PRINT);
    expect(pieces.length).toBeGreaterThan(10);
  });
});

describe('broken connections', () => {
  it.each(['fin', 'rst'] as const)('closes at accept with %s', async (how) => {
    router.faults.set({ closeAtAccept: how });
    const other = await RawClient.open(router.port).catch(() => null);
    if (other !== null) expect(await other.next()).toBeNull();
    other?.close();
  });

  it('accepts and never answers when half open, on old connections too', async () => {
    router.faults.set({ halfOpen: true });
    const other = await RawClient.open(router.port);
    other.send('/login', '=name=admin', '=password=secret');
    api.send(...PRINT);
    await expect(other.next(100)).rejects.toThrow('no sentence');
    await expect(api.next(50)).rejects.toThrow('no sentence');
    other.close();
  });

  it('never answers a login', async () => {
    router.faults.set({ silentLogin: true });
    const other = await RawClient.open(router.port);
    other.send('/login', '=name=admin', '=password=secret');
    await expect(other.next(100)).rejects.toThrow('no sentence');
    other.close();
    expect((await api.ask(...PRINT)).words).toEqual(['!re', '!done']);
  });

  it('closes in answer to a login', async () => {
    router.faults.set({ closeAtLogin: 'fin' });
    const other = await RawClient.open(router.port);
    other.send('/login', '=name=admin', '=password=secret');
    expect(await other.next()).toBeNull();
  });

  it.each(['fin', 'rst'] as const)('cuts after so many rows with %s', async (how) => {
    for (let i = 0; i < 5; i++) router.run('/ppp/secret/add', `=name=u${i}`);
    router.faults.set({ cutAfterRows: { rows: 3, how } });
    api.send('/ppp/secret/print');
    const words: (string | undefined)[] = [];
    for (let sentence = await api.next(); sentence !== null; sentence = await api.next()) words.push(sentence[0]);
    if (how === 'fin') expect(words).toEqual(['!re', '!re', '!re']);
    else expect(words.every((word) => word === '!re')).toBe(true); // a reset may overtake what is in flight
  });

  it('does not answer a goodbye', async () => {
    router.faults.set({ neverFin: true });
    api.socket.end();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(api.closed).toBe(false);
  });
});

describe('strange replies', () => {
  it('fatal ends the connection with a reason', async () => {
    router.faults.next('fatal', 'router is shutting down');
    api.send(...PRINT);
    expect(await api.next()).toEqual(['!fatal', 'router is shutting down']);
    expect(await api.next()).toBeNull();
  });

  it('sends a late sentence for a finished tag', async () => {
    router.faults.set({ lateSentence: true });
    api.send(...PRINT, '.tag=7');
    expect((await api.next())?.[0]).toBe('!re');
    expect(await api.next()).toEqual(['!done', '.tag=7']);
    expect(await api.next()).toEqual(['!done', '.tag=7']);
  });

  it('sends an unknown reply word, an empty one, two traps', async () => {
    router.faults.set({ unknownReply: true });
    expect((await api.ask(...PRINT)).words).toEqual(['!re', '!note', '!done']);
    router.faults.clear();
    router.faults.set({ emptyEverywhere: true });
    expect((await api.ask('/ppp/secret/print')).words).toEqual(['!empty', '!done']);
    expect((await api.ask(...PRINT)).words).toEqual(['!re', '!done']);
    router.faults.clear();
    router.faults.set({ severalTraps: true });
    expect((await api.ask('/nothing')).words).toEqual(['!trap', '!trap', '!done']);
  });

  it('ignores, loses and refuses commands by their path', async () => {
    router.faults.set({ ignore: '/ppp/secret' });
    api.send('/ppp/secret/add', '=name=ignored');
    await expect(api.next(50)).rejects.toThrow('no sentence');
    router.faults.clear();
    router.faults.next('loseAnswer', '', '/ppp/secret/add');
    expect((await api.ask(...PRINT)).words).toEqual(['!re', '!done']); // it waits for its command
    api.send('/ppp/secret/add', '=name=lost');
    await expect(api.next(50)).rejects.toThrow('no sentence');
    expect(router.rows('/ppp/secret').map((row) => row.name)).toEqual(['lost']);
    router.faults.set({ refuse: { command: '/ppp/secret/add', message: 'failure: flash is full' } });
    expect((await api.ask('/ppp/secret/add', '=name=x')).traps).toEqual([{ message: 'failure: flash is full' }]);
    expect((await api.ask('/ppp/secret/print')).rows).toHaveLength(1);
  });

  it('refuses a fault that does not exist', () => {
    expect(() => {
      router.faults.set({ gremlins: true } as never);
    }).toThrow(/no fault gremlins/);
    expect(router.faults.active).toEqual({});
  });
});

describe('power', () => {
  const subscriber = { name: 'budi', password: '001234' };

  it('off closes the port and keeps its number; on brings configuration and subscribers back', async () => {
    await router.close();
    router = await startRouter({
      version: '7.16',
      cpes: [subscriber],
      modemTiming: { redialMs: 20, retryMs: 30 },
      rows: { '/ppp/secret': [subscriber], '/ppp/profile': [{ name: 'p', 'address-list': 'isolir' }] },
    });
    await router.until(() => router.online('budi'));
    router.run('/ip/firewall/address-list/add', '=list=l', '=address=1.2.3.4', '=timeout=1h');
    const { port } = router;
    const connected = await RawClient.open(port, ADMIN);
    await router.powerOff();
    expect(await connected.next()).toBeNull();
    await expect(RawClient.open(port)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    expect(router.online('budi')).toBe(false);
    for (const menu of ['/ppp/active', '/ip/firewall/address-list', '/user/active'])
      expect(router.rows(menu)).toEqual([]);
    await router.powerOn();
    expect(router.port).toBe(port);
    await router.until(() => router.online('budi'));
    expect(router.row('/ppp/active', 'budi')).toMatchObject({ '.id': '*80000001' }); // the numbers start again
  });

  it('reboots by command and notes the end of the sessions', async () => {
    router.run('/ppp/secret/add', '=name=budi', '=password=001234');
    router.dial('budi');
    expect((await api.ask('/system/reboot')).words).toEqual(['!done']);
    expect(await api.next()).toBeNull();
    await router.until(() => router.powered);
    expect(router.row('/ppp/secret', 'budi')).toMatchObject({ 'last-disconnect-reason': 'reboot' });
    expect(router.row('/interface', '<pppoe-budi>')).toBeUndefined();
  });
});

describe('modems', () => {
  const TIMING = { redialMs: 20, retryMs: 40 };

  async function withModems(): Promise<void> {
    await router.close();
    router = await startRouter({ version: '7.16', cpes: 'any', modemTiming: TIMING });
    api = await RawClient.open(router.port, ADMIN);
  }

  it('come online by themselves, with the profile that is valid when they dial', async () => {
    await withModems();
    await api.ask('/ppp/profile/add', '=name=10M', '=rate-limit=2M/10M');
    await api.ask('/ppp/profile/add', '=name=isolir', '=rate-limit=128k/128k');
    await api.ask('/ppp/secret/add', '=name=budi', '=password=001234', '=profile=10M');
    await router.until(() => router.online('budi'));
    await api.ask('/ppp/secret/set', '=.id=budi', '=profile=isolir');
    expect(router.session('budi')?.terms.profile).toBe('10M');
    const { rows } = await api.ask('/ppp/active/print', '?name=budi');
    await api.ask('/ppp/active/remove', `=.id=${rows[0]?.['.id'] ?? ''}`);
    expect(router.online('budi')).toBe(false);
    await router.until(() => router.session('budi')?.terms.profile === 'isolir');
    expect(router.row('/ppp/secret', 'budi')).toMatchObject({ 'last-disconnect-reason': 'nas-request' });
  });

  it('keep trying while they are refused', async () => {
    await withModems();
    await api.ask('/ppp/secret/add', '=name=budi', '=password=001234', '=disabled=yes');
    await router.until(() => router.rows('/log').some((row) => row.message?.includes('user disabled') === true));
    await api.ask('/ppp/secret/enable', '=numbers=budi');
    await router.until(() => router.online('budi'));
  });

  it('do not know a password that was changed behind their back', async () => {
    await withModems();
    await api.ask('/ppp/secret/add', '=name=budi', '=password=old');
    await router.until(() => router.online('budi'));
    await api.ask('/ppp/secret/set', '=.id=budi', '=password=new');
    router.hangUp('budi');
    expect(router.dial('budi')).toEqual({ online: false, reason: expect.stringMatching(/wrong password/) as string });
    expect(router.dial('budi', { password: 'new' })).toEqual({ online: true, reason: null });
  });

  it('stay offline when their owner pulls the plug', async () => {
    await withModems();
    await api.ask('/ppp/secret/add', '=name=budi', '=password=x');
    await router.until(() => router.online('budi'));
    router.plug('budi', false);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(router.online('budi')).toBe(false);
    router.plug('budi', true);
    await router.until(() => router.online('budi'));
  });
});
