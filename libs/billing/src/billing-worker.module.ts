import { Module } from '@nestjs/common';
import { BillingFilesModule } from './billing-files.module';
import { BillingModule } from './billing.module';
import { BillingImportModule } from './import/billing-import.module';
import { ImportCustomersJob } from './import/import-customers.job';
import { PurgeImportsJob } from './import/purge-imports.job';
import { RenderDocumentJob } from './jobs/render-document.job';
import { OnCustomerChangedHandler } from './handlers/on-customer-changed.handler';
import { RenewPrepaidHandler } from './handlers/renew-prepaid.handler';
import { PrepaidJob } from './jobs/prepaid.job';
import { Heartbeats } from './services/clock/heartbeats';
import { BillingDunningJob } from './jobs/billing-dunning.job';
import { DunningRemindersJob } from './jobs/dunning-reminders.job';
import { DunningUpkeepJob } from './jobs/dunning-upkeep.job';
import { OnPaymentAppliedHandler } from './handlers/on-payment-applied.handler';
import { BillingRunJob } from './jobs/billing-run.job';
import { ScheduledChangesJob } from './jobs/scheduled-changes.job';

/** Jobs and event handlers of billing; the worker app imports it. */
@Module({
  imports: [BillingModule, BillingFilesModule, BillingImportModule],
  providers: [
    BillingRunJob,
    BillingDunningJob,
    DunningRemindersJob,
    DunningUpkeepJob,
    OnPaymentAppliedHandler,
    OnCustomerChangedHandler,
    RenderDocumentJob,
    ImportCustomersJob,
    PurgeImportsJob,
    Heartbeats,
    PrepaidJob,
    RenewPrepaidHandler,
    ScheduledChangesJob,
  ],
})
export class BillingWorkerModule {}
