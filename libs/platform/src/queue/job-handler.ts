import { SetMetadata } from '@nestjs/common';

/** What a running job may tell about itself. */
export interface JobContext {
  /** The queue's id of this job. */
  readonly jobId: string;
  /** 1 for the first attempt. */
  readonly attempt: number;
  /** Aborted when the process drains: finish the unit in hand, then return. */
  readonly signal: AbortSignal;
  /** 0–100, shown to whoever waits for the job. */
  progress(percent: number): Promise<void>;
}

/**
 * One kind of background work. Its data is an id, never a state (ARCHITECTURE.md, mechanism 3), because it may run twice,
 * late and out of order. What it returns is kept with the job.
 */
export interface JobHandler<D extends object = object, R = unknown> {
  handle(data: D, context: JobContext): Promise<R>;
}

export interface JobOptions {
  /** `<lib>.<verb-noun>`, unique. */
  name: string;
  /** One of {@link QUEUES}: the lib's own. */
  queue: QueueName;
  /** Default 5. */
  attempts?: number;
  /** First pause between attempts, doubled each time; default 1000. */
  backoffMs?: number;
  /** Finished jobs to keep for the panel; default 100. */
  keepCompleted?: number;
  /** Failed jobs to keep; default 1000. */
  keepFailed?: number;
}

/** Every queue and how many of its jobs one worker process runs at a time. */
export const QUEUES = {
  platform: { concurrency: 2 },
  webhooks: { concurrency: 8 },
  billing: { concurrency: 2 },
  payments: { concurrency: 4 },
  pppoe: { concurrency: 8 },
  mikrotik: { concurrency: 32 },
  vouchers: { concurrency: 4 },
} as const satisfies Record<string, { concurrency: number }>;

export type QueueName = keyof typeof QUEUES;

export const JOB_HANDLER = Symbol('job handler');

export type JobMetadata = Required<JobOptions>;

/** Marks an injectable class as the handler of one kind of job; it is found by discovery in the worker's modules. */
export function HandlesJob(options: JobOptions): (target: new (...args: never[]) => JobHandler) => void {
  const metadata: JobMetadata = { attempts: 5, backoffMs: 1_000, keepCompleted: 100, keepFailed: 1_000, ...options };
  return SetMetadata(JOB_HANDLER, metadata);
}
