import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { configureHttp, createFastifyAdapter, HttpConfig, loadConfig } from '@app/platform';
import { ApiModule } from '../../../apps/api/src/api.module';
import { SECRET_KEYS } from './scene';

/** The product's whole API in a process of its own. */
async function main(): Promise<void> {
  const [url] = process.argv.slice(2);
  Object.assign(process.env, {
    ...{
      NODE_ENV: 'test',
      DATABASE_URL: url,
      DATABASE_POOL_SIZE: '16',
      DATABASE_SLOW_QUERY_MS: '600000',
      REDIS_URL: '',
    },
    ...{ DATABASE_CONNECT_TIMEOUT_MS: '60000', LOG_LEVEL: 'error', RATE_LIMIT_PER_MINUTE: '1000000' },
    ...{
      SECRET_KEYS,
      AUDIT_SIGNING_KEY: 'a key that only this benchmark signs with, of its own',
      PAYMENTS_CALLBACKS_PER_MINUTE: '1000000',
    },
    JWT_SECRET: 'a secret that only this benchmark uses, of its own',
  });
  const adapter = createFastifyAdapter(loadConfig(HttpConfig));
  const app = await NestFactory.create<NestFastifyApplication>(ApiModule.forRoot(), adapter, {
    rawBody: true,
    logger: false,
    abortOnError: false,
  });
  await configureHttp(app);
  await app.listen(0, '127.0.0.1');
  const address = app.getHttpAdapter().getInstance().addresses()[0];
  process.send?.({ port: address?.port });
  process.once('disconnect', () => process.exit(0));
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
});
