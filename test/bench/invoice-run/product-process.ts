import 'reflect-metadata';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { BillingConfig, BillingModule, BillingRunService, LedgerProofService } from '@app/billing';
import { collectHeapOnce, keepHeapFlat, PlatformModule } from '@app/platform';
import { AS_OF } from './scene.sql';

@Module({})
class ProductModule {}

/** What a task of the product took. `rssMb` is the most memory that the process held during it. */
export interface Measured {
  ms: number;
  cpuMs: number;
  rssMb: number;
  rssAfterMb: number;
}

type Task = 'run' | 'prove';
const SAMPLE_MS = 50;
const MB = 1024 * 1024;

/** The product in a process of its own, as a worker has it, so that its memory is not that of the benchmark. */
export class ProductProcess {
  private constructor(private readonly child: ChildProcess) {}

  static async start(url: string): Promise<ProductProcess> {
    // why: what stands behind the flags of this process (a loader, a heap limit) holds for the product as well
    const child = fork(__filename, [url], {
      execArgv: process.execArgv,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    await Promise.race([
      once(child, 'message'),
      once(child, 'exit').then(() => Promise.reject(new Error('no product'))),
    ]);
    return new ProductProcess(child);
  }

  async run(): Promise<Measured> {
    return this.ask('run');
  }

  /** @throws Error when the books do not hold */
  async prove(): Promise<Measured> {
    return this.ask('prove');
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null) return;
    this.child.disconnect();
    await once(this.child, 'exit');
  }

  private async ask(task: Task): Promise<Measured> {
    const gone = once(this.child, 'exit').then(() => Promise.reject(new Error('the product is gone')));
    this.child.send(task);
    const [answer] = (await Promise.race([once(this.child, 'message'), gone])) as [Measured | { error: string }];
    if ('error' in answer) throw new Error(answer.error);
    return answer;
  }
}

async function measured(work: () => Promise<unknown>): Promise<Measured> {
  let rss = process.memoryUsage.rss();
  const timer = setInterval(() => {
    rss = Math.max(rss, process.memoryUsage.rss());
  }, SAMPLE_MS);
  const start = performance.now();
  const cpu = process.cpuUsage();
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
  const used = process.cpuUsage(cpu);
  const rssAfterMb = Math.round(process.memoryUsage.rss() / MB);
  const rssMb = Math.max(Math.round(rss / MB), rssAfterMb);
  return { ms: performance.now() - start, cpuMs: (used.user + used.system) / 1000, rssMb, rssAfterMb };
}

async function serve(url: string): Promise<void> {
  keepHeapFlat(); // as the worker does
  Object.assign(process.env, {
    NODE_ENV: 'test',
    TEST_CLOCK: 'true',
    REDIS_URL: '',
    DATABASE_SLOW_QUERY_MS: '600000',
    DATABASE_URL: url,
    SECRET_KEYS: `bench:${Buffer.alloc(32, 7).toString('base64')}`,
  });
  const imports = [PlatformModule.forRoot('bench', [BillingConfig]), BillingModule];
  const app = await NestFactory.createApplicationContext(
    { module: ProductModule, imports },
    { logger: ['error', 'warn'] },
  );
  collectHeapOnce(); // as the worker does
  const tasks: Record<Task, () => Promise<unknown>> = {
    run: () => app.get(BillingRunService).run({ asOf: new Date(AS_OF), trigger: 'MANUAL', requestedBy: 'bench' }),
    prove: async () => {
      const proof = await app.get(LedgerProofService).prove();
      if (!proof.proved) throw new Error(`the books do not hold: ${proof.violations} violations`);
    },
  };
  process.on('message', (task: Task) => {
    void measured(tasks[task]).then(
      (answer) => process.send?.(answer),
      (error: unknown) => process.send?.({ error: String(error) }),
    );
  });
  process.once('disconnect', () => void app.close());
  process.send?.('ready');
}

if (require.main === module) {
  serve(process.argv[2] ?? '').catch((error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exit(1);
  });
}
