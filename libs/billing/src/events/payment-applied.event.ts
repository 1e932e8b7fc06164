import { defineEvent } from '@app/platform';

/**
 * Money was settled. Its value date may lie before today: what was charged for being late since then was charged wrongly
 * (billing.md 1.10, backdated payment). Instants as ISO 8601. Key: payment id.
 */
export const PaymentApplied = defineEvent<{
  paymentId: string;
  customerId: string;
  /** Value date. */
  receivedAt: string;
  postedAt: string;
  invoiceIds: string[];
}>('billing.payment.applied.v1');

/** A payment, or a part of it, was taken back. Key: reversal id. */
export const PaymentReversed = defineEvent<{
  paymentId: string;
  reversalId: string;
  customerId: string;
  /** Owe again. */
  invoiceIds: string[];
}>('billing.payment.reversed.v1');
