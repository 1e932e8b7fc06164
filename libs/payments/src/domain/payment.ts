import { type CashAccount } from './cash-account';
import { type PaymentMethod } from './payment-method';

/** Money that came in, as it stands for good: corrections are payments' own later rows (payments.md 6.1). */
export interface Payment {
  id: string;
  siteId: string;
  /** Null: an anonymous sale. */
  customerId: string | null;
  /** Receipt number, gapless within its site and month. */
  number: string;
  method: PaymentMethod;
  currency: string;
  /** What was settled, in booking units of `currency`, above zero. */
  amount: bigint;
  /** The part that no invoice took. */
  depositAmount: bigint;
  /** What the payer was charged on top for the way he paid. */
  feeAmount: bigint;
  /** Where the money lies: {@link amount} and {@link feeAmount}. */
  cashAccount: CashAccount;
  /** The attempt that it settled, of payments through a gateway. */
  attemptId: string | null;
  /** The gateway's channel. */
  channel: string | null;
  /** Who collected it. */
  collectorId: string | null;
  /** Value date: when the money was received. */
  receivedAt: Date;
  recordedAt: Date;
  recordedBy: string;
  recordedByName: string;
  externalRef: string | null;
  note: string;
  /** Did this payment end an isolation? */
  restoredAccess: boolean;
}

/** What a payment did to one invoice. */
export interface PaymentAllocation {
  invoiceId: string;
  invoiceNumber: string;
  amount: bigint;
  /** What the invoice still lacks, now. */
  remaining: bigint;
}

export interface PaymentWithAllocations extends Payment {
  allocations: PaymentAllocation[];
}
