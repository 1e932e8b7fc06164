import { Injectable, Logger } from '@nestjs/common';
import { CoreErrors, type Page, uuidv7 } from '@app/core';
import { CurrentActor } from '../access/actor';
import { Database } from '../database/database';
import { type Condition, condition, type ListRequest } from '../database/keyset-list';
import { PlatformPermissions } from '../platform.permissions';
import { type QueueName } from '../queue/job-handler';
import { JobQueue } from '../queue/job-queue';
import { backgroundJobId } from './background-job-id';
import { type BackgroundJob, type BackgroundJobState } from './background-job';
import { BackgroundJobRepository } from './background-job.repository';

export interface StartJob {
  /** A name that some `@HandlesJob` declares. */
  name: string;
  queue: QueueName;
  data: object;
}

export interface BackgroundJobFilter extends ListRequest {
  name?: string;
  state?: BackgroundJobState;
}

/**
 * Long work that somebody waits for: `202 { jobId }`, then `GET /jobs/{id}`. The row is part of the caller's transaction,
 * the queue is reached after the commit or by the sweeper, so a started job runs at least once.
 */
@Injectable()
export class BackgroundJobs {
  private readonly logger = new Logger(BackgroundJobs.name);

  constructor(
    private readonly repository: BackgroundJobRepository,
    private readonly database: Database,
    private readonly queue: JobQueue,
    private readonly actor: CurrentActor,
  ) {}

  /** @returns the id under which the job can be watched */
  async start(job: StartJob): Promise<string> {
    const id = uuidv7();
    await this.repository.insert({ ...job, id, requestedBy: this.actor.get().id });
    this.database.afterCommit(() => void this.hurry({ ...job, id }));
    return id;
  }

  /** @throws DomainError CORE_NOT_FOUND for a job that the caller neither started nor may see as an operator */
  async get(id: string): Promise<BackgroundJob> {
    const job = await this.repository.find(id);
    const actor = this.actor.get();
    const mayRead =
      actor.kind === 'system' ||
      actor.permissions.has(PlatformPermissions['system:read']) ||
      job?.requestedBy === actor.id;
    if (!job || !mayRead) throw CoreErrors.NOT_FOUND({ what: 'Job', id });
    return job;
  }

  async list(filter: BackgroundJobFilter): Promise<Page<BackgroundJob>> {
    const conditions: Condition[] = [];
    if (filter.name !== undefined) conditions.push(condition('j.name = $?', filter.name));
    if (filter.state !== undefined) conditions.push(condition('j.state = $?', filter.state));
    return this.repository.page(filter, conditions);
  }

  private async hurry(job: StartJob & { id: string }): Promise<void> {
    try {
      await this.queue.add({ ...job, jobId: backgroundJobId(job.id) });
    } catch (error) {
      this.logger.warn(`job ${job.name} ${job.id} waits for the sweeper: ${String(error)}`);
    }
  }
}
