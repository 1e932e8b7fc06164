import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import {
  AppConfig,
  AppLogger,
  collectHeapOnce,
  configureHttp,
  createFastifyAdapter,
  drainOnSignal,
  followParent,
  HttpConfig,
  keepHeapFlat,
  loadConfig,
} from '@app/platform';
import { WorkerConfig } from './worker.config';
import { WorkerModule } from './worker.module';

async function main(): Promise<void> {
  const adapter = createFastifyAdapter(loadConfig(HttpConfig));
  const app = await NestFactory.create<NestFastifyApplication>(WorkerModule.forRoot(), adapter, {
    bufferLogs: true,
    abortOnError: false,
  });
  app.useLogger(app.get(AppLogger));
  await configureHttp(app);
  const config = app.get(AppConfig);
  drainOnSignal(app);
  await app.listen(app.get(WorkerConfig).portBeside(config), config.host);
  collectHeapOnce();
}

keepHeapFlat();
followParent();
main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
});
