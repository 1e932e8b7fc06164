/** Reason of an attempt whose gateway never said what became of it. */
export const UNANSWERED = 'UNANSWERED';

export const REVIEW_ACTIONS = ['SETTLE', 'CREDIT', 'INVOICE', 'REFUND', 'DISMISS'] as const;
/**
 * `SETTLE`: it was paid just as asked, of an attempt whose gateway gives no answer; `CREDIT`: to a customer's deposit; `INVOICE`: pays one; `REFUND`: goes back to who sent it; `DISMISS`: there is no money, or
 * somebody has dealt with it elsewhere.
 */
export type ReviewAction = (typeof REVIEW_ACTIONS)[number];

export const REVIEW_SUBJECTS = ['ATTEMPT', 'EVENT'] as const;
/**
 * `ATTEMPT`: another amount was paid than asked for, or (reason `UNANSWERED`) its gateway never said what became of it; `EVENT`:
 * a genuine notice about an order that is not ours.
 */
export type ReviewSubject = (typeof REVIEW_SUBJECTS)[number];

/** Money that a gateway confirms, or may have, and nobody has booked. */
export interface Review {
  id: string;
  subject: ReviewSubject;
  siteId: string | null;
  customerId: string | null;
  accountId: string;
  gateway: string;
  merchantOrderId: string | null;
  currency: string;
  /** What we asked for; null of events. */
  asked: bigint | null;
  /** What the gateway says was paid; null of events. */
  claimed: bigint | null;
  reason: string | null;
  since: Date;
}

/** What a person decided. It never changes. */
export interface ReviewDecision {
  id: string;
  attemptId: string | null;
  eventId: string | null;
  siteId: string | null;
  action: ReviewAction;
  customerId: string | null;
  invoiceId: string | null;
  paymentId: string | null;
  refundId: string | null;
  currency: string;
  amount: bigint;
  reason: string;
  decidedBy: string;
  decidedByName: string;
  decidedAt: Date;
}
