import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { getQueueToken } from '@nestjs/bullmq';
import { type JobsOptions, type Queue } from 'bullmq';
import { type QueueName, QUEUES } from './job-handler';
import { type AddJobOptions, JobQueue, type JobToAdd } from './job-queue';
import { QueueStore } from './queue-store';

/** How often a job may start at most; the handler's own limit, which only the worker knows, ends it much earlier. */
const ATTEMPTS_CEILING = 1_000;

/**
 * So few jobs are added one by one to a queue on PostgreSQL: for every bulk BullMQ makes two temporary tables there, which
 * takes as long as twenty jobs and empties the caches of all connections.
 */
const FEW = 16;

/** {@link JobQueue} on BullMQ. */
@Injectable()
export class BullJobQueue extends JobQueue implements OnModuleInit {
  private readonly logger = new Logger(BullJobQueue.name);

  constructor(
    private readonly modules: ModuleRef,
    private readonly store: QueueStore,
  ) {
    super();
  }

  onModuleInit(): void {
    for (const name of Object.keys(QUEUES) as QueueName[]) {
      this.queue(name).on('error', (error) => {
        this.logger.warn(`queue ${name}: ${error.message}`);
      });
    }
  }

  async add(job: JobToAdd): Promise<string> {
    const added = await this.queue(job.queue).add(job.name, job.data, bullOptions(job));
    return added.id ?? '';
  }

  async addBulk(jobs: readonly JobToAdd[]): Promise<void> {
    const byQueue = new Map<QueueName, JobToAdd[]>();
    for (const job of jobs) byQueue.set(job.queue, [...(byQueue.get(job.queue) ?? []), job]);
    await Promise.all([...byQueue].map(([name, group]) => this.addTo(name, group)));
  }

  /** BullMQ's queue of that name. */
  queue(name: QueueName): Queue {
    return this.modules.get<Queue>(getQueueToken(name), { strict: false });
  }

  private async addTo(name: QueueName, jobs: readonly JobToAdd[]): Promise<void> {
    if (this.store.redisUrl === '' && jobs.length <= FEW) {
      for (const job of jobs) await this.add(job);
      return;
    }
    await this.queue(name).addBulk(jobs.map((job) => ({ name: job.name, data: job.data, opts: bullOptions(job) })));
  }
}

/** How a job is put on its queue. Retention and attempts are the worker's business, see `JobRunner`. */
export function bullOptions(job: AddJobOptions): JobsOptions {
  return {
    attempts: ATTEMPTS_CEILING,
    backoff: { type: 'custom' },
    ...(job.delayMs === undefined ? {} : { delay: job.delayMs }),
    ...(job.priority === undefined ? {} : { priority: job.priority }),
    // why: a finished job that is kept would hold its id, and the next add would do nothing
    ...(job.jobId === undefined ? {} : { jobId: job.jobId, removeOnComplete: true, removeOnFail: true }),
    ...(job.coalesce === undefined ? {} : { deduplication: { id: job.coalesce, keepLastIfActive: true } }),
  };
}
