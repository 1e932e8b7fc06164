import { type DynamicModule, type INestApplicationContext, Logger, type Type } from '@nestjs/common';
import { Test, type TestingModuleBuilder } from '@nestjs/testing';
import { type ConfigClass, PlatformModule, RelaySettings, WorkerRuntimeModule } from '@app/platform';
import { type TestDatabase } from '@app/testing';

export interface WorkerAppOptions {
  database: Pick<TestDatabase, 'name' | 'url'>;
  /** Redis for the queues; default `TEST_REDIS_URL`, else PostgreSQL. Keys are prefixed with the database's name. */
  redisUrl?: string;
  /** What the worker knows besides the platform: modules with jobs and event handlers. */
  modules?: readonly (Type | DynamicModule)[];
  /** Configuration classes of those modules. */
  configs?: readonly ConfigClass[];
  env?: Readonly<Record<string, string>>;
  /** Shorter rhythm of the relay. */
  relay?: Partial<RelaySettings>;
  /** Last word on the testing module: `builder.overrideProvider(…)`. */
  overrides?: (builder: TestingModuleBuilder) => TestingModuleBuilder;
}

/** Boots a worker on a test database. Close it before the database is dropped; several may share one database. */
export async function createWorkerApp(options: WorkerAppOptions): Promise<INestApplicationContext> {
  Object.assign(process.env, {
    NODE_ENV: 'test',
    LOG_LEVEL: 'silent',
    TEST_CLOCK: 'true',
    DATABASE_POOL_SIZE: '8',
    SECRET_KEYS: `test:${Buffer.alloc(32, 7).toString('base64')}`,
    DATABASE_URL: options.database.url,
    REDIS_URL: options.redisUrl ?? process.env.TEST_REDIS_URL ?? '',
    REDIS_PREFIX: options.database.name,
    ...options.env,
  });
  const builder = Test.createTestingModule({
    imports: [PlatformModule.forRoot('test-worker', options.configs), WorkerRuntimeModule, ...(options.modules ?? [])],
  })
    .overrideProvider(RelaySettings)
    .useValue(Object.assign(new RelaySettings(), { pollMs: 200 }, options.relay));
  const app = await (options.overrides?.(builder) ?? builder).compile();
  if (process.env.TEST_LOG) app.useLogger(new Logger());
  else app.useLogger(false);
  return app.init();
}

/** Waits until `check` gives something else than undefined or false; fails after `timeoutMs`. */
export async function eventually<T>(
  check: () => Promise<T | undefined | false> | T | undefined | false,
  timeoutMs = 10_000,
): Promise<T> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const found = await check();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > end) throw new Error(`not within ${timeoutMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
