import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { FailoversRepository } from './failovers.repository';
import { FailoversService } from './failovers.service';
import { RouterGroups } from './router-groups';
import { RouterGroupsRepository } from './router-groups.repository';
import { RouterGroupsService } from './router-groups.service';
import { RouterLoads } from './router-load';

/** Groups of routers: placement of new subscribers, failover and fail-back. */
@Module({
  imports: [DiscoveryModule],
  providers: [
    FailoversRepository,
    FailoversService,
    RouterGroups,
    RouterGroupsRepository,
    RouterGroupsService,
    RouterLoads,
  ],
  exports: [FailoversRepository, FailoversService, RouterGroups, RouterGroupsService, RouterLoads],
})
export class RouterGroupsModule {}
