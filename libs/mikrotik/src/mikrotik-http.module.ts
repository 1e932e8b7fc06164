import { Module } from '@nestjs/common';
import { RouterGroupsHttpModule } from './groups/router-groups-http.module';
import { RouterBackupHttpModule } from './backup/router-backup-http.module';
import { RouterHealthHttpModule } from './health/router-health-http.module';
import { RouterConnectionsController } from './http/router-connections.controller';
import { RouterCommandsController } from './http/router-commands.controller';
import { RouterDriftController } from './http/router-drift.controller';
import { RouterOperationsController } from './http/router-operations.controller';
import { RouterSyncController } from './http/router-sync.controller';
import { RoutersController } from './http/routers.controller';
import { RouterIsolirHttpModule } from './isolir/router-isolir-http.module';
import { MikrotikModule } from './mikrotik.module';
import { RouterConnectionsService } from './services/router-connections.service';
import { RouterStatusService } from './services/router-status.service';
import { RouterSecurityHttpModule } from './security/router-security-http.module';

/** Routes of the router registry and its operation. */
@Module({
  imports: [
    RouterGroupsHttpModule,
    RouterBackupHttpModule,
    RouterHealthHttpModule,
    RouterIsolirHttpModule,
    RouterSecurityHttpModule,
    MikrotikModule,
  ],
  controllers: [
    RoutersController,
    RouterConnectionsController,
    RouterOperationsController,
    RouterCommandsController,
    RouterDriftController,
    RouterSyncController,
  ],
  providers: [RouterConnectionsService, RouterStatusService],
})
export class MikrotikHttpModule {}
