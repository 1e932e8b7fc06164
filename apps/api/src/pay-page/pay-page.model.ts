import { type Invoice, type InvoiceLine } from '@app/billing';
import { type Language, type Money } from '@app/core';
import {
  type BankAccount,
  type PaymentAttempt,
  type PaymentClaim,
  type PayOption,
  type ReceiptFacts,
  type UniqueAmount,
} from '@app/payments';

/** An attempt with what its payer needs to know. */
export interface ShownAttempt {
  attempt: PaymentAttempt;
  /** Name of its way to pay. */
  wayName: string;
  /** Markup of the QR code, made here. */
  qrSvg: string | null;
  /** For a transfer with a unique amount: where to, and what is reserved. */
  transfer: {
    account: Pick<BankAccount, 'bank' | 'accountNumber' | 'holderName' | 'extraTo'>;
    reserved: UniqueAmount;
  } | null;
}

/** Everything that the page of a payer shows. Nothing of the customer but his shortened name. */
export interface PayPageModel {
  language: Language;
  /** `/p/<token>`. */
  path: string;
  siteName: string;
  timeZone: string;
  payerName: string;
  invoice: (Invoice & { lines: InvoiceLine[] }) | undefined;
  /** Can something be paid here? */
  isOpen: boolean;
  /** What is due now. */
  due: Money;
  ways: readonly PayOption[];
  live: ShownAttempt | undefined;
  receipts: readonly (ReceiptFacts & { url: string })[];
  claims: readonly PaymentClaim[];
  /** The top-up that is looked at, in place of the invoice. */
  topUp: { id: string; amount: Money; isPaid: boolean } | undefined;
  mayTopUp: boolean;
  /** What went wrong with the last step, in the payer's language. */
  problem: string | undefined;
  /** The form that was refused, which stays open. */
  refused: 'proof' | 'top-up' | undefined;
}
