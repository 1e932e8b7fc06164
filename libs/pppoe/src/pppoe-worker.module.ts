import { Module } from '@nestjs/common';
import { OnAccessChangedHandler } from './handlers/on-access-changed.handler';
import { OnFailoverSharesChangedHandler } from './handlers/on-failover-shares-changed.handler';
import { OnPlanChangedHandler } from './handlers/on-plan-changed.handler';
import { OnSubscriptionChangedHandler } from './handlers/on-subscription-changed.handler';
import { ImportSecretsJob } from './import/import-secrets.job';
import { CreateAccountsJob } from './jobs/create-accounts.job';
import { KeepUsageJob } from './jobs/keep-usage.job';
import { PollSessionsJob } from './jobs/poll-sessions.job';
import { SetBackLimitsJob } from './jobs/set-back-limits.job';
import { PppoeImportModule } from './import/pppoe-import.module';
import { PppoeModule } from './pppoe.module';
import { STATIC_HANDLERS } from './static/static.providers';

/** What the worker does for PPPoE: keeps the routers in step with access, subscriptions and plans. */
@Module({
  imports: [PppoeImportModule, PppoeModule],
  providers: [
    ...STATIC_HANDLERS,
    CreateAccountsJob,
    ImportSecretsJob,
    KeepUsageJob,
    OnAccessChangedHandler,
    OnFailoverSharesChangedHandler,
    OnPlanChangedHandler,
    OnSubscriptionChangedHandler,
    PollSessionsJob,
    SetBackLimitsJob,
  ],
})
export class PppoeWorkerModule {}
