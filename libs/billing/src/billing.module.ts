import { Module } from '@nestjs/common';
import { CustomersModule } from '@app/customers';
import { IamModule } from '@app/iam';
import { AccessIntentRepository } from './repositories/access-intent.repository';
import { BillingAccountRepository } from './repositories/billing-account.repository';
import { LedgerPostingRepository } from './repositories/ledger-posting.repository';
import { SettlementRepository } from './repositories/settlement.repository';
import { AccessService } from './services/access.service';
import { BillingAccountsService } from './services/billing-accounts.service';
import { NumberSeries } from './services/number-series.service';
import { ServiceStates } from './services/service-states.service';
import { SettlementService } from './services/settlement.service';

const repositories = [AccessIntentRepository, BillingAccountRepository, LedgerPostingRepository, SettlementRepository];
const services = [AccessService, BillingAccountsService, NumberSeries, ServiceStates, SettlementService];

/** Plans, subscriptions, invoices, the ledger and access intents. */
@Module({
  imports: [IamModule, CustomersModule],
  providers: [...repositories, ...services],
  exports: services,
})
export class BillingModule {}
