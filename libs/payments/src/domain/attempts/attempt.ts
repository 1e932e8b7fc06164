import { type AttemptState } from './attempt-state';

/** What an attempt pays for. */
export const TARGET_KINDS = ['INVOICE', 'TOP_UP', 'VOUCHER_ORDER', 'RESELLER_DEPOSIT'] as const;
export type TargetKind = (typeof TARGET_KINDS)[number];

export interface TargetRef {
  kind: TargetKind;
  id: string;
}

/** How the payer pays at a provider. */
export interface PayInstructions {
  vaNumber: string | null;
  qrString: string | null;
  payUrl: string | null;
  /** Steps or an account to transfer to, as the gateway gave them. */
  instructions: unknown;
}

/** One try to get one target paid through one account of a gateway. Amounts in booking units of `currency`. */
export interface PaymentAttempt extends PayInstructions {
  id: string;
  target: TargetRef;
  customerId: string | null;
  siteId: string;
  gateway: string;
  accountId: string;
  /** Our name for it at the provider: unique, never used twice. */
  merchantOrderId: string;
  providerRef: string | null;
  /** What the provider is asked to collect: what the target gets and {@link feeAmount}. */
  amount: bigint;
  /** The part of {@link amount} that the payer bears for the channel. */
  feeAmount: bigint;
  /** What a provider said was paid, where it is not {@link amount}. */
  claimedAmount: bigint | null;
  currency: string;
  state: AttemptState;
  /** Why it is where it is, for the staff: a code of the provider, `REPLACED`, `AMOUNT_MISMATCH`. */
  reason: string | null;
  channel: string | null;
  returnUrl: string | null;
  expiresAt: Date | null;
  /** When the provider is asked next; null: no more. */
  nextCheckAt: Date | null;
  checks: number;
  checkedAt: Date | null;
  settledAt: Date | null;
  version: number;
  createdAt: Date;
  updatedAt: Date;
}
