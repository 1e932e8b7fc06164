import { type LocalDate } from '@app/core';

/** What a line of a gateway's report is about. */
export const SETTLEMENT_KINDS = ['PAYMENT', 'REFUND', 'CHARGEBACK', 'PAYOUT'] as const;
export type SettlementKind = (typeof SETTLEMENT_KINDS)[number];

/** How it compares with our books. What we have and no report named yet is "not settled yet", a list of payments. */
export const SETTLEMENT_STATES = ['MATCHED', 'AMOUNT_DIFFERS', 'UNKNOWN_HERE', 'DECIDED'] as const;
export type SettlementState = (typeof SETTLEMENT_STATES)[number];

/** A line of a report, understood. Amounts in booking units; a refund's are negative, `gross − fee = net`. */
export interface SettlementRow {
  rowNo: number;
  /** Names the fact, not the line: the same in every report that tells of it. */
  key: string;
  kind: SettlementKind;
  merchantOrderId: string | null;
  providerRef: string | null;
  gross: bigint;
  fee: bigint;
  net: bigint;
  channel: string | null;
  paidOn: LocalDate | null;
  settledOn: LocalDate | null;
}

/** A line that nobody understands, with the field that is to blame. */
export interface BadRow {
  rowNo: number;
  field: string;
  text: string;
}
