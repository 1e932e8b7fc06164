import { FixedClock } from '@app/core';
import { Logger } from '@nestjs/common';
import { type FakeRouter, type Received } from '../../../../test/support/mikrotik/fake-router';
import { PoolHarness, type PoolParts } from '../../../../test/support/mikrotik/pool-harness';
import { PoolMetrics } from '../metrics/pool-metrics';
import { command, RouterOsClientTransports } from '../transport';
import { RouterPool } from './router-pool';

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const IDENTITY = command('/system/identity/print');
const made = ({ endpoints, config, clock, metrics }: PoolParts) =>
  new RouterPool(new RouterOsClientTransports(), endpoints, config, clock, new PoolMetrics(metrics));
const sets = (count: number, path = '/x/set') =>
  Array.from({ length: count }, (_, n) => command(path, { n: String(n) }));
const codes = (outcomes: readonly { ok: boolean; error?: { code: string } }[]) => [
  ...new Set(outcomes.map((one) => (one.ok ? 'ok' : one.error?.code))),
];

const silent: unknown = expect.objectContaining({
  ok: false,
  error: expect.objectContaining({ code: 'ETIMEDOUT' }) as unknown,
});

/** What the pool does not let happen. */
describe('limits of the router pool', () => {
  let harness: PoolHarness;

  beforeAll(() => {
    Logger.overrideLogger(false);
  });
  beforeEach(() => {
    harness = new PoolHarness(made);
  });
  afterEach(() => harness.end());

  /** A router that answers `/x/…` after so many milliseconds and counts what is in flight, by command. */
  const slow = async (ms: number): Promise<{ fake: FakeRouter; most: Map<string, number>; order: string[] }> => {
    const flying = new Map<string, number>();
    const most = new Map<string, number>();
    const order: string[] = [];
    const fake = await harness.router('a', {
      onCommand: ({ command: name, reply }) => {
        if (!/^\/[xy]\//.test(name)) return false;
        const now = (flying.get(name) ?? 0) + 1;
        flying.set(name, now);
        most.set(name, Math.max(most.get(name) ?? 0, now));
        setTimeout(() => {
          flying.set(name, (flying.get(name) ?? 0) - 1);
          order.push(name);
          reply('!done');
        }, ms);
        return true;
      },
    });
    return { fake, most, order };
  };

  it('bulk work grows to 8 in flight and no further, other work stays at its window', async () => {
    const { most } = await slow(5);
    const pool = harness.pool();
    await Promise.all([
      pool.execAll('a', sets(300), { lane: 'bulk' }),
      sleep(100).then(() => pool.execAll('a', sets(60, '/y/set'))),
    ]);
    expect(most.get('/x/set')).toBe(8);
    expect(most.get('/y/set')).toBe(4);
  });

  it('bulk work yields to the command lane', async () => {
    const { order } = await slow(10);
    const pool = harness.pool();
    const bulk = pool.execAll('a', sets(400), { lane: 'bulk' });
    await sleep(60);
    await pool.execAll('a', sets(40, '/y/set'));
    const from = order.indexOf('/y/set');
    const among = order.slice(from, order.lastIndexOf('/y/set'));
    expect(among.filter((name) => name === '/x/set').length).toBeLessThan(among.length * 0.6);
    expect(codes(await bulk)).toEqual(['ok']);
  });

  it('a full queue refuses with its length, and one kind of work does not fill the queue of another', async () => {
    await slow(5);
    const pool = harness.pool({ queueLimit: 100 });
    const bulk = pool.execAll('a', sets(120), { lane: 'bulk' });
    const [refused] = await pool.execAll('a', sets(10), { lane: 'bulk' });
    expect(refused).toMatchObject({ ok: false, error: { code: 'ROUTER_BUSY', retry: 'again' } });
    expect(refused?.ok === false && refused.error.message).toMatch(/120 commands wait.*10 more are over 100/);
    expect(codes(await pool.execAll('a', sets(10)))).toEqual(['ok']);
    expect(codes(await bulk)).toEqual(['ok']);
    expect(codes(await pool.execAll('a', sets(10), { lane: 'bulk' }))).toEqual(['ok']);
    expect(pool.state('a')).toMatchObject({ refused: 10, waiting: 0, inFlight: 0 });
  });

  it('opens no more connections than max-sessions leaves, and shares one instead', async () => {
    const fake = await harness.router('a', {
      onCommand: ({ command: name, reply }) => {
        if (name !== '/ip/service/print') return false;
        reply('!re', '=name=api', '=max-sessions=5');
        reply('!done');
        return true;
      },
    });
    const pool = harness.pool({ connections: 4 });
    for (const lane of ['bulk', 'command', 'telemetry', 'bulk'] as const) await pool.exec('a', IDENTITY, { lane });
    expect(fake.connections).toBe(1);
    expect(pool.state('a')).toMatchObject({ connections: 1, sessionLimit: 1 });
  });

  it('without a limit of the router every kind of work has its own connection, four at most', async () => {
    const { fake } = await slow(5);
    const pool = harness.pool({ connections: 4 });
    await Promise.all(
      (['command', 'bulk', 'telemetry', 'bulk'] as const).map((lane) => pool.execAll('a', sets(20), { lane })),
    );
    expect(fake.connections).toBe(4);
  });

  it('an open circuit closes again by one harmless trial', async () => {
    let deaf = true;
    const fake = await harness.router('a', { onCommand: ({ command: name }) => deaf && name !== '/login' });
    const clock = new FixedClock(new Date(0));
    const pool = harness.pool({ commandTimeoutMs: 60 }, clock);
    for (let n = 0; n < 3; n++) await pool.execAll('a', [IDENTITY]);
    expect(pool.state('a')?.breaker).toMatchObject({ state: 'open', failures: 3 });
    const sent = fake.received.length;
    expect(codes(await pool.execAll('a', sets(5)))).toEqual(['CIRCUIT_OPEN']);
    expect(fake.received).toHaveLength(sent);
    deaf = false;
    clock.travelTo(new Date(2_000));
    const both = await Promise.all([pool.execAll('a', sets(5)), pool.execAll('a', sets(5))]);
    expect(codes(both.flat())).toEqual(['ok']);
    expect(fake.received.slice(sent).filter(({ command: name }) => name === IDENTITY[0])).toHaveLength(1);
  });

  it('given up by the caller: what waits is not sent, what was sent is cancelled', async () => {
    const { fake } = await slow(50);
    const pool = harness.pool();
    const giveUp = new AbortController();
    const work = pool.execAll('a', sets(50), { signal: giveUp.signal });
    await sleep(30);
    giveUp.abort();
    expect(codes(await work)).toEqual(['CANCELLED']);
    expect(fake.received.filter(({ command: name }) => name === '/x/set')).toHaveLength(4);
    expect(codes(await pool.execAll('a', [IDENTITY]))).toEqual(['ok']);
    expect(pool.state('a')?.breaker.state).toBe('closed');
  });

  it('shutdown lets what is in flight end, refuses the rest, and leaves no promise open', async () => {
    const { fake } = await slow(60);
    const pool = harness.pool();
    const work = pool.execAll('a', sets(20));
    await sleep(30);
    const end = pool.onApplicationShutdown();
    expect(codes(await pool.execAll('a', [IDENTITY]))).toEqual(['POOL_CLOSED']);
    const outcomes = await work;
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(4);
    expect(codes(outcomes.slice(4))).toEqual(['POOL_CLOSED']);
    await end;
    await sleep(20);
    expect(fake.sockets.size).toBe(0);
  });

  it('shutdown waits for a dead router no longer than its limit', async () => {
    await harness.router('a', { onCommand: ({ command: name }) => name !== '/login' });
    const pool = harness.pool({ drainMs: 50 });
    const work = pool.execAll('a', sets(3));
    await sleep(30);
    await pool.onApplicationShutdown();
    expect(codes(await work)).toEqual(['ECONNCLOSED']);
  });

  it('a router that is gone from the registry loses its connections and its meters, a changed one is connected anew', async () => {
    const a = await harness.router('a');
    const b = await harness.router('b');
    const pool = harness.pool();
    await Promise.all([pool.exec('a', IDENTITY), pool.exec('b', IDENTITY)]);
    expect(await harness.metrics.text()).toMatch(/langgan_router_breaker\{router="a"\} 0/);
    harness.endpoints.routers.delete('a');
    harness.endpoints.routers.get('b')!.version++;
    await pool.tend();
    await sleep(20);
    expect([a.sockets.size, b.sockets.size]).toEqual([0, 0]);
    await pool.exec('b', IDENTITY);
    expect(b.connections).toBe(2);
    const text = await harness.metrics.text();
    expect(text).not.toContain('router="a"');
    expect(text).toContain('langgan_router_command_seconds_count{router="b"}');
  });

  it('asks a router under bulk work for its load, and goes easy on it when it is high', async () => {
    let asked = 0;
    await harness.router('a', {
      onCommand: ({ command: name, reply }: Received) => {
        if (name === '/system/resource/print') {
          asked++;
          reply('!re', '=cpu-load=93');
        } else if (name === '/system/identity/print') return false;
        setTimeout(() => {
          reply('!done');
        }, 2);
        return true;
      },
    });
    const clock = new FixedClock(new Date(0));
    const pool = harness.pool({}, clock);
    const timer = setInterval(() => {
      clock.travelTo(new Date(clock.monotonicMs() + 2_000));
    }, 10);
    await pool.execAll('a', sets(200), { lane: 'bulk' });
    clearInterval(timer);
    expect(asked).toBeGreaterThan(0);
    expect(pool.state('a')).toMatchObject({ cpuLoad: 93, window: 1 });
  });

  it('a count that waits for its table says nothing of the router: bulk work goes on at its pace', async () => {
    let ms = 0;
    await harness.router('a', {
      onCommand: ({ command: name, reply }) => {
        if (name !== '/x/print') return false;
        setTimeout(() => {
          reply('!done', '=ret=1');
        }, ms);
        return true;
      },
    });
    const pool = harness.pool();
    const counts = Array.from({ length: 6 }, () => command('/x/print', { 'count-only': '' }));
    await pool.execAll('a', counts, { lane: 'bulk' });
    const window = pool.state('a')?.window ?? 0;
    ms = 60;
    await pool.execAll('a', counts, { lane: 'bulk' });
    expect(pool.state('a')?.window).toBeGreaterThanOrEqual(Math.max(window, 4));
  });

  it('an idle bulk connection is closed, the command connection stays', async () => {
    const fake = await harness.router('a');
    const pool = harness.pool({ heartbeatMs: 30, bulkIdleMs: 60 });
    await pool.execAll('a', [IDENTITY], { lane: 'bulk' });
    await pool.exec('a', IDENTITY);
    expect(fake.sockets.size).toBe(2);
    for (let n = 0; n < 100 && fake.sockets.size > 1; n++) await sleep(20);
    expect(pool.state('a')?.lanes.map(({ name, state }) => `${name} ${state}`)).toEqual(
      expect.arrayContaining(['command open', 'bulk closed']),
    );
    expect(codes(await pool.execAll('a', [IDENTITY], { lane: 'bulk' }))).toEqual(['ok']);
  });

  it('a router that falls silent under a large print is given up long before the deadline of the print', async () => {
    let deaf = false;
    await harness.router('a', {
      onCommand: ({ command: name }) => {
        deaf ||= name === '/x/print';
        return deaf;
      },
    });
    const pool = harness.pool({ commandTimeoutMs: 100 });
    await pool.exec('a', IDENTITY);
    const table = pool.execAll('a', [command('/x/print'), command('/x/print')], { timeoutMs: 60_000 });
    expect(await table).toEqual([silent, silent]);
  });

  it('a slow print is left alone while the router answers anything else, or parts of it arrive', async () => {
    let part = 0;
    await harness.router('a', {
      onCommand: ({ command: name, reply }) => {
        if (name === '/slow/print')
          void sleep(600).then(() => {
            reply('!done');
          });
        else if (name === '/long/print') {
          const timer = setInterval(() => {
            if (++part < 12) reply('!re', `=n=${part}`);
            else {
              reply('!done');
              clearInterval(timer);
            }
          }, 50);
        } else return name !== '/login' && part > 0 && part < 12;
        return true;
      },
    });
    const pool = harness.pool({ commandTimeoutMs: 100 });
    expect(codes(await pool.execAll('a', [command('/slow/print')], { timeoutMs: 60_000 }))).toEqual(['ok']);
    const [long] = await pool.execAll('a', [command('/long/print')], { timeoutMs: 60_000 });
    expect(long).toMatchObject({ ok: true, value: { length: 11 } });
  });

  it('a trap ends neither the connection nor the batch', async () => {
    const fake = await harness.router('a', {
      onCommand: ({ command: name, attributes, reply }) => {
        if (name !== '/x/set') return false;
        if (attributes.n === '1') reply('!trap', '=message=failure: already have such entry');
        reply('!done');
        return true;
      },
    });
    const outcomes = await harness.pool().execAll('a', sets(3));
    expect(outcomes.map((one) => (one.ok ? 'ok' : one.error.code))).toEqual(['ok', 'ALREADY_EXISTS', 'ok']);
    expect(fake.connections).toBe(1);
    expect(fake.sockets.size).toBe(1);
  });
});
