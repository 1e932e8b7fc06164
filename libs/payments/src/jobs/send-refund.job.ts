import { Injectable } from '@nestjs/common';
import { HandlesJob, type JobHandler } from '@app/platform';
import { SEND_REFUND_JOB } from '../services/refunds/refund-queue.service';
import { RefundRunner } from '../services/refunds/refund-runner.service';

/** Sends one refund at once; whatever it leaves open is the sweeper's. */
@HandlesJob({ ...SEND_REFUND_JOB, attempts: 1 })
@Injectable()
export class SendRefundJob implements JobHandler<{ refundId: string }> {
  constructor(private readonly runner: RefundRunner) {}

  async handle({ refundId }: { refundId: string }): Promise<{ state: string | null }> {
    return { state: (await this.runner.run(refundId)) ?? null };
  }
}
