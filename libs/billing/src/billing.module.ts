import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { CustomersModule } from '@app/customers';
import { ApprovalsModule, SitesModule } from '@app/iam';
import { PdfRenderer } from '@app/platform';
import { moneyParts, moneyServices } from './billing-money.providers';
import { runControlParts, runControlServices } from './billing-run.providers';
import { dunningParts, dunningServices } from './billing-dunning.providers';
import { AccessIntentRepository } from './repositories/access-intent.repository';
import { BillablePlanRepository } from './repositories/billable-plan.repository';
import { BillingAccountRepository } from './repositories/billing-account.repository';
import { BillingPolicyRepository } from './repositories/billing-policy.repository';
import { BillingRunRepository } from './repositories/billing-run.repository';
import { DueBatchRepository } from './repositories/due-batch.repository';
import { InvoiceRepository } from './repositories/invoice.repository';
import { LedgerRepository } from './repositories/ledger.repository';
import { InvoicesService } from './services/invoices.service';
import { LedgerService } from './services/ledger.service';
import { RunRequestsService } from './services/run-requests.service';
import { IssuedInvoiceRepository } from './repositories/documents/issued-invoice.repository';
import { ChargeRepository } from './repositories/catalogue/charge.repository';
import { DiscountGrantRepository } from './repositories/catalogue/discount-grant.repository';
import { DiscountRepository } from './repositories/catalogue/discount.repository';
import { Charges } from './services/catalogue/charges.service';
import { DiscountGrants } from './services/catalogue/discount-grants.service';
import { DiscountsService } from './services/catalogue/discounts.service';
import { SetupFees } from './services/catalogue/setup-fees.service';
import { ChargeInvoices } from './services/catalogue/charge-invoices.service';
import { BillableExtrasRepository } from './repositories/catalogue/billable-extras.repository';
import { HolidayRepository } from './repositories/catalogue/holiday.repository';
import { ProductRepository } from './repositories/catalogue/product.repository';
import { TaxCodeRepository } from './repositories/catalogue/tax-code.repository';
import { CreditNoteRepository } from './repositories/documents/credit-note.repository';
import { InvoiceStateRepository } from './repositories/documents/invoice-state.repository';
import { WalletRepository } from './repositories/documents/wallet.repository';
import { NumberedDocumentRepository } from './repositories/documents/numbered-document.repository';
import { PointerRepository } from './repositories/pointer.repository';
import { CorrectionBooks } from './services/documents/correction-books.service';
import { InvoiceCorrections } from './services/documents/invoice-corrections.service';
import { CreditNoteWriter } from './services/documents/credit-note-writer.service';
import { DocumentNumbers } from './services/documents/document-numbers.service';
import { CreditNotes } from './services/documents/credit-notes.service';
import { Wallets } from './services/documents/wallets.service';
import { InvoiceIssuer } from './services/documents/invoice-issuer.service';
import { LedgerPostingRepository } from './repositories/ledger-posting.repository';
import { LedgerProofRepository } from './repositories/ledger-proof.repository';
import { OverdueRepository } from './repositories/overdue.repository';
import { ParkedRepository } from './repositories/parked.repository';
import { BillingPersonalDataRepository } from './repositories/personal-data.repository';
import { PlanRepository } from './repositories/plan.repository';
import { SettlementRepository } from './repositories/settlement.repository';
import { SubscriptionRepository } from './repositories/subscription.repository';
import { AccessService } from './services/access.service';
import { BillWriter } from './services/bill-writer.service';
import { BillingAccountsService } from './services/billing-accounts.service';
import { BillingBatch } from './services/billing-batch.service';
import { BillableFacts } from './services/catalogue/billable-facts.service';
import { BusinessCalendar } from './services/catalogue/business-calendar.service';
import { CatalogueOwners } from './services/catalogue/catalogue-owners.service';
import { ProductsService } from './services/catalogue/products.service';
import { TaxCodesService } from './services/catalogue/tax-codes.service';
import { BillingPolicies } from './services/catalogue/billing-policies.service';
import { PolicyChecks } from './services/catalogue/policy-checks.service';
import { BillingPreviewService } from './services/billing-preview.service';
import { BillingRunContexts } from './services/billing-run-context.service';
import { BillingRunGuard } from './services/billing-run-guard.service';
import { BillingRunService } from './services/billing-run.service';
import { CustomerZoneService } from './services/customer-zone.service';
import { IsolateOverdueService } from './services/isolate-overdue.service';
import { LedgerProofService } from './services/ledger-proof.service';
import { NumberSeries } from './services/number-series.service';
import { InvoicesPersonalData, SubscriptionsPersonalData } from './services/personal-data.contributors';
import { PlansService } from './services/plans.service';
import { PoisonHunt } from './services/poison-hunt.service';
import { ServiceStates } from './services/service-states.service';
import { SettlementService } from './services/settlement.service';
import { SubscriptionJournal } from './services/subscription-journal.service';
import { subscriptionActions, subscriptionParts } from './services/subscriptions/providers';
import { SubscriptionsService } from './services/subscriptions.service';

