import { CreditNotesController } from '../documents/credit-notes.controller';
import { InvoiceCorrectionsController } from '../documents/invoice-corrections.controller';
import { InvoiceDraftsController } from '../documents/invoice-drafts.controller';
import { AccountingPeriodsController } from './accounting-periods.controller';
import { CommissionsController } from './commissions.controller';
import { CustomerBillingController } from './customer-billing.controller';
import { WalletsController } from './wallets.controller';

/** Routes of documents, money and books. */
export const moneyControllers = [
  AccountingPeriodsController,
  CommissionsController,
  CreditNotesController,
  CustomerBillingController,
  InvoiceCorrectionsController,
  InvoiceDraftsController,
  WalletsController,
];
