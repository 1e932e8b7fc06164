import { Module } from '@nestjs/common';
import { HotspotProfilesController } from './http/hotspot-profiles.controller';
import { VouchersModule } from './vouchers.module';

/** The routes of hotspot and vouchers. */
@Module({ imports: [VouchersModule], controllers: [HotspotProfilesController] })
export class VouchersHttpModule {}