const catalogueRepositories = [
  ChargeRepository,
  DiscountGrantRepository,
  DiscountRepository,
  BillableExtrasRepository,
  HolidayRepository,
  ProductRepository,
  TaxCodeRepository,
];

const catalogue = [
  Charges,
  DiscountGrants,
  DiscountsService,
  SetupFees,
  BusinessCalendar,
  ProductsService,
  TaxCodesService,
];

const catalogueParts = [BillableFacts, CatalogueOwners, ChargeInvoices, PolicyChecks];

const repositories = [
  ...catalogueRepositories,
  AccessIntentRepository,
  BillablePlanRepository,
  BillingAccountRepository,
  BillingPolicyRepository,
  BillingRunRepository,
  DueBatchRepository,
  CreditNoteRepository,
  InvoiceStateRepository,
  IssuedInvoiceRepository,
  InvoiceRepository,
  LedgerPostingRepository,
  LedgerProofRepository,
  LedgerRepository,
  NumberedDocumentRepository,
  OverdueRepository,
  ParkedRepository,
  BillingPersonalDataRepository,
  PlanRepository,
  PointerRepository,
  WalletRepository,
  SettlementRepository,
  SubscriptionRepository,
];

const personalData = [InvoicesPersonalData, SubscriptionsPersonalData];

const documentParts = [CorrectionBooks, CreditNoteWriter, DocumentNumbers, ...moneyParts];

const runParts = [
  ...runControlParts,
  BillWriter,
  InvoiceIssuer,
  BillingBatch,
  BillingRunContexts,
  BillingRunGuard,
  PoisonHunt,
];

const services = [
  ...catalogue,
  ...moneyServices,
  AccessService,
  BillingAccountsService,
  BillingPolicies,
  BillingPreviewService,
  BillingRunService,
  ...runControlServices,
  CreditNotes,
  CustomerZoneService,
  InvoiceCorrections,
  InvoicesService,
  IsolateOverdueService,
  LedgerProofService,
  LedgerService,
  NumberSeries,
  PlansService,
  RunRequestsService,
  ServiceStates,
  SettlementService,
  SubscriptionJournal,
  SubscriptionsService,
  ...subscriptionActions,
  Wallets,
];

/** Plans, subscriptions, invoices, the ledger and access intents. */
@Module({
  imports: [DiscoveryModule, ApprovalsModule, SitesModule, CustomersModule],
  providers: [
    PdfRenderer,
    ...repositories,
    ...catalogueParts,
    ...documentParts,
    ...runParts,
    ...dunningParts,
    ...subscriptionParts,
    ...personalData,
    ...services,
    ...dunningServices,
  ],
  exports: [PdfRenderer, ...services, ...dunningServices],
})
export class BillingModule {}
