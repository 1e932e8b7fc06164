import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { RouterGroupsModule } from './groups/router-groups.module';
import { IsolirModule } from './isolir/isolir.module';
import { PoolMetrics } from './metrics/pool-metrics';
import { SyncGauges } from './metrics/sync-gauges';
import { PlainPolicy } from './network/plain-policy';
import { RouterNetworkGuard } from './network/router-network-guard';
import { RouterEndpoints, RouterPool } from './pool';
import { RouterGuardModule } from './router-guard.module';
import { RouterCommandRepository } from './repositories/router-command.repository';
import { RouterHealthRepository } from './repositories/router-health.repository';
import { RouterRepository } from './repositories/router.repository';
import { SyncGateRepository } from './repositories/sync-gate.repository';
import { SyncItemRepository } from './repositories/sync-item.repository';
import { SyncRunRepository } from './repositories/sync-run.repository';
import { SyncStateRepository } from './repositories/sync-state.repository';
import { RouterCommandsService } from './services/router-commands.service';
import { RouterDriftService } from './services/router-drift.service';
import { RouterReachRules } from './services/router-reach.rules';
import { PoolAlerts } from './services/pool-alerts';
import { RoutersIndicator } from './services/routers.indicator';
import { RoutersService } from './services/routers.service';
import { StoredRouterEndpoints } from './services/stored-router-endpoints';
import { SyncPlansService } from './services/sync-plans.service';
import { AdoptionService } from './sync/adoption.service';
import { BrakeKeeper } from './sync/brake-keeper';
import { DesiredState } from './sync/desired-state';
import { RouterPlanner } from './sync/router-planner';
import { RouterReader } from './sync/router-reader';
import { RouterSync } from './sync/router-sync';
import { SessionKicker } from './sync/session-kicker';
import { SyncWaker } from './sync/sync-waker';
import { ProtocolTransports, RouterOsTransports } from './transport';

/** Routers: registry, connection pool and the desired state. Needs the platform module and {@link MIKROTIK_CONFIGS}. */
@Module({
  imports: [DiscoveryModule, IsolirModule, RouterGroupsModule, RouterGuardModule],
  providers: [
    AdoptionService,
    BrakeKeeper,
    DesiredState,
    PlainPolicy,
    PoolAlerts,
    PoolMetrics,
    RouterCommandRepository,
    RouterHealthRepository,
    RouterNetworkGuard,
    RouterPlanner,
    RouterPool,
    RouterReader,
    RouterRepository,
    RouterSync,
    RoutersIndicator,
    RouterReachRules,
    RoutersService,
    SessionKicker,
    SyncGauges,
    SyncGateRepository,
    SyncItemRepository,
    SyncRunRepository,
    SyncStateRepository,
    SyncWaker,
    RouterCommandsService,
    RouterDriftService,
    SyncPlansService,
    { provide: RouterEndpoints, useClass: StoredRouterEndpoints },
    { provide: RouterOsTransports, useClass: ProtocolTransports },
  ],
  exports: [
    AdoptionService,
    BrakeKeeper,
    RouterCommandRepository,
    SyncGateRepository,
    SyncRunRepository,
    SyncStateRepository,
    RouterCommandsService,
    RouterDriftService,
    SyncPlansService,
    IsolirModule,
    RouterEndpoints,
    RouterGroupsModule,
    RouterGuardModule,
    RouterHealthRepository,
    RouterOsTransports,
    RouterPlanner,
    RouterNetworkGuard,
    RouterPool,
    RouterReachRules,
    RouterReader,
    RouterRepository,
    RouterSync,
    RoutersService,
    SessionKicker,
    SyncItemRepository,
    SyncWaker,
    DesiredState,
  ],
})
export class MikrotikModule {}
