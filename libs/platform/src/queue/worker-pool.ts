import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy, Optional } from '@nestjs/common';
import { Worker } from 'bullmq';
import { EventHandlerRegistry } from '../events/event-handler-registry';
import { ShutdownState } from '../health/shutdown-state';
import { OutboxRelay } from '../outbox/outbox-relay';
import { ScheduleDeclarations } from '../scheduler/schedule-declarations';
import { ScheduleMirror } from '../scheduler/schedule-mirror';
import { type QueueName, QUEUES } from './job-handler';
import { JobRegistry } from './job-registry';
import { JobRunner } from './job-runner';
import { queueConnection } from './queue-connection';
import { QueueStore } from './queue-store';

const DRAIN_MS = 10_000;

/** One BullMQ worker per queue that has a handler in this process, plus the relay and the schedules that feed them. */
@Injectable()
export class WorkerPool implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(WorkerPool.name);
  private readonly draining = new AbortController();
  private readonly workers: Worker[] = [];
  private drained: Promise<void> | undefined;

  constructor(
    private readonly jobs: JobRegistry,
    private readonly events: EventHandlerRegistry,
    private readonly runner: JobRunner,
    private readonly relay: OutboxRelay,
    private readonly declarations: ScheduleDeclarations,
    private readonly schedules: ScheduleMirror,
    private readonly store: QueueStore,
    @Optional() private readonly shutdown?: ShutdownState,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.shutdown?.signal.addEventListener('abort', () => void this.drain());
    const queues = new Set([...this.jobs.queues(), ...this.events.queues()]);
    for (const queue of queues) this.workers.push(this.createWorker(queue));
    await Promise.all(this.workers.map((worker) => worker.waitUntilReady()));
    await this.relay.start();
    await this.declarations.declareAll();
    await this.schedules.start();
    this.logger.log(`works on ${[...queues].join(', ')}: ${this.jobs.all().length} kinds of jobs`);
  }

  /**
   * Stops claiming at once, waits up to ten seconds for what runs, then gives up on it: another worker repeats it. May be
   * called more than once.
   */
  drain(): Promise<void> {
    return (this.drained ??= this.stopAll());
  }

  async onModuleDestroy(): Promise<void> {
    await this.drain();
  }

  private async stopAll(): Promise<void> {
    this.draining.abort();
    this.schedules.stop();
    const closing = Promise.all([this.relay.stop(), ...this.workers.map((worker) => worker.close())]);
    const finished = await Promise.race([closing.then(() => true), expiry(DRAIN_MS)]);
    if (finished) return;
    this.logger.warn('some jobs did not end in time; another worker will repeat them');
    for (const worker of this.workers) await worker.disconnect();
  }

  private createWorker(queue: QueueName): Worker {
    const worker = new Worker(queue, (job) => this.runner.run(queue, job, this.draining.signal), {
      ...queueConnection(this.store, 'consumer'),
      concurrency: QUEUES[queue].concurrency,
      lockDuration: 10_000,
      stalledInterval: 5_000,
      maxStalledCount: 5,
      runRetryDelay: 2_000,
      settings: { backoffStrategy: (attemptsMade, _type, _error, job) => this.runner.backoff(attemptsMade, job?.name) },
    });
    worker.on('error', (error) => {
      this.logger.warn(`queue ${queue}: ${error.message}`);
    });
    return worker;
  }
}

function expiry(ms: number): Promise<false> {
  return new Promise((resolve) => {
    setTimeout(() => {
      resolve(false);
    }, ms).unref();
  });
}
