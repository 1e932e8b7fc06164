import { Module } from '@nestjs/common';
import { PaymentsModule } from '@app/payments';
import { VouchersModule } from '@app/vouchers';
import { PayPageModule } from '../pay-page/pay-page.module';
import { ShopController } from './shop.controller';
import { ShopService } from './shop.service';

/** The public voucher shop of every site. No sign-in, no bundle. */
@Module({
  imports: [PaymentsModule, PayPageModule, VouchersModule],
  controllers: [ShopController],
  providers: [ShopService],
})
export class ShopModule {}
