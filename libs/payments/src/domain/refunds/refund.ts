import { type RefundState, type RefundWay } from './refund-state';

export const REFUND_KINDS = ['REFUND', 'CHARGEBACK'] as const;
/** `CHARGEBACK`: a bank or the gateway took it; nobody asked us. */
export type RefundKind = (typeof REFUND_KINDS)[number];

/** Money of a payment that goes back. Amounts in booking units of `currency`. */
export interface Refund {
  id: string;
  paymentId: string;
  /** Of payments through a gateway. */
  attemptId: string | null;
  siteId: string;
  customerId: string | null;
  way: RefundWay;
  kind: RefundKind;
  state: RefundState;
  currency: string;
  amount: bigint;
  reason: string;
  /** The account of the books that the money leaves. */
  cashAccount: `CASH.${string}`;
  /** Number of the transfer or receipt, of refunds by hand. */
  proofRef: string | null;
  /** The deposit payment of a refund to credit. */
  creditPaymentId: string | null;
  /** The gateway's name for it. */
  gatewayRef: string | null;
  /** What it did to the books. */
  reversalId: string | null;
  /** Why it failed, or why nobody knows. */
  problem: string | null;
  /** Questions and tries so far. */
  checks: number;
  nextCheckAt: Date | null;
  requestedBy: string;
  requestedByName: string;
  requestedAt: Date;
  approvedBy: string | null;
  approvedByName: string | null;
  approvedAt: Date | null;
  sentAt: Date | null;
  finishedAt: Date | null;
}
