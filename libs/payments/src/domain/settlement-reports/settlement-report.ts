import { type LocalDate } from '@app/core';
import { type ReportColumns } from './report-columns';
import { type SettlementAction } from './settlement-decision';
import { type BadRow, type SettlementKind, type SettlementState } from './settlement-row';

export const REPORT_STATES = ['QUEUED', 'COMPLETED', 'FAILED'] as const;
export type ReportState = (typeof REPORT_STATES)[number];

/** A report of a gateway that somebody uploaded. */
export interface SettlementReport {
  id: string;
  accountId: string;
  fileName: string;
  contentType: string;
  /** Headers by field, as the caller mapped them. */
  columns: ReportColumns;
  state: ReportState;
  /** Lines that were new. */
  rowCount: number;
  /** Lines that an earlier report told of. */
  repeatedCount: number;
  /** Lines that nobody understands, the first hundred. */
  badRows: readonly BadRow[];
  /** Why it failed. */
  problem: string | null;
  jobId: string | null;
  requestedBy: string;
  createdAt: Date;
  finishedAt: Date | null;
}

/** A line as it stands beside our books. */
export interface ComparedRow {
  id: string;
  rowNo: number;
  kind: SettlementKind;
  state: SettlementState;
  merchantOrderId: string | null;
  providerRef: string | null;
  currency: string;
  gross: bigint;
  fee: bigint;
  net: bigint;
  /** What is booked, or else was asked for; null: there is no such attempt. */
  expected: bigint | null;
  channel: string | null;
  paidOn: LocalDate | null;
  settledOn: LocalDate | null;
  attemptId: string | null;
  paymentId: string | null;
  /** Its money is booked as nobody's. */
  isInSuspense: boolean;
  /** What a person decided about it. */
  decision: SettlementAction | null;
}

/** Lines of one kind and outcome, together. */
export interface ComparedSum {
  kind: SettlementKind;
  state: SettlementState;
  currency: string;
  count: number;
  gross: bigint;
  fee: bigint;
  net: bigint;
}

/** A payment that no report has named yet. */
export interface UnsettledPayment {
  id: string;
  number: string;
  accountId: string;
  merchantOrderId: string;
  currency: string;
  amount: bigint;
  receivedAt: Date;
}

/** Money that a gateway sent to a bank. */
export interface GatewayPayout {
  id: string;
  accountId: string;
  reference: string;
  currency: string;
  amount: bigint;
  bankAccount: `CASH.${string}`;
  paidOn: LocalDate;
  note: string;
  recordedBy: string;
  recordedAt: Date;
}
