import { type LocalDate } from '@app/core';
import { type ProofType } from './proof-type';

/** `DUPLICATE`: the same file was sent before; it holds nothing back and needs a second look. */
export const CLAIM_STATUSES = ['SUBMITTED', 'DUPLICATE', 'APPROVED', 'REJECTED'] as const;
export type ClaimStatus = (typeof CLAIM_STATUSES)[number];

export const CLAIM_SOURCES = ['PAY_PAGE', 'STAFF', 'WHATSAPP'] as const;
export type ClaimSource = (typeof CLAIM_SOURCES)[number];

/** Somebody says that he transferred money. It is never money itself (payments.md 12.2). */
export interface PaymentClaim {
  id: string;
  siteId: string;
  customerId: string;
  invoiceId: string | null;
  attemptId: string | null;
  /** As the customer says, in booking units of `currency`. */
  amount: bigint;
  currency: string;
  bank: string;
  senderName: string;
  transferredOn: LocalDate | null;
  source: ClaimSource;
  status: ClaimStatus;
  fileType: ProofType;
  /** Hex of the file as it was sent. */
  fileSha256: string;
  /** An earlier claim with the very same file. */
  duplicateOf: string | null;
  /** An earlier claim whose picture looks alike: a hint, not more. */
  similarTo: string | null;
  /** Nobody is isolated for this debt before then; null: no hold. */
  holdUntil: Date | null;
  paymentId: string | null;
  /** Told to the customer. */
  reason: string;
  submittedBy: string;
  submittedAt: Date;
  decidedByName: string | null;
  decidedAt: Date | null;
  version: number;
}

/** How long a claim keeps isolation off (billing.md 1.9). */
export const HOLD_HOURS = 24;

/** A customer who got a hold within so many days and paid nothing by it gets no other. */
export const HOLD_REST_DAYS = 14;

/** Claims of one customer that wait for a decision. */
export const MAX_OPEN_CLAIMS = 5;

/** Pictures whose hashes differ in no more bits look alike. */
export const ALIKE_BITS = 5;

export const isOpen = (status: ClaimStatus): boolean => status === 'SUBMITTED' || status === 'DUPLICATE';
