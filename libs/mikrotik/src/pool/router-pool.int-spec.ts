import { FixedClock } from '@app/core';
import { Logger } from '@nestjs/common';
import { type FakeOptions } from '../../../../test/support/mikrotik/fake-router';
import { PoolHarness, type PoolParts } from '../../../../test/support/mikrotik/pool-harness';
import { type MikrotikConfig } from '../mikrotik.config';
import { PoolMetrics } from '../metrics/pool-metrics';
import { command, RouterOsClientTransports } from '../transport';
import { RouterPool } from './router-pool';

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const IDENTITY = command('/system/identity/print');
const made = ({ endpoints, config, clock, metrics }: PoolParts) =>
  new RouterPool(new RouterOsClientTransports(), endpoints, config, clock, new PoolMetrics(metrics));

describe('the router pool', () => {
  let harness: PoolHarness;

  beforeAll(() => {
    Logger.overrideLogger(false);
  });
  beforeEach(() => {
    harness = new PoolHarness(made);
  });
  afterEach(() => harness.end());

  const router = (id: string, options: FakeOptions = {}) => harness.router(id, options);
  const pool = (config: Partial<MikrotikConfig> = {}, clock?: FixedClock) => harness.pool(config, clock);

  it('keeps a window of commands in flight on one connection, answers in order', async () => {
    let flying = 0;
    let most = 0;
    const fake = await router('a', {
      onCommand: ({ command: name, attributes, reply }) => {
        if (name !== '/x/set') return false;
        most = Math.max(most, ++flying);
        setTimeout(() => {
          flying--;
          if (attributes.n === '7') reply('!trap', '=message=no such item');
          reply('!done', `=ret=${attributes.n ?? ''}`);
        }, 5);
        return true;
      },
    });
    const sentences = Array.from({ length: 20 }, (_, n) => command('/x/set', { n: String(n) }));
    const outcomes = await pool().execAll('a', sentences);
    expect(outcomes.map((one) => (one.ok ? one.value.at(-1)?.ret : one.error.code))).toEqual(
      sentences.map((_, n) => (n === 7 ? 'NOT_FOUND' : String(n))),
    );
    expect(most).toBe(4);
    expect(fake.connections).toBe(1);
  });

  it('opens a second connection for bulk only, and none before the first command', async () => {
    const fake = await router('a');
    const shared = pool();
    expect(fake.connections).toBe(0);
    await Promise.all([1, 2, 3].map(() => shared.exec('a', IDENTITY)));
    expect(fake.connections).toBe(1);
    await shared.exec('a', IDENTITY, { lane: 'bulk' });
    await shared.exec('a', IDENTITY, { lane: 'bulk' });
    expect(fake.connections).toBe(2);
    expect(shared.state('a')).toMatchObject({ connections: 2, commands: 5, failures: 0, breaker: { state: 'closed' } });
  });

  it('dead routers cost the others nothing, and their breakers open', async () => {
    await router('good');
    for (const id of ['dead1', 'dead2', 'dead3']) await router(id, { onCommand: () => true });
    const shared = pool();
    await shared.exec('good', IDENTITY);
    const dying = ['dead1', 'dead2', 'dead3'].flatMap((id) => [1, 2, 3, 4].map(() => shared.execAll(id, [IDENTITY])));
    const begun = performance.now();
    for (let n = 0; n < 20; n++) await shared.exec('good', IDENTITY);
    expect(performance.now() - begun).toBeLessThan(250);
    await Promise.all(dying);
    const [outcome] = await shared.execAll('dead1', [IDENTITY]);
    expect(outcome).toMatchObject({ ok: false, error: { code: 'CIRCUIT_OPEN', retry: 'transport' } });
    expect(shared.state('good')?.breaker.state).toBe('closed');
    expect(shared.states().get('dead1')?.breaker).toMatchObject({ state: 'open', reason: 'ETIMEDOUT' });
  });

  it('a lost connection ends its batch, and the next command connects anew', async () => {
    let cut = true;
    const fake = await router('a', {
      onCommand: ({ command: name, attributes, socket }) => {
        if (name !== '/x/set' || attributes.n !== '5' || !cut) return false;
        cut = false;
        socket.destroy();
        return true;
      },
    });
    const shared = pool();
    const sentences = Array.from({ length: 50 }, (_, n) => command('/x/set', { n: String(n) }));
    const outcomes = await shared.execAll('a', sentences);
    expect(outcomes.slice(0, 2).every((one) => one.ok)).toBe(true);
    expect(outcomes.slice(10).every((one) => !one.ok && one.error.isTransport)).toBe(true);
    expect(fake.received.filter(({ command: name }) => name === '/x/set').length).toBeLessThan(12);
    expect((await shared.execAll('a', sentences)).every((one) => one.ok)).toBe(true);
    expect(fake.connections).toBe(2);
  });

  it('does not try a refused password again until the settings change', async () => {
    const fake = await router('a');
    harness.endpoints.routers.get('a')!.password = 'wrong';
    const shared = pool();
    for (let n = 0; n < 3; n++) await expect(shared.exec('a', IDENTITY)).rejects.toMatchObject({ code: 'AUTH_FAILED' });
    expect(fake.connections).toBe(1);
    Object.assign(harness.endpoints.routers.get('a')!, { password: 'secret', version: 2 });
    await shared.expectVersion('a', 2);
    expect(await shared.exec('a', IDENTITY)).toHaveLength(1);
  });

  it('probes idle connections and replaces one that no longer answers', async () => {
    let deaf = false;
    const fake = await router('a', { onCommand: ({ command: name }) => deaf && name !== '/login' });
    const shared = pool({ heartbeatMs: 60, commandTimeoutMs: 100 });
    await shared.exec('a', IDENTITY);
    await sleep(150);
    expect(fake.received.filter(({ command: name }) => name === '/system/identity/print').length).toBeGreaterThan(1);
    deaf = true;
    await sleep(300);
    expect(fake.sockets.size).toBe(0);
    deaf = false;
    expect(await shared.exec('a', IDENTITY)).toHaveLength(1);
  });

  it('ends its connections at shutdown', async () => {
    const fake = await router('a');
    const shared = pool({}, new FixedClock(new Date(0)));
    await shared.exec('a', IDENTITY);
    await shared.onApplicationShutdown();
    await sleep(20);
    expect(fake.sockets.size).toBe(0);
  });
});
