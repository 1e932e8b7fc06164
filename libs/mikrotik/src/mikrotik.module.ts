import { Module } from '@nestjs/common';
import { RouterHealthRepository } from './repositories/router-health.repository';
import { SyncItemRepository } from './repositories/sync-item.repository';
import { RouterSync } from './sync/router-sync';
import { SyncWaker } from './sync/sync-waker';

/** Routers: registry, connection pool and desired-state sync. Needs the platform's database, queue, leases and secret box. */
@Module({
  providers: [RouterHealthRepository, SyncItemRepository, SyncWaker, RouterSync],
  exports: [RouterSync],
})
export class MikrotikModule {}
