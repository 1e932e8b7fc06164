import { Injectable } from '@nestjs/common';
import { HandlesJob, type JobContext, type JobHandler, Scheduled } from '@app/platform';
import { Reconciliation } from '../services/reconciliation/reconciliation.service';

/** Asks gateways about attempts whose turn it is: every minute. */
@HandlesJob({ name: 'payments.reconcile-attempts', queue: 'payments', attempts: 1 })
@Scheduled({
  description: 'Menanyakan status pembayaran ke gateway / asks gateways about open payments',
  everyMs: 60_000,
})
@Injectable()
export class ReconcileAttemptsJob implements JobHandler {
  constructor(private readonly reconciliation: Reconciliation) {}

  async handle(_data: object, { signal }: JobContext): Promise<object> {
    return { ...(await this.reconciliation.run(signal)) };
  }
}
