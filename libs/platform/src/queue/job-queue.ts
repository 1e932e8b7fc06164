import { type QueueName } from './job-handler';

export interface AddJobOptions {
  /** Natural key: while a job of this id waits or runs, adding it again does nothing. Neither an integer nor with a colon. */
  jobId?: string;
  /**
   * Instead of `jobId`, for level-triggered work such as "sync router 7": while a job of this key waits, adding does
   * nothing; while one runs, it runs exactly once more afterwards, with the newest data. No change is overlooked.
   */
  coalesce?: string;
  delayMs?: number;
  /** 1 is the most urgent; absent runs before all priorities of the same queue (BullMQ's order). */
  priority?: number;
}

export interface JobToAdd extends AddJobOptions {
  /** A name that some {@link HandlesJob} declares. */
  name: string;
  queue: QueueName;
  data: object;
}

/**
 * Puts background work on its queue. This is transport only: adding is not part of the caller's transaction, so what must
 * happen is written to the outbox or found again by a sweeper.
 */
export abstract class JobQueue {
  /** Returns the id of the job. */
  abstract add(job: JobToAdd): Promise<string>;

  /** One round trip per queue for any number of jobs. */
  abstract addBulk(jobs: readonly JobToAdd[]): Promise<void>;
}
