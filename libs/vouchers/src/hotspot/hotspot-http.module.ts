import { Module } from '@nestjs/common';
import { HotspotAccountsController } from './http/hotspot-accounts.controller';
import { HotspotBindingsController } from './http/hotspot-bindings.controller';
import { HotspotLiveController } from './http/hotspot-live.controller';
import { LoginPagesController } from './http/login-pages.controller';
import { HotspotModule } from './hotspot.module';

/** Routes of hotspot accounts, live views and bindings. */
@Module({
  imports: [HotspotModule],
  controllers: [HotspotAccountsController, HotspotBindingsController, HotspotLiveController, LoginPagesController],
})
export class HotspotHttpModule {}
