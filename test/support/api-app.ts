import { type DynamicModule, type Type } from '@nestjs/common';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test, type TestingModuleBuilder } from '@nestjs/testing';
import { configureHttp, createFastifyAdapter, HttpConfig, loadConfig, serveOpenApi } from '@app/platform';
import { type TestDatabase } from '@app/testing';
import { ApiModule } from '../../apps/api/src/api.module';

export interface ApiAppOptions {
  database: Pick<TestDatabase, 'url'>;
  /** Environment variables on top of {@link TEST_ENVIRONMENT}; undefined removes one. */
  env?: Readonly<Record<string, string | undefined>>;
  /** Further modules, such as one with a controller that only the test knows. */
  modules?: readonly (Type | DynamicModule)[];
  /** Serve Swagger UI as the real API does, where the environment allows it. */
  docs?: boolean;
  /** Last word on the testing module: `builder.overrideProvider(…)`. */
  overrides?: (builder: TestingModuleBuilder) => TestingModuleBuilder;
}

/** Quiet, without limits that tests would run into, with a clock that can travel. */
export const TEST_ENVIRONMENT: Readonly<Record<string, string>> = {
  NODE_ENV: 'test',
  LOG_LEVEL: 'silent',
  TEST_CLOCK: 'true',
  DATABASE_POOL_SIZE: '8',
  BILLING_DOCUMENT_WAIT_MS: '0',
  RATE_LIMIT_PER_MINUTE: '100000',
  RATE_LIMIT_SIGN_IN_PER_MINUTE: '10000',
  SECRET_KEYS: `test:${Buffer.alloc(32, 7).toString('base64')}`,
  AUDIT_SIGNING_KEY: 'a key that only the tests of this repository sign with',
  JWT_SECRET: 'a secret that only the tests of this repository use',
};

/** Puts the environment of a test application in place: what is built afterwards in this process reads it. */
export function useTestEnvironment(options: Pick<ApiAppOptions, 'database' | 'env'>): void {
  const wanted = {
    ...TEST_ENVIRONMENT,
    REDIS_URL: process.env.TEST_REDIS_URL,
    DATABASE_URL: options.database.url,
    ...options.env,
  };
  for (const [name, value] of Object.entries(wanted)) {
    if (value === undefined) Reflect.deleteProperty(process.env, name);
    else process.env[name] = value;
  }
}

/**
 * Boots the real API on a test database, ready for `app.inject()`. Close it in `afterAll`, before the database is dropped.
 *
 * @example const app = await createApiApp({ database });
 *          const answer = await app.inject({ method: 'GET', url: '/api/v1/customers', headers: bearer });
 */
export async function createApiApp(options: ApiAppOptions): Promise<NestFastifyApplication> {
  useTestEnvironment(options);
  const builder = Test.createTestingModule({ imports: [ApiModule.forRoot(), ...(options.modules ?? [])] });
  const module = await (options.overrides?.(builder) ?? builder).compile();
  const adapter = createFastifyAdapter(loadConfig(HttpConfig));
  const app = module.createNestApplication<NestFastifyApplication>(adapter, { rawBody: true, logger: false });
  try {
    await configureHttp(app);
    if (options.docs === true) serveOpenApi(app);
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
    return app;
  } catch (error) {
    await app.close();
    throw error;
  }
}
