import { Injectable } from '@nestjs/common';
import { HandlesJob, type JobHandler, JobQueue, Scheduled } from '@app/platform';
import { BACK_UP_ROUTER } from '../backup/back-up-router.constants';
import { BackupRepository } from '../backup/backup.repository';
import { RouterBackupService } from '../backup/router-backup.service';

/** Starts the nightly backup of every router's configuration, one job each, and forgets old ones. */
@Injectable()
@Scheduled({ description: 'Keeps the configuration of every router', cron: '23 2 * * *', timeZone: 'Asia/Jakarta' })
@HandlesJob({ name: 'mikrotik.back-up-routers', queue: 'mikrotik', attempts: 3, keepCompleted: 5, keepFailed: 20 })
export class BackUpRoutersJob implements JobHandler {
  constructor(
    private readonly repository: BackupRepository,
    private readonly backups: RouterBackupService,
    private readonly queue: JobQueue,
  ) {}

  async handle(): Promise<{ routers: number; deleted: number }> {
    const ids = await this.repository.routerIds();
    await this.queue.addBulk(
      ids.map((routerId) => ({
        ...BACK_UP_ROUTER,
        data: { routerId, cause: 'SCHEDULED' },
        coalesce: `router-backup-${routerId}`,
      })),
    );
    return { routers: ids.length, deleted: await this.backups.purge() };
  }
}
