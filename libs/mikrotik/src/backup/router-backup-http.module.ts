import { Module } from '@nestjs/common';
import { RouterHealthHttpModule } from '../health/router-health-http.module';
import { BackupRepository } from './backup.repository';
import { BackupViewService } from './backup-view.service';
import { RouterBackupsController } from './http/router-backups.controller';

/** Routes of kept configurations. */
@Module({
  imports: [RouterHealthHttpModule],
  controllers: [RouterBackupsController],
  providers: [BackupRepository, BackupViewService],
})
export class RouterBackupHttpModule {}
