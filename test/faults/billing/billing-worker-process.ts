import 'reflect-metadata';
import { Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { BillingConfig, BillingModule, BillingRunService } from '@app/billing';
import {
  HandlesJob,
  type JobContext,
  type JobHandler,
  JobQueue,
  PlatformModule,
  WorkerRuntimeModule,
} from '@app/platform';
import { AS_OF } from './billing-process';

/** The run of the scene as the job of a worker: it gets the signal of a worker that drains. */
@HandlesJob({ name: 'test.billing-run', queue: 'billing', attempts: 1 })
@Injectable()
class SceneRunJob implements JobHandler {
  constructor(private readonly runs: BillingRunService) {}

  async handle(_data: object, { signal }: JobContext): Promise<object> {
    process.send?.('running');
    const { run } = await this.runs.run({ asOf: AS_OF, trigger: 'SCHEDULE', requestedBy: 'child', signal });
    return { state: run?.state };
  }
}

@Module({ imports: [BillingModule], providers: [SceneRunJob] })
class SceneWorkerModule {}

@Module({})
class WorkerProcessModule {}

/** A worker with nothing but the billing run; SIGTERM drains it. */
async function main(): Promise<void> {
  const imports = [PlatformModule.forRoot('billing-child', [BillingConfig]), WorkerRuntimeModule, SceneWorkerModule];
  const app = await NestFactory.createApplicationContext({ module: WorkerProcessModule, imports }, { logger: false });
  process.once('SIGTERM', () => {
    void app.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  });
  await app.get(JobQueue).add({ name: 'test.billing-run', queue: 'billing', data: {}, jobId: 'scene' });
}

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exit(1);
});
