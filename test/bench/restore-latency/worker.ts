import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { PlatformModule } from '@app/platform';
import { WORKER_CONFIGS } from '../../../apps/worker/src/worker.module';
import { WORKER_MODULES } from '../../../apps/worker/src/worker-modules';

@Module({})
class BenchWorkerModule {}

/** The worker process of `restore-latency`, steered by its parent. */
async function main(): Promise<void> {
  const imports = [PlatformModule.forRoot('bench-worker', WORKER_CONFIGS), ...WORKER_MODULES];
  const app = await NestFactory.createApplicationContext({ module: BenchWorkerModule, imports }, { logger: ['error'] });
  process.on('message', (order) => {
    const { user, system } = process.cpuUsage();
    if (order === 'cpu') process.send?.((user + system) / 1_000);
    else void app.close().then(() => process.exit(0));
  });
  process.on('disconnect', () => process.exit(1));
  process.send?.('ready');
}

void main();
