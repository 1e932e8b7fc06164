import { Module } from '@nestjs/common';
import { BillingModule } from './billing.module';
import { OnCustomerChangedHandler } from './handlers/on-customer-changed.handler';
import { Heartbeats } from './services/clock/heartbeats';
import { BillingDunningJob } from './jobs/billing-dunning.job';
import { DunningRemindersJob } from './jobs/dunning-reminders.job';
import { DunningUpkeepJob } from './jobs/dunning-upkeep.job';
import { OnPaymentAppliedHandler } from './handlers/on-payment-applied.handler';
import { BillingRunJob } from './jobs/billing-run.job';
import { ScheduledChangesJob } from './jobs/scheduled-changes.job';

/** Jobs and event handlers of billing; the worker app imports it. */
@Module({
  imports: [BillingModule],
  providers: [
    BillingRunJob,
    BillingDunningJob,
    DunningRemindersJob,
    DunningUpkeepJob,
    ScheduledChangesJob,
    OnPaymentAppliedHandler,
    OnCustomerChangedHandler,
    Heartbeats,
  ],
})
export class BillingWorkerModule {}
