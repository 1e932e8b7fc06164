/** Where money lies: an account of the ledger. */
type CashAccount = `CASH.${string}`;

/** Banks whose statements we can read by name; everything else goes by a mapping of columns. */
export const BANKS = ['BCA', 'MANDIRI', 'BRI', 'BNI', 'OTHER'] as const;
export type Bank = (typeof BANKS)[number];

/** Where the amount above the debt goes: to the customer's deposit, or to our income (payments.md 10). */
export const EXTRA_DESTINATIONS = ['DEPOSIT', 'INCOME'] as const;
export type ExtraDestination = (typeof EXTRA_DESTINATIONS)[number];

export const BANK_ACCOUNT_STATUSES = ['ACTIVE', 'PAUSED'] as const;
export type BankAccountStatus = (typeof BANK_ACCOUNT_STATUSES)[number];

/** An account of ours that customers transfer to, matched by unique amounts. */
export interface BankAccount {
  id: string;
  /** Null: of every site. */
  siteId: string | null;
  bank: string;
  accountNumber: string;
  holderName: string;
  currency: string;
  /** Account of the ledger that the money lies on. */
  cashAccount: CashAccount;
  /** A static QRIS whose money arrives here. */
  qrisPayload: string | null;
  /** Codes are 1 to this, until more than half of them are in use. */
  codeMax: number;
  /** Codes never exceed this. */
  codeLimit: number;
  /** How long an amount stays reserved after its end: banks book late. */
  graceDays: number;
  extraTo: ExtraDestination;
  status: BankAccountStatus;
  version: number;
}

/** An amount that belongs to one attempt alone, for as long as it is active. */
export interface UniqueAmount {
  attemptId: string;
  bankAccountId: string;
  /** What the customer transfers. */
  amount: bigint;
  /** What he owes. */
  baseAmount: bigint;
  currency: string;
  expiresAt: Date;
  releaseAt: Date;
}
