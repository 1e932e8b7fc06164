import { Injectable } from '@nestjs/common';
import { HandlesJob, type JobHandler, Scheduled } from '@app/platform';
import { CollectorCash } from '../services/collectors/collector-cash.service';

/** Cash that collectors have held for too long, or too much of it (payments.md 12.1). */
@HandlesJob({ name: 'payments.watch-collector-cash', queue: 'payments', keepCompleted: 5 })
@Scheduled({ description: 'Cash in the hands of collectors: limits of amount and age.', everyMs: 30 * 60_000 })
@Injectable()
export class WatchCollectorCashJob implements JobHandler {
  constructor(private readonly cash: CollectorCash) {}

  async handle(): Promise<{ collectors: number }> {
    return { collectors: await this.cash.watchAll() };
  }
}
