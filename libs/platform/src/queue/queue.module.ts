import { Global, Module } from '@nestjs/common';
import { BullModule } from '@nestjs/bullmq';
import { BullJobQueue } from './bull-job-queue';
import { QUEUES } from './job-handler';
import { JobQueue } from './job-queue';
import { queueConnection } from './queue-connection';
import { QueueStore } from './queue-store';

/** {@link JobQueue} for every process. Processing is the worker's part (`WorkerRuntimeModule`). */
@Global()
@Module({
  imports: [
    BullModule.forRootAsync({
      extraProviders: [QueueStore],
      inject: [QueueStore],
      useFactory: (store: QueueStore) => queueConnection(store, 'producer'),
    }),
    BullModule.registerQueue(...Object.keys(QUEUES).map((name) => ({ name }))),
  ],
  providers: [QueueStore, BullJobQueue, { provide: JobQueue, useExisting: BullJobQueue }],
  exports: [QueueStore, BullJobQueue, JobQueue, BullModule],
})
export class QueueModule {}
