import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { CustomersModule } from '@app/customers';
import { SitesModule } from '@app/iam';
import { BillingAdoptionModule } from '../billing-adoption.module';
import { BillingModule } from '../billing.module';
import { AdoptedSubscriptionRepository } from '../repositories/adopted-subscription.repository';
import { LedgerPostingRepository } from '../repositories/ledger-posting.repository';
import { CustomerImports } from './customer-imports.service';
import { CustomerListTarget } from './customer-list.target';
import { ImportBatch } from './import-batch.service';
import { CustomerImportFactsRepository } from './import-facts.repository';
import { CustomerImportFacts } from './import-facts.service';
import { ImportReader } from './import-reader.service';
import { CustomerImportRowRepository } from './import-row.repository';
import { ImportRepository } from './import.repository';
import { ListTargets } from './list-target';
import { OpeningBalances } from './opening-balances.service';
import { RunCustomerImport } from './run-customer-import.service';

/** Lists of customers from other systems. */
@Module({
  imports: [BillingAdoptionModule, BillingModule, CustomersModule, DiscoveryModule, SitesModule],
  providers: [
    AdoptedSubscriptionRepository,
    LedgerPostingRepository,
    CustomerListTarget,
    ImportBatch,
    ListTargets,
    CustomerImportFacts,
    CustomerImportFactsRepository,
    CustomerImportRowRepository,
    CustomerImports,
    ImportReader,
    ImportRepository,
    OpeningBalances,
    RunCustomerImport,
  ],
  exports: [CustomerImportRowRepository, CustomerImports, ImportRepository, RunCustomerImport],
})
export class BillingImportModule {}
