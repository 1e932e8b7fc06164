import { type SettlementState } from './settlement-row';

export const SETTLEMENT_ACTIONS = [
  'PARTIAL',
  'ABSORB',
  'SETTLE',
  'CREDIT',
  'INVOICE',
  'REFUND',
  'SUSPENSE',
  'TAKEN_BACK',
  'DISMISS',
] as const;
/**
 * What to do with a line that differs. The gateway settled less: `PARTIAL` counts only what it settled, so that the rest is
 * owed again; `ABSORB` bears it as a fee. It settled more, or what we have no payment of: `CREDIT` keeps it as a customer's
 * deposit, `INVOICE` pays an invoice, `REFUND` gives it back. Only of what we have no payment of: `SETTLE` is the payment of
 * the order that the line names, `SUSPENSE` books it as nobody's until another action follows. `TAKEN_BACK`: the gateway gave
 * it back on its own. `DISMISS`: there is nothing to book.
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
  /** The order that the line names by our number or the gateway's reference. */
  attemptId: string | null;
  /** What was asked for with it. */
  asked: bigint | null;
  customerId: string | null;
  /** Posting by which it lies in SUSPENSE. */
  suspenseId: string | null;
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

/** What a decision did to the books. */
export type BookedDecision = Pick<SettlementDecision, 'customerId' | 'reversalId' | 'paymentId' | 'refundId'>;

/** Settled less booked; all of what we have no payment of. Zero where no money of ours is concerned. */
export function differenceOf({ kind, state, gross, booked }: DifferingRow): bigint {
  if (kind === 'PAYMENT') return state === 'UNKNOWN_HERE' ? gross : gross - (booked ?? 0n);
  return kind !== 'PAYOUT' && booked !== null ? gross : 0n;
}

/** Actions that fit a line. */
export function actionsFor(row: DifferingRow): readonly SettlementAction[] {
  const difference = differenceOf(row);
  if (difference === 0n) return ['DISMISS'];
  if (row.kind !== 'PAYMENT') return difference < 0n ? ['TAKEN_BACK', 'DISMISS'] : ['DISMISS'];
  if (difference < 0n) return row.booked === null ? ['DISMISS'] : ['PARTIAL', 'ABSORB', 'DISMISS'];
  const owners: SettlementAction[] = isOfOrder(row) ? ['SETTLE'] : ['CREDIT', 'INVOICE', 'REFUND'];
  const parked: SettlementAction[] = row.booked === null && row.suspenseId === null ? ['SUSPENSE'] : [];
  return [...owners, ...parked, 'DISMISS'];
}

/** Is it just what an order of ours asked for, and nobody booked? Then it is that order's, whoever paid it. */
const isOfOrder = ({ paymentId, attemptId, asked, gross }: DifferingRow): boolean =>
  paymentId === null && attemptId !== null && asked === gross;
