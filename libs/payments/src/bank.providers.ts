import { AttemptPaymentRepository } from './repositories/attempts/attempt-payment.repository';
import { BankAccountRepository } from './repositories/bank/bank-account.repository';
import { BankMutationRepository } from './repositories/bank/bank-mutation.repository';
import { UniqueAmountRepository } from './repositories/bank/unique-amount.repository';
import { PaymentClaimRepository } from './repositories/claims/payment-claim.repository';
import { BankAccounts } from './services/bank/bank-accounts.service';
import { BankMutations } from './services/bank/bank-mutations.service';
import { MutationMatcher } from './services/bank/mutation-matcher.service';
import { MutationReviews } from './services/bank/mutation-reviews.service';
import { UniqueAmounts } from './services/bank/unique-amounts.service';
import { ClaimDecisions } from './services/claims/claim-decisions.service';
import { ClaimJournal } from './services/claims/claim-journal.service';
import { ClaimPayments } from './services/claims/claim-payments.service';
import { ClaimsPersonalData } from './services/claims/claims.personal-data';
import { ClaimsHoldIsolation } from './services/claims/claims-hold-isolation';
import { PaymentClaims } from './services/claims/payment-claims.service';
import { ProofFiles } from './services/claims/proof-files.service';

/** Bank accounts, unique amounts, mutations and proofs of transfers, for other topics of this lib. */
export const BANK_EXPORTS = [
  BankAccounts,
  BankMutations,
  ClaimDecisions,
  MutationMatcher,
  MutationReviews,
  PaymentClaims,
  UniqueAmounts,
];

export const BANK_PROVIDERS = [
  ...BANK_EXPORTS,
  AttemptPaymentRepository,
  BankAccountRepository,
  BankMutationRepository,
  ClaimJournal,
  ClaimPayments,
  ClaimsHoldIsolation,
  ClaimsPersonalData,
  PaymentClaimRepository,
  ProofFiles,
  UniqueAmountRepository,
];
