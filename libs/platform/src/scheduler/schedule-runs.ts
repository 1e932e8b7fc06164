import { setTimeout as wait } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { type Job } from 'bullmq';
import { Leases } from '../leases/leases';
import { runNowJobId } from './job-schedule';
import { ScheduleRepository } from './schedule.repository';

const LEASE_MS = 15_000;
const PATIENCE = 30;
const RUN_NOW = runNowJobId('');

/** What the bookkeeping needs to know about a job of the queue. */
type QueuedJob = Pick<Job, 'id' | 'repeatJobKey' | 'attemptsMade' | 'attemptsStarted'>;

/** Around every run of a schedule: one at a time in the whole installation, and the outcome goes into its row. */
@Injectable()
export class ScheduleRuns {
  constructor(
    private readonly repository: ScheduleRepository,
    private readonly leases: Leases,
  ) {}

  /** The schedule that a job of the queue belongs to. */
  keyOf(job: Pick<QueuedJob, 'id' | 'repeatJobKey'>): string | undefined {
    if (job.repeatJobKey) return job.repeatJobKey;
    return job.id?.startsWith(RUN_NOW) === true ? job.id.slice(RUN_NOW.length) : undefined;
  }

  /**
   * Skips the run when the one before still goes on. A run whose worker died is not skipped: it waits until the dead
   * worker's lease has run out.
   */
  async around(key: string, job: QueuedJob, work: () => Promise<unknown>): Promise<unknown> {
    const tries = job.attemptsStarted > job.attemptsMade + 1 ? PATIENCE : 1;
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await this.leases.tryWith(`schedule:${key}`, LEASE_MS, () => this.record(key, work));
      if (outcome) return outcome.result;
      if (attempt >= tries) return { skipped: true };
      await wait(1_000);
    }
  }

  private async record(key: string, work: () => Promise<unknown>): Promise<unknown> {
    try {
      const result = await work();
      await this.repository.recordRun(key, 'COMPLETED', null);
      return result;
    } catch (error) {
      await this.repository.recordRun(key, 'FAILED', String(error).slice(0, 2_000));
      throw error;
    }
  }
}
