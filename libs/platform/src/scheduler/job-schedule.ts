import { type QueueName } from '../queue/job-handler';

/** A row of `job_schedules`. Either `everyMs`, or `cron` in `timeZone` (UTC when null). */
export interface JobSchedule {
  key: string;
  jobName: string;
  queue: QueueName;
  description: string;
  everyMs: number | null;
  cron: string | null;
  timeZone: string | null;
  enabled: boolean;
  lastRunAt: Date | null;
  lastOutcome: 'COMPLETED' | 'FAILED' | null;
  lastError: string | null;
  /** 1: nobody has changed it, the defaults of the code apply. */
  version: number;
}

/** Name of the job of BullMQ that runs a schedule at once. */
export const runNowJobId = (key: string): string => `run-now-${key}`;
