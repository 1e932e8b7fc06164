import { Injectable } from '@nestjs/common';
import { HandlesJob, type JobHandler, Scheduled } from '@app/platform';
import { UsageLimits } from '../usage/usage-limits.service';

/** Gives full speed back at the beginning of a period. */
@Injectable()
@Scheduled({ description: 'Ends fair-use limits and quotas at the beginning of a new period', everyMs: 300_000 })
@HandlesJob({ name: 'pppoe.set-back-limits', queue: 'pppoe', attempts: 1, keepCompleted: 1, keepFailed: 20 })
export class SetBackLimitsJob implements JobHandler {
  constructor(private readonly limits: UsageLimits) {}

  async handle(): Promise<{ setBack: number }> {
    return { setBack: await this.limits.setBack() };
  }
}
