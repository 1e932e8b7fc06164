import { Module } from '@nestjs/common';
import { BillingModule } from '@app/billing';
import { CustomersModule } from '@app/customers';
import { SitesModule } from '@app/iam';
import { MikrotikModule } from '@app/mikrotik';
import { PaymentsModule } from '@app/payments';
import { HotspotUserProfileContributor } from './contributors/hotspot-user-profile.contributor';
import { HotspotProfileRepository } from './repositories/hotspot-profile.repository';
import { VoucherMakerRepository } from './repositories/voucher-maker.repository';
import { HotspotProfiles } from './services/hotspot-profiles.service';
import { MakeVouchersService } from './services/make-vouchers.service';

const repositories = [HotspotProfileRepository, VoucherMakerRepository];
const services = [HotspotProfiles, MakeVouchersService];
const contributors = [HotspotUserProfileContributor];

/** Hotspot and vouchers for other libs and for every process. */
@Module({
  imports: [BillingModule, CustomersModule, MikrotikModule, PaymentsModule, SitesModule],
  providers: [...repositories, ...services, ...contributors],
  exports: services,
})
export class VouchersModule {}
