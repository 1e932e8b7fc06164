import { Module } from '@nestjs/common';
import { BillingModule } from './billing.module';
import { dunningControllers } from './http/dunning/dunning-controllers';
import { BillingPoliciesController } from './http/catalogue/billing-policies.controller';
import { BillingClockController } from './http/clock/billing-clock.controller';
import { BillingRunsController } from './http/billing-runs.controller';
import { InvoicesController } from './http/invoices.controller';
import { LedgerController } from './http/ledger.controller';
import { PlansController } from './http/plans.controller';
import { SubscriptionsController } from './http/subscriptions.controller';

/** The REST side of billing; the API app imports it. */
@Module({
  imports: [BillingModule],
  controllers: [
    ...dunningControllers,
    BillingPoliciesController,
    PlansController,
    SubscriptionsController,
    BillingRunsController,
    BillingClockController,
    InvoicesController,
    LedgerController,
  ],
})
export class BillingHttpModule {}
