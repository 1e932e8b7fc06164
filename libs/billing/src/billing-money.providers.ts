import { CommissionRepository } from './repositories/commission/commission.repository';
import { AccountSettingsRepository } from './repositories/documents/account-settings.repository';
import { DraftRepository } from './repositories/documents/draft.repository';
import { AccountingPeriodRepository } from './repositories/ledger/accounting-period.repository';
import { CustomerStatementRepository } from './repositories/ledger/customer-statement.repository';
import { WithholdingRepository } from './repositories/settlement/withholding.repository';
import { CommissionStatements } from './services/commission/commission-statements.service';
import { CommissionBooks } from './services/commission/commission-books.service';
import { Commissions } from './services/commission/commissions.service';
import { BillingSettings } from './services/documents/account-settings.service';
import { DocumentContexts } from './services/documents/document-contexts.service';
import { DraftBills } from './services/documents/draft-bills.service';
import { InvoiceDrafts } from './services/documents/drafts.service';
import { InvoiceReissue } from './services/documents/invoice-reissue.service';
import { TaxDocuments } from './services/documents/tax-documents.service';
import { AccountingPeriods } from './services/ledger/accounting-periods.service';
import { CashAccounts } from './services/ledger/cash-accounts.service';
import { CashAccountGuards } from './services/ledger/guards-cash-account';
import { CashJournal } from './services/ledger/cash-journal.service';
import { ProofContributions } from './services/ledger/contributes-proof';
import { ResellerJournal } from './services/ledger/reseller-journal.service';
import { SalesJournal } from './services/ledger/sales-journal.service';
import { CustomerStatements } from './services/ledger/customer-statements.service';
import { PaymentReversals } from './services/settlement/payment-reversals.service';
import { SettlementBooks } from './services/settlement/settlement-books.service';
import { Withholdings } from './services/settlement/withholdings.service';

/** Documents, money and books: what only this lib sees. */
export const moneyParts = [
  AccountingPeriodRepository,
  AccountSettingsRepository,
  CashAccountGuards,
  CommissionBooks,
  CommissionRepository,
  CustomerStatementRepository,
  DocumentContexts,
  DraftBills,
  DraftRepository,
  PaymentReversals,
  ProofContributions,
  SettlementBooks,
  WithholdingRepository,
];

/** Documents, money and books: what others may use. */
export const moneyServices = [
  AccountingPeriods,
  BillingSettings,
  CashAccounts,
  CashJournal,
  Commissions,
  CommissionStatements,
  CustomerStatements,
  InvoiceDrafts,
  InvoiceReissue,
  ResellerJournal,
  SalesJournal,
  TaxDocuments,
  Withholdings,
];
