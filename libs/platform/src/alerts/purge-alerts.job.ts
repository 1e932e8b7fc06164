import { Injectable } from '@nestjs/common';
import { HandlesJob, type JobContext, type JobHandler } from '../queue/job-handler';
import { Scheduled } from '../scheduler/scheduled.decorator';
import { AlertsConfig } from './alerts.config';
import { AlertsRepository } from './alerts.repository';

const BATCH = 2_000;

/** Forgets alerts that were resolved long ago; open ones stay for ever. */
@Injectable()
@HandlesJob({ name: 'platform.purge-alerts', queue: 'platform' })
@Scheduled({ description: 'Delete alerts that were resolved long ago', cron: '53 3 * * *', timeZone: 'Asia/Jakarta' })
export class PurgeAlerts implements JobHandler {
  constructor(
    private readonly alerts: AlertsRepository,
    private readonly config: AlertsConfig,
  ) {}

  async handle(_data: object, context: JobContext): Promise<{ deleted: number }> {
    let deleted = 0;
    for (;;) {
      const batch = await this.alerts.purge(this.config.keepDays, BATCH);
      deleted += batch;
      if (batch < BATCH || context.signal.aborted) return { deleted };
    }
  }
}
