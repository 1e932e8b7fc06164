import { type SettlementState } from './settlement-row';

export const SETTLEMENT_ACTIONS = ['PARTIAL', 'ABSORB', 'CREDIT', 'REFUND', 'DISMISS'] as const;
/**
 * What to do with a line that differs. The gateway settled less: `PARTIAL` counts only what it settled, so that the rest is
 * owed again; `ABSORB` bears it as a fee. It settled more: `CREDIT` keeps it as the customer's deposit; `REFUND` gives it
 * back. `DISMISS`: there is nothing to book.
 */
export type SettlementAction = (typeof SETTLEMENT_ACTIONS)[number];

/** A line that waits for a decision, with what our books have of it. */
export interface DifferingRow {
  id: string;
  reportId: string;
  accountId: string;
  siteId: string | null;
  cashAccount: `CASH.${string}`;
  kind: string;
  state: SettlementState;
  merchantOrderId: string | null;
  currency: string;
  gross: bigint;
  /** What is booked; null: no payment. */
  booked: bigint | null;
  paymentId: string | null;
  customerId: string | null;
}

/** What a person decided. It never changes. */
export interface SettlementDecision {
  id: string;
  rowId: string;
  action: SettlementAction;
  /** Settled less booked. */
  difference: bigint;
  currency: string;
  customerId: string | null;
  reversalId: string | null;
  paymentId: string | null;
  refundId: string | null;
  reason: string;
  decidedBy: string;
  decidedByName: string;
  decidedAt: Date;
}

/** Settled less booked; all of a second payment that an order got. Zero where no payment of ours is concerned. */
export function differenceOf({ kind, state, gross, booked }: DifferingRow): bigint {
  if (kind !== 'PAYMENT' || booked === null) return 0n;
  return state === 'UNKNOWN_HERE' ? gross : gross - booked;
}

/** Actions that fit a difference. */
export function actionsFor(difference: bigint): readonly SettlementAction[] {
  if (difference < 0n) return ['PARTIAL', 'ABSORB', 'DISMISS'];
  return difference > 0n ? ['CREDIT', 'REFUND', 'DISMISS'] : ['DISMISS'];
}
