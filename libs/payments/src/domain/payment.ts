import { type PaymentMethod } from './payment-method';

/** Money that came in, as it stands for good: corrections are payments' own later rows (payments.md 6.1). */
export interface Payment {
  id: string;
  siteId: string;
  customerId: string;
  /** Receipt number, gapless within its site and month. */
  number: string;
  method: PaymentMethod;
  currency: string;
  /** Booking units of `currency`, above zero. */
  amount: bigint;
  /** The part that no invoice took. */
  depositAmount: bigint;
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
