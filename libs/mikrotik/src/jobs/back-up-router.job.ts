import { Injectable } from '@nestjs/common';
import { HandlesJob, type JobHandler } from '@app/platform';
import { BACK_UP_ROUTER } from '../backup/back-up-router.constants';
import { type BackupCause } from '../backup/backup.repository';
import { type BackupOutcome, RouterBackupService } from '../backup/router-backup.service';

/** Keeps the configuration of one router. */
@Injectable()
@HandlesJob({ ...BACK_UP_ROUTER, attempts: 3, backoffMs: 30_000, keepCompleted: 20, keepFailed: 100 })
export class BackUpRouterJob implements JobHandler<{ routerId: string; cause: BackupCause }> {
  constructor(private readonly backups: RouterBackupService) {}

  async handle({ routerId, cause }: { routerId: string; cause: BackupCause }): Promise<BackupOutcome> {
    return this.backups.take(routerId, cause);
  }
}
