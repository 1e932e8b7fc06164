import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import {
  AppConfig,
  AppLogger,
  configureHttp,
  createFastifyAdapter,
  drainOnSignal,
  followParent,
  HttpConfig,
  loadConfig,
  serveOpenApi,
} from '@app/platform';
import { ApiModule } from './api.module';

async function main(): Promise<void> {
  const adapter = createFastifyAdapter(loadConfig(HttpConfig));
  const app = await NestFactory.create<NestFastifyApplication>(ApiModule.forRoot(), adapter, {
    rawBody: true,
    bufferLogs: true,
    abortOnError: false,
  });
  app.useLogger(app.get(AppLogger));
  await configureHttp(app);
  serveOpenApi(app);
  const { host, port } = app.get(AppConfig);
  await app.listen(port, host);
  drainOnSignal(app);
}

followParent();
main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
});
