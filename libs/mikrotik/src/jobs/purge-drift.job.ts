import { Injectable } from '@nestjs/common';
import { HandlesJob, type JobContext, type JobHandler, Scheduled } from '@app/platform';
import { SyncRunRepository } from '../repositories/sync-run.repository';
import { SyncConfig } from '../sync/sync.config';

const BATCH = 2_000;

/** Forgets old comparisons of routers. */
@Injectable()
@HandlesJob({ name: 'mikrotik.purge-drift', queue: 'mikrotik', attempts: 3 })
@Scheduled({ description: 'Delete old comparisons of routers', cron: '37 3 * * *', timeZone: 'Asia/Jakarta' })
export class PurgeDriftJob implements JobHandler {
  constructor(
    private readonly runs: SyncRunRepository,
    private readonly config: SyncConfig,
  ) {}

  async handle(_data: object, { signal }: JobContext): Promise<{ deleted: number }> {
    let deleted = 0;
    for (;;) {
      const batch = await this.runs.purge(this.config.driftKeepDays, BATCH);
      deleted += batch;
      if (batch < BATCH || signal.aborted) return { deleted };
    }
  }
}
