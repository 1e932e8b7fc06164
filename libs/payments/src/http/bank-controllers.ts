import { BankAccountsController } from './bank/bank-accounts.controller';
import { BankMutationsController } from './bank/bank-mutations.controller';
import { PaymentClaimsController } from './claims/payment-claims.controller';
import { TopUpsController } from './top-ups/top-ups.controller';

/** Routes about transfers. */
export const bankControllers = [
  BankAccountsController,
  BankMutationsController,
  PaymentClaimsController,
  TopUpsController,
];
