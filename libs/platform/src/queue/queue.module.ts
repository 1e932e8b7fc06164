import { Global, Module } from '@nestjs/common';
import { BullModule } from '@nestjs/bullmq';
import { DatabaseConfig } from '../database/database.config';
import { RedisConfig } from '../redis/redis.config';
import { BullJobQueue } from './bull-job-queue';
import { QUEUES } from './job-handler';
import { JobQueue } from './job-queue';
import { queueConnection } from './queue-connection';

/** {@link JobQueue} for every process. Processing is the worker's part (`WorkerRuntimeModule`). */
@Global()
@Module({
  imports: [
    BullModule.forRootAsync({
      inject: [DatabaseConfig, RedisConfig],
      useFactory: (database: DatabaseConfig, redis: RedisConfig) =>
        queueConnection({ databaseUrl: database.url, redisUrl: redis.url, prefix: redis.prefix }, 'producer'),
    }),
    BullModule.registerQueue(...Object.keys(QUEUES).map((name) => ({ name }))),
  ],
  providers: [BullJobQueue, { provide: JobQueue, useExisting: BullJobQueue }],
  exports: [BullJobQueue, JobQueue, BullModule],
})
export class QueueModule {}
