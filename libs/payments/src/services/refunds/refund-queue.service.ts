import { Injectable, Logger } from '@nestjs/common';
import { Database, JobQueue } from '@app/platform';

/** The job that sends a refund to its gateway, or asks about it. */
export const SEND_REFUND_JOB = { name: 'payments.send-refund', queue: 'payments' } as const;

/** Hurries refunds to the worker. The row is what counts: whatever is not hurried is found by the sweeper. */
@Injectable()
export class RefundQueue {
  private readonly logger = new Logger(RefundQueue.name);

  constructor(
    private readonly database: Database,
    private readonly jobs: JobQueue,
  ) {}

  hurryAfterCommit(refundId: string): void {
    this.database.afterCommit(() => void this.hurry(refundId));
  }

  private async hurry(refundId: string): Promise<void> {
    try {
      await this.jobs.add({ ...SEND_REFUND_JOB, data: { refundId }, coalesce: refundId });
    } catch (error) {
      this.logger.warn(`refund ${refundId} waits for the sweeper: ${String(error)}`);
    }
  }
}
