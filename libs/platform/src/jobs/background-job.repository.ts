import { Injectable } from '@nestjs/common';
import { type Page } from '@app/core';
import { Database } from '../database/database';
import { type Condition, KeysetList, type ListRequest } from '../database/keyset-list';
import { type QueueName } from '../queue/job-handler';
import { type BackgroundJob } from './background-job';
import { type StoredProblem } from './stored-problem';

const COLUMNS = `j.id, j.name, j.state, j.progress, j.result, j.problem, j.requested_by as "requestedBy",
  j.created_at as "createdAt", j.started_at as "startedAt", j.finished_at as "finishedAt"`;

/** A worker that gave no sign of life for so long is taken for dead. */
const SILENCE = `interval '30 seconds'`;

const list = new KeysetList({
  select: `select ${COLUMNS} from background_jobs j`,
  id: 'j.id',
  sorts: { createdAt: { sql: 'j.created_at', type: 'timestamptz' } },
  defaultSort: '-createdAt',
});

export interface OpenJob {
  id: string;
  name: string;
  queue: QueueName;
  data: object;
}

/** Rows of `background_jobs`. */
@Injectable()
export class BackgroundJobRepository {
  constructor(private readonly database: Database) {}

  async insert(job: OpenJob & { requestedBy: string }): Promise<void> {
    await this.database.execute(
      'insert into background_jobs (id, name, queue, data, requested_by) values ($1, $2, $3, $4, $5)',
      [job.id, job.name, job.queue, JSON.stringify(job.data), job.requestedBy],
    );
  }

  async find(id: string): Promise<BackgroundJob | undefined> {
    return this.database.queryOne<BackgroundJob>(`select ${COLUMNS} from background_jobs j where j.id = $1`, [id]);
  }

  async page(request: ListRequest, conditions: readonly Condition[]): Promise<Page<BackgroundJob>> {
    return list.page<BackgroundJob>(this.database, request, conditions);
  }

  /** False when the job is finished or another worker is at it. */
  async claim(id: string): Promise<boolean> {
    const { affected } = await this.database.execute(
      `update background_jobs
       set state = 'RUNNING', started_at = coalesce(started_at, now()), heartbeat_at = now(), enqueued_at = now()
       where id = $1 and (state = 'QUEUED' or (state = 'RUNNING' and heartbeat_at < now() - ${SILENCE}))`,
      [id],
    );
    return affected === 1;
  }

  /** A sign of life, with the progress made; progress never goes back. */
  async beat(id: string, progress: number): Promise<void> {
    await this.database.execute(
      `update background_jobs set heartbeat_at = now(), progress = greatest(progress, $2)
       where id = $1 and state = 'RUNNING'`,
      [id, progress],
    );
  }

  async complete(id: string, result: unknown): Promise<void> {
    await this.database.execute(
      `update background_jobs set state = 'COMPLETED', progress = 100, result = $2, problem = null, finished_at = now()
       where id = $1 and state = 'RUNNING'`,
      [id, JSON.stringify(result ?? null)],
    );
  }

  async fail(id: string, problem: StoredProblem): Promise<void> {
    await this.database.execute(
      `update background_jobs set state = 'FAILED', problem = $2, finished_at = now()
       where id = $1 and state = 'RUNNING'`,
      [id, JSON.stringify(problem)],
    );
  }

  /** The queue will try again. */
  async requeue(id: string): Promise<void> {
    await this.database.execute(
      `update background_jobs set state = 'QUEUED', enqueued_at = now() where id = $1 and state = 'RUNNING'`,
      [id],
    );
  }

  /** Jobs that no queue seems to hold: never added, lost with Redis, or their worker died. Claimed for another 30 s. */
  async claimLost(limit: number): Promise<OpenJob[]> {
    return this.database.query<OpenJob>(
      `with lost as materialized (
         select id from background_jobs
         where state in ('QUEUED', 'RUNNING') and enqueued_at < now() - ${SILENCE}
           and (state = 'QUEUED' or heartbeat_at < now() - ${SILENCE})
         order by enqueued_at limit $1 for update skip locked
       ), claimed as (
         update background_jobs j set enqueued_at = now() from lost where j.id = lost.id
         returning j.id, j.name, j.queue, j.data
       )
       select * from claimed`,
      [limit],
    );
  }
}
