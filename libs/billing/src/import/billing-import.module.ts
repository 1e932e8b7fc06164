import { Module } from '@nestjs/common';
import { CustomersModule } from '@app/customers';
import { SitesModule } from '@app/iam';
import { BillingAdoptionModule } from '../billing-adoption.module';
import { BillingModule } from '../billing.module';
import { AdoptedSubscriptionRepository } from '../repositories/adopted-subscription.repository';
import { LedgerPostingRepository } from '../repositories/ledger-posting.repository';
import { CustomerImports } from './customer-imports.service';
import { CustomerImportBatch } from './import-batch.service';
import { CustomerImportFactsRepository } from './import-facts.repository';
import { CustomerImportFacts } from './import-facts.service';
import { ImportReader } from './import-reader.service';
import { CustomerImportRowRepository } from './import-row.repository';
import { ImportRepository } from './import.repository';
import { OpeningBalances } from './opening-balances.service';
import { RunCustomerImport } from './run-customer-import.service';

/** Lists of customers from other systems. */
@Module({
  imports: [BillingAdoptionModule, BillingModule, CustomersModule, SitesModule],
  providers: [
    AdoptedSubscriptionRepository,
    LedgerPostingRepository,
    CustomerImportBatch,
    CustomerImportFacts,
    CustomerImportFactsRepository,
    CustomerImportRowRepository,
    CustomerImports,
    ImportReader,
    ImportRepository,
    OpeningBalances,
    RunCustomerImport,
  ],
  exports: [CustomerImports, ImportRepository, RunCustomerImport],
})
export class BillingImportModule {}
