import { Module } from '@nestjs/common';
import { BillingModule } from './billing.module';
import { OnCustomerChangedHandler } from './handlers/on-customer-changed.handler';
import { BillingDunningJob } from './jobs/billing-dunning.job';
import { BillingRunJob } from './jobs/billing-run.job';

/** Jobs and event handlers of billing; the worker app imports it. */
@Module({ imports: [BillingModule], providers: [BillingRunJob, BillingDunningJob, OnCustomerChangedHandler] })
export class BillingWorkerModule {}
