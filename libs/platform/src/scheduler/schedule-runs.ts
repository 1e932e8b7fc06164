import { Injectable } from '@nestjs/common';
import { type Job } from 'bullmq';
import { Leases } from '../leases/leases';
import { runNowJobId } from './job-schedule';
import { ScheduleRepository } from './schedule.repository';

const LEASE_MS = 30_000;
const RUN_NOW = runNowJobId('');

/** Around every run of a schedule: one at a time in the whole installation, and the outcome goes into its row. */
@Injectable()
export class ScheduleRuns {
  constructor(
    private readonly repository: ScheduleRepository,
    private readonly leases: Leases,
  ) {}

  /** The schedule that a job of the queue belongs to. */
  keyOf(job: Pick<Job, 'id' | 'repeatJobKey'>): string | undefined {
    if (job.repeatJobKey) return job.repeatJobKey;
    return job.id?.startsWith(RUN_NOW) === true ? job.id.slice(RUN_NOW.length) : undefined;
  }

  /** Skips the run when the one before still goes on. */
  async around(key: string, work: () => Promise<unknown>): Promise<unknown> {
    const outcome = await this.leases.tryWith(`schedule:${key}`, LEASE_MS, () => this.record(key, work));
    return outcome ? outcome.result : { skipped: true };
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
