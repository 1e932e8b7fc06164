import { Injectable } from '@nestjs/common';
import { HandlesJob, type JobContext, type JobHandler, Scheduled } from '@app/platform';
import { PppoeConfig } from '../pppoe.config';
import { UsageKeepingRepository } from '../usage/usage-keeping.repository';

const BATCH = 5_000;

/** Gathers usage into months and forgets what is older than it is kept. */
@Injectable()
@Scheduled({ description: 'Gathers PPPoE usage into months, forgets old days and sessions', everyMs: 3_600_000 })
@HandlesJob({ name: 'pppoe.keep-usage', queue: 'pppoe', attempts: 1, keepCompleted: 1, keepFailed: 20 })
export class KeepUsageJob implements JobHandler {
  constructor(
    private readonly keeping: UsageKeepingRepository,
    private readonly config: PppoeConfig,
  ) {}

  async handle(_data: object, { signal }: JobContext): Promise<{ gathered: number; deleted: number }> {
    const gathered = await this.keeping.gatherMonths();
    let deleted = 0;
    for (const [table, days] of [
      ['pppoe_usage', this.config.usageDays],
      ['pppoe_session_history', this.config.sessionDays],
    ] as const) {
      for (;;) {
        const batch = await this.keeping.purge(table, days, BATCH);
        deleted += batch;
        if (batch < BATCH || signal.aborted) break;
      }
    }
    return { gathered, deleted };
  }
}
