import { Module } from '@nestjs/common';
import { BillingFilesModule, BillingModule } from '@app/billing';
import { CustomersModule } from '@app/customers';
import { SitesModule } from '@app/iam';
import { PaymentsModule } from '@app/payments';
import { LinkMisses } from './link-misses.service';
import { PayActions } from './pay-actions.service';
import { PayPageController } from './pay-page.controller';
import { PayPageService } from './pay-page.service';
import { PayWays } from './pay-ways.service';
import { ReceiptPageController } from './receipt-page.controller';

/** What payers see who open a link: their invoice, ways to pay it, its receipts. No sign-in, no bundle. */
@Module({
  imports: [BillingModule, BillingFilesModule, CustomersModule, SitesModule, PaymentsModule],
  controllers: [PayPageController, ReceiptPageController],
  providers: [LinkMisses, PayActions, PayPageService, PayWays],
  exports: [PayWays],
})
export class PayPageModule {}
