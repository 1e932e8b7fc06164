import { Injectable } from '@nestjs/common';
import { HandlesJob, type JobHandler, Scheduled } from '@app/platform';
import { SyncWatch } from '../sync/sync-watch';

/** Raises and resolves the alerts of the command queue. */
@Injectable()
@Scheduled({ description: 'Looks whether changes wait too long for their routers', everyMs: 30_000 })
@HandlesJob({ name: 'mikrotik.watch-sync', queue: 'mikrotik', attempts: 1, keepCompleted: 1, keepFailed: 20 })
export class WatchSyncJob implements JobHandler {
  constructor(private readonly watch: SyncWatch) {}

  async handle(): Promise<{ raised: number; resolved: number }> {
    return this.watch.look();
  }
}
