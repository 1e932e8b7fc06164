import { Module } from '@nestjs/common';
import { HotspotHttpModule } from './hotspot/hotspot-http.module';
import { HotspotProfilesController } from './http/hotspot-profiles.controller';
import { ShopOrdersController } from './http/shop-orders.controller';
import { VoucherBatchesController } from './http/voucher-batches.controller';
import { VoucherOrdersController } from './http/voucher-orders.controller';
import { VoucherProfitController } from './http/voucher-profit.controller';
import { VoucherReturnsController } from './http/voucher-returns.controller';
import { VouchersController } from './http/vouchers.controller';
import { VoucherImportsController } from './import/http/voucher-imports.controller';
import { VoucherPrintHttpModule } from './print/voucher-print.module';
import { ResellerMoneyController } from './resellers/http/reseller-money.controller';
import { ResellerVouchersController } from './resellers/http/reseller-vouchers.controller';
import { VouchersModule } from './vouchers.module';

/** The routes of hotspot and vouchers. */
@Module({
  imports: [HotspotHttpModule, VouchersModule, VoucherPrintHttpModule],
  controllers: [
    ResellerMoneyController,
    ResellerVouchersController,
    HotspotProfilesController,
    VoucherImportsController,
    VoucherBatchesController,
    ShopOrdersController,
    VoucherProfitController,
    VoucherOrdersController,
    VoucherReturnsController,
    VouchersController,
  ],
})
export class VouchersHttpModule {}
