import { type Money } from '@app/core';
import { type AttemptEvent } from './attempt-state';

/** Who says so. */
export type EvidenceSource = 'CALLBACK' | 'QUERY' | 'BANK' | 'PERSON';

/** What somebody whom we believe says about an attempt. */
export interface PaymentEvidence {
  /** As confirmed: a claim of an unsigned callback is none before the provider was asked. */
  event: Extract<AttemptEvent, 'PAID' | 'PENDING' | 'FAILED' | 'EXPIRED' | 'CANCELLED' | 'REFUNDED' | 'CHARGED_BACK'>;
  source: EvidenceSource;
  /** What was paid, whole; without it the amount of the attempt is what was confirmed. */
  amount?: Money;
  /** What went back of it so far. */
  refunded?: Money;
  providerRef?: string;
  channel?: string;
  /** Value date; default now. */
  paidAt?: Date;
  /** Money that did not come over the gateway's account: a bank transfer with a unique amount. */
  received?: { method: 'TRANSFER' | 'CASH'; cashAccount: `CASH.${string}` };
  /** Number of the mutation or receipt. */
  externalRef?: string;
  note?: string;
}

/**
 * What evidence did:
 * `settled` — the money is applied; `late-credit` — it is booked, nobody owed it, a person is told; `duplicate` — it was
 * booked before; `review` — another amount than asked for, nothing booked, a person is told; `moved` — the state changed
 * without money; `ignored` — nothing changed.
 */
export type SettleResult = 'settled' | 'late-credit' | 'duplicate' | 'review' | 'moved' | 'ignored';
