import { Module } from '@nestjs/common';
import { SyncHotspotOnAccessHandler } from './handlers/sync-hotspot-on-access.handler';
import { SyncHotspotOnFailoverHandler } from './handlers/sync-hotspot-on-failover.handler';
import { SyncHotspotOnPlanHandler } from './handlers/sync-hotspot-on-plan.handler';
import { SyncHotspotOnSubscriptionHandler } from './handlers/sync-hotspot-on-subscription.handler';
import { HotspotModule } from './hotspot.module';

/** Keeps the routers in step with access, subscriptions and plans of hotspot accounts. */
@Module({
  imports: [HotspotModule],
  providers: [
    SyncHotspotOnAccessHandler,
    SyncHotspotOnFailoverHandler,
    SyncHotspotOnPlanHandler,
    SyncHotspotOnSubscriptionHandler,
  ],
})
export class HotspotWorkerModule {}
