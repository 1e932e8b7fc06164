import { Module } from '@nestjs/common';
import { BillingImportModule, BillingModule } from '@app/billing';
import { CustomersModule } from '@app/customers';
import { ApprovalsModule, SitesModule } from '@app/iam';
import { MikrotikModule } from '@app/mikrotik';
import { PaymentsModule } from '@app/payments';
import { HotspotModule } from './hotspot/hotspot.module';
import { HotspotUserProfileContributor } from './contributors/hotspot-user-profile.contributor';
import { VoucherUserContributor } from './contributors/voucher-user.contributor';
import { VoucherImportRepository } from './import/voucher-import.repository';
import { voucherImportParts, voucherImportServices } from './import/voucher-import.providers';
import { resellerParts, resellerServices } from './resellers/resellers.providers';
import { HotspotPollRepository } from './repositories/hotspot-poll.repository';
import { HotspotProfileRepository } from './repositories/hotspot-profile.repository';
import { LoginNames } from './repositories/login-names.repository';
import { VoucherBatchRepository } from './repositories/voucher-batch.repository';
import { VoucherExpiryRepository } from './repositories/voucher-expiry.repository';
import { VoucherMakerRepository } from './repositories/voucher-maker.repository';
import { VoucherOrderRepository } from './repositories/voucher-order.repository';
import { VoucherProfitRepository } from './repositories/voucher-profit.repository';
import { VoucherPlacesRepository } from './repositories/voucher-places.repository';
import { VoucherRepository } from './repositories/voucher.repository';
import { VoucherReturnRepository } from './repositories/voucher-return.repository';
import { FirstLogins } from './services/first-logins.service';
import { HotspotPoll } from './services/hotspot-poll.service';
import { HotspotPollRounds } from './services/hotspot-poll-rounds';
import { HotspotProfiles } from './services/hotspot-profiles.service';
import { MakeVouchersService } from './services/make-vouchers.service';
import { ShopOrders } from './services/shop-orders.service';
import { VoucherBatches } from './services/voucher-batches.service';
import { VoucherExpiry } from './services/voucher-expiry.service';
import { VoucherMarks } from './services/voucher-marks.service';
import { VoucherMoves } from './services/voucher-moves.service';
import { VoucherOrderTarget } from './services/voucher-order-target';
import { VoucherOrders } from './services/voucher-orders.service';
import { UsedVoucherReturns } from './services/used-voucher-returns.service';
import { VoucherReturnQueue } from './services/voucher-return-queue.service';
import { VoucherReturns } from './services/voucher-returns.service';
import { VoucherSales } from './services/voucher-sales.service';
import { VoucherProfits } from './services/voucher-profits.service';
import { VouchersProof } from './services/vouchers.proof';
import { Vouchers } from './services/vouchers.service';

const repositories = [
  VoucherProfitRepository,
  LoginNames,
  HotspotPollRepository,
  VoucherExpiryRepository,
  HotspotProfileRepository,
  VoucherBatchRepository,
  VoucherMakerRepository,
  VoucherOrderRepository,
  VoucherPlacesRepository,
  VoucherReturnRepository,
  VoucherRepository,
];
const services = [
  VoucherProfits,
  ShopOrders,
  FirstLogins,
  HotspotPoll,
  HotspotPollRounds,
  VoucherExpiry,
  HotspotProfiles,
  MakeVouchersService,
  VoucherBatches,
  VoucherMarks,
  VoucherMoves,
  VoucherOrderTarget,
  VoucherOrders,
  UsedVoucherReturns,
  VoucherReturnQueue,
  VoucherReturns,
  VoucherSales,
  Vouchers,
];
const contributors = [HotspotUserProfileContributor, VoucherUserContributor];

/** Hotspot and vouchers for other libs and for every process. */
@Module({
  imports: [
    ApprovalsModule,
    BillingImportModule,
    BillingModule,
    CustomersModule,
    HotspotModule,
    MikrotikModule,
    PaymentsModule,
    SitesModule,
  ],
  providers: [
    ...[...repositories, ...services, ...contributors, VouchersProof],
    ...[...resellerParts, ...resellerServices, ...voucherImportParts, ...voucherImportServices],
  ],
  exports: [LoginNames, ...services, ...resellerServices, VoucherImportRepository, ...voucherImportServices],
})
export class VouchersModule {}
