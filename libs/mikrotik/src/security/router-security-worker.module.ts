import { Module } from '@nestjs/common';
import { InspectRoutersJob } from '../jobs/inspect-routers.job';
import { PurgeCommandLogJob } from '../jobs/purge-command-log.job';
import { RotateCredentialsJob } from '../jobs/rotate-credentials.job';
import { RotateDueCredentialsJob } from '../jobs/rotate-due-credentials.job';
import { MikrotikModule } from '../mikrotik.module';
import { RouterSecurityModule } from './router-security.module';

/** Inspects routers, changes passwords, forgets old commands. */
@Module({
  imports: [MikrotikModule, RouterSecurityModule],
  providers: [InspectRoutersJob, PurgeCommandLogJob, RotateCredentialsJob, RotateDueCredentialsJob],
  exports: [RouterSecurityModule],
})
export class RouterSecurityWorkerModule {}
