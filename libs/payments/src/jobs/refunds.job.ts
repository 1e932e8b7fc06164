import { Injectable } from '@nestjs/common';
import { HandlesJob, type JobContext, type JobHandler, Scheduled } from '@app/platform';
import { RefundRunner } from '../services/refunds/refund-runner.service';

const AT_ONCE = 50;

/** Sends refunds that are due and asks about those whose outcome nobody knows: every minute. */
@HandlesJob({ name: 'payments.refunds', queue: 'payments', attempts: 1 })
@Scheduled({
  description: 'Mengirim dan menanyakan pengembalian dana / sends refunds and asks about them',
  everyMs: 60_000,
})
@Injectable()
export class RefundsJob implements JobHandler {
  constructor(private readonly runner: RefundRunner) {}

  async handle(_data: object, { signal }: JobContext): Promise<{ worked: number }> {
    return { worked: await this.runner.runDue(AT_ONCE, signal) };
  }
}
