import { Module } from '@nestjs/common';
import { BackUpRouterJob } from '../jobs/back-up-router.job';
import { BackUpRoutersJob } from '../jobs/back-up-routers.job';
import { MikrotikModule } from '../mikrotik.module';
import { BackupRepository } from './backup.repository';
import { ExportReader } from './export-reader';
import { RouterBackupService } from './router-backup.service';

/** Takes backups of configurations: by night, and when asked. */
@Module({
  imports: [MikrotikModule],
  providers: [BackUpRouterJob, BackUpRoutersJob, BackupRepository, ExportReader, RouterBackupService],
  exports: [RouterBackupService],
})
export class RouterBackupWorkerModule {}
