import { Module } from '@nestjs/common';
import { BillingFilesModule } from './billing-files.module';
import { BillingModule } from './billing.module';
import { BillingImportHttpModule } from './import/billing-import-http.module';
import { CustomerOverviewController } from './http/customers/customer-overview.controller';
import { DocumentFilesController } from './http/files/document-files.controller';
import { dunningControllers } from './http/dunning/dunning-controllers';
import { BillingPoliciesController } from './http/catalogue/billing-policies.controller';
import { BillingClockController } from './http/clock/billing-clock.controller';
import { ChargesController } from './http/catalogue/charges.controller';
import { DiscountGrantsController } from './http/catalogue/discount-grants.controller';
import { DiscountsController } from './http/catalogue/discounts.controller';
import { HolidaysController } from './http/catalogue/holidays.controller';
import { ProductsController } from './http/catalogue/products.controller';
import { TaxCodesController } from './http/catalogue/tax-codes.controller';
import { BillingRunsController } from './http/billing-runs.controller';
import { InvoicesController } from './http/invoices.controller';
import { moneyControllers } from './http/money/money-controllers';
import { LedgerController } from './http/ledger.controller';
import { PlansController } from './http/plans.controller';
import { subscriptionControllers } from './http/subscriptions/subscription-controllers';

const catalogue = [
  ChargesController,
  DiscountGrantsController,
  DiscountsController,
  HolidaysController,
  ProductsController,
  TaxCodesController,
];

/** The REST side of billing; the API app imports it. */
@Module({
  imports: [BillingModule, BillingFilesModule, BillingImportHttpModule],
  controllers: [
    ...dunningControllers,
    ...catalogue,
    BillingPoliciesController,
    PlansController,
    ...subscriptionControllers,
    BillingRunsController,
    BillingClockController,
    InvoicesController,
    DocumentFilesController,
    CustomerOverviewController,
    LedgerController,
    ...moneyControllers,
  ],
})
export class BillingHttpModule {}
