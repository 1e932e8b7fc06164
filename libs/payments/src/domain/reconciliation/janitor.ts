import { type PaymentEvidence } from '../attempts/evidence';
import { GRACE_MS } from './check-schedule';

/** What the gateway said about an order. */
export type Answer = 'paid' | 'pending' | 'failed' | 'expired' | 'cancelled' | 'refunded' | 'chargeback' | 'unknown';

/** The event for the one door; `KEEP`: nothing better is known; `ODD`: money came and went, a person has to look. */
export type Verdict = PaymentEvidence['event'] | 'KEEP' | 'ODD';

const BY_ANSWER: Readonly<Record<Answer, Verdict>> = {
  paid: 'PAID',
  pending: 'PENDING',
  failed: 'FAILED',
  expired: 'EXPIRED',
  cancelled: 'CANCELLED',
  // why: we never knew of the money
  refunded: 'ODD',
  chargeback: 'ODD',
  unknown: 'KEEP',
};

/**
 * What an answer means for an attempt that nobody has booked. Without a better answer it keeps its state, until it is over
 * and nobody will ask again; a payment that turns up later is settled all the same.
 */
export function judge(answer: Answer, attempt: { expiresAt: Date | null; mayAskAgain: boolean }, now: Date): Verdict {
  const verdict = BY_ANSWER[answer];
  if (verdict !== 'KEEP' && verdict !== 'PENDING') return verdict;
  return !attempt.mayAskAgain && isOver(attempt.expiresAt, now) ? 'EXPIRED' : verdict;
}

/** Its time and the minutes of grace are behind it; one without an end never is by itself. */
export const isOver = (expiresAt: Date | null, now: Date): boolean =>
  expiresAt !== null && expiresAt.getTime() + GRACE_MS <= now.getTime();
