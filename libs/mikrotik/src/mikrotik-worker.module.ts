import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { RouterSecurityWorkerModule } from './security/router-security-worker.module';
import { RouterGroupsWorkerModule } from './groups/router-groups-worker.module';
import { RouterBackupWorkerModule } from './backup/router-backup-worker.module';
import { HealthRecorder } from './health/health-recorder';
import { ProbeRounds } from './health/probe-rounds';
import { ProbeRepository } from './health/probe.repository';
import { RollUpRepository } from './health/roll-up.repository';
import { RouterProbeService } from './health/router-probe.service';
import { SessionDebtRepository } from './repositories/session-debt.repository';
import { SampleRepository } from './health/sample.repository';
import { ProbeRoutersJob } from './jobs/probe-routers.job';
import { RollUpSamplesJob } from './jobs/roll-up-samples.job';
import { PurgeDriftJob } from './jobs/purge-drift.job';
import { SweepRoutersJob } from './jobs/sweep-routers.job';
import { SyncRouterJob } from './jobs/sync-router.job';
import { WatchSyncJob } from './jobs/watch-sync.job';
import { MikrotikModule } from './mikrotik.module';
import { FullSync } from './sync/full-sync';
import { ItemSync } from './sync/item-sync';
import { Knocks } from './sync/knocks';
import { LocalRuns } from './sync/local-runs';
import { PlanApplier } from './sync/plan-applier';
import { RouterDrain } from './sync/router-drain';
import { RouterFailures } from './sync/router-failures';
import { SyncRouterService } from './sync/sync-router.service';
import { SyncWatch } from './sync/sync-watch';

/** Jobs and schedules that keep routers in step and ask how they are. */
@Module({
  imports: [
    DiscoveryModule,
    RouterBackupWorkerModule,
    RouterGroupsWorkerModule,
    RouterSecurityWorkerModule,
    MikrotikModule,
  ],
  providers: [
    FullSync,
    ItemSync,
    Knocks,
    LocalRuns,
    PlanApplier,
    HealthRecorder,
    ProbeRepository,
    ProbeRounds,
    ProbeRoutersJob,
    RollUpRepository,
    RollUpSamplesJob,
    SampleRepository,
    SessionDebtRepository,
    RouterDrain,
    RouterFailures,
    RouterProbeService,
    PurgeDriftJob,
    SweepRoutersJob,
    SyncRouterJob,
    SyncRouterService,
    SyncWatch,
    WatchSyncJob,
  ],
  exports: [RouterProbeService, SyncRouterService],
})
export class MikrotikWorkerModule {}
