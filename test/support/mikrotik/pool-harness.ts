import { type Clock, SystemClock } from '@app/core';
import { MikrotikConfig, type RouterPool } from '@app/mikrotik';
import { Metrics } from '@app/platform';
import { type FakeOptions, FakeRouter } from './fake-router';

/** How to reach a fake router. */
interface FakeEndpoint {
  host: string;
  port: number;
  protocol: 'API';
  tlsMode: 'PLAIN';
  username: string;
  password: string;
  version: number;
}

export interface PoolParts {
  endpoints: FakeEndpoints;
  config: MikrotikConfig;
  clock: Clock;
  metrics: Metrics;
}

/** A registry in memory. */
export class FakeEndpoints {
  readonly routers = new Map<string, FakeEndpoint>();

  endpoint(id: string): Promise<FakeEndpoint> {
    const endpoint = this.routers.get(id);
    return endpoint ? Promise.resolve({ ...endpoint }) : Promise.reject(new Error('no such router'));
  }

  pin(): Promise<void> {
    return Promise.resolve();
  }

  versions(ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const known = ids.flatMap((id) => [...this.routers].filter(([name]) => name === id));
    return Promise.resolve(new Map(known.map(([id, { version }]) => [id, version])));
  }
}

/** Pools over fake routers; everything is ended by `end`. */
export class PoolHarness {
  readonly endpoints = new FakeEndpoints();
  readonly metrics = new Metrics();
  private readonly fakes: FakeRouter[] = [];
  private readonly pools: RouterPool[] = [];

  constructor(private readonly make: (parts: PoolParts) => RouterPool) {}

  async router(id: string, options: FakeOptions = {}): Promise<FakeRouter> {
    const fake = await FakeRouter.start(options);
    this.fakes.push(fake);
    this.register(id, fake.port);
    return fake;
  }

  register(id: string, port: number): void {
    this.endpoints.routers.set(id, {
      host: '127.0.0.1',
      port,
      protocol: 'API',
      tlsMode: 'PLAIN',
      username: 'admin',
      password: 'secret',
      version: 1,
    });
  }

  pool(config: Partial<MikrotikConfig> = {}, clock: Clock = new SystemClock()): RouterPool {
    const settings = Object.assign(new MikrotikConfig(), { connectTimeoutMs: 300, loginTimeoutMs: 300 }, config);
    const pool = this.make({ endpoints: this.endpoints, config: settings, clock, metrics: this.metrics });
    this.pools.push(pool);
    return pool;
  }

  async end(): Promise<void> {
    await Promise.all(this.pools.map((pool) => pool.onApplicationShutdown()));
    await Promise.all(this.fakes.map((fake) => fake.stop()));
  }
}
