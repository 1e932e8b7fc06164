import { Injectable } from '@nestjs/common';
import { HandlesJob, type JobHandler, Scheduled } from '@app/platform';
import { MoneyWatch } from '../services/reconciliation/money-watch.service';

/** Payments that no settlement report names, and orders that their gateway is silent about (payments.md 6.6). */
@HandlesJob({ name: 'payments.watch-money', queue: 'payments', attempts: 1, keepCompleted: 5 })
@Scheduled({ description: 'Money of gateways that waits too long: alerts.', everyMs: 3_600_000 })
@Injectable()
export class WatchMoneyJob implements JobHandler {
  constructor(private readonly watch: MoneyWatch) {}

  async handle(): Promise<{ unsettled: number; silent: number }> {
    return this.watch.run();
  }
}
