import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { PaymentsModule } from '@app/payments';
import { PlatformModule } from '@app/platform';
import { PppoeModule } from '@app/pppoe';
import { WORKER_CONFIGS } from '../../../apps/worker/src/worker.module';

/** What both processes are told. */
export function settle(url: string): void {
  Object.assign(process.env, {
    ...{
      NODE_ENV: 'test',
      DATABASE_URL: url,
      DATABASE_SLOW_QUERY_MS: '600000',
      REDIS_URL: process.env.BENCH_REDIS_URL ?? '',
    },
    // why: what comes too fast waits and is measured as waiting
    ...{ DATABASE_CONNECT_TIMEOUT_MS: '60000', DATABASE_POOL_SIZE: '20' },
    SECRET_KEYS: `bench:${Buffer.alloc(32, 7).toString('base64')}`,
  });
}

@Module({})
class CounterModule {}

/** The process that takes payments: the domain without workers, as behind the API. */
export async function bootCounter(): Promise<INestApplicationContext> {
  const imports = [PlatformModule.forRoot('bench-counter', WORKER_CONFIGS), PaymentsModule, PppoeModule];
  return NestFactory.createApplicationContext({ module: CounterModule, imports }, { logger: ['error'] });
}

/** The product's worker, with all its queues, schedules and handlers, in a process of its own. */
export class WorkerProcess {
  private constructor(private readonly child: ChildProcess) {}

  static async start(): Promise<WorkerProcess> {
    const child = fork(join(__dirname, 'worker.js'), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], execArgv: [] });
    await new Promise<void>((resolve, reject) => {
      child.once('message', () => {
        resolve();
      });
      child.once('exit', (code) => {
        reject(new Error(`the worker ended with ${String(code)}`));
      });
    });
    return new WorkerProcess(child);
  }

  /** CPU time of the worker so far. */
  async cpuMs(): Promise<number> {
    const answer = new Promise<number>((resolve) => this.child.once('message', resolve));
    this.child.send('cpu');
    return answer;
  }

  async stop(): Promise<void> {
    const gone = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.send('stop');
    await gone;
  }
}
