import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService, Reflector } from '@nestjs/core';
import { JOB_HANDLER, type JobHandler, type JobMetadata, type QueueName, QUEUES } from './job-handler';
import { SCHEDULED, type ScheduleDefault } from '../scheduler/scheduled.decorator';

/** One kind of job that this process can do. */
export interface RegisteredJob {
  readonly metadata: JobMetadata;
  readonly handler: JobHandler;
  readonly schedule: ScheduleDefault | undefined;
}

const NAME = /^[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*$/;

/**
 * The jobs of this worker, found by discovery.
 *
 * @throws Error at boot for a malformed or duplicate name and for an unknown queue
 */
@Injectable()
export class JobRegistry implements OnModuleInit {
  private readonly jobs = new Map<string, RegisteredJob>();

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly reflector: Reflector,
  ) {}

  onModuleInit(): void {
    for (const { instance, metatype } of this.discovery.getProviders()) {
      if (typeof metatype !== 'function' || !instance) continue;
      const metadata = this.reflector.get<JobMetadata | undefined>(JOB_HANDLER, metatype);
      if (!metadata) continue;
      const schedule = this.reflector.get<ScheduleDefault | undefined>(SCHEDULED, metatype);
      this.add({ metadata, handler: instance as JobHandler, schedule });
    }
  }

  add(job: RegisteredJob): void {
    const { name, queue } = job.metadata;
    if (!NAME.test(name)) throw new Error(`job ${name}: the name must be <lib>.<verb-noun>`);
    if (!Object.hasOwn(QUEUES, queue)) throw new Error(`job ${name}: there is no queue ${queue}`);
    if (this.jobs.has(name)) throw new Error(`job ${name} has two handlers`);
    this.jobs.set(name, job);
  }

  find(name: string): RegisteredJob | undefined {
    return this.jobs.get(name);
  }

  all(): readonly RegisteredJob[] {
    return [...this.jobs.values()];
  }

  queues(): Set<QueueName> {
    return new Set(this.all().map((job) => job.metadata.queue));
  }
}
