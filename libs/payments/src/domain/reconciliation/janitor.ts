import { type PaymentEvidence } from '../attempts/evidence';
import { GRACE_MS } from './check-schedule';

/** What the gateway said about an order; `absent`: it has none of this name; `unknown`: it said nothing. */
export type Answer =
  'paid' | 'pending' | 'failed' | 'expired' | 'cancelled' | 'refunded' | 'chargeback' | 'absent' | 'unknown';

/**
 * The event for the one door; `KEEP`: nothing better is known; `UNANSWERED`: nothing will be, a person or a settlement report
 * has to say; `ODD`: money came and went, a person has to look.
 */
export type Verdict = PaymentEvidence['event'] | 'KEEP' | 'UNANSWERED' | 'ODD';

const BY_ANSWER: Readonly<Record<Answer, Verdict>> = {
  paid: 'PAID',
  pending: 'PENDING',
  failed: 'FAILED',
  expired: 'EXPIRED',
  cancelled: 'CANCELLED',
  // why: we never knew of the money
  refunded: 'ODD',
  chargeback: 'ODD',
  // why: an order without a channel is unknown to the gateway until the payer has chosen (payments.md 2.6)
  absent: 'KEEP',
  unknown: 'KEEP',
};

/**
 * What an answer means for an attempt that nobody has booked. Without a better answer it keeps its state, until it is over
 * and nobody will ask again: it has expired if the gateway spoke, and stays open if it never did. A payment that turns up later
 * is settled all the same.
 */
export function judge(answer: Answer, attempt: { expiresAt: Date | null; mayAskAgain: boolean }, now: Date): Verdict {
  const verdict = BY_ANSWER[answer];
  if (verdict !== 'KEEP' && verdict !== 'PENDING') return verdict;
  if (attempt.mayAskAgain || !isOver(attempt.expiresAt, now)) return verdict;
  return answer === 'unknown' ? 'UNANSWERED' : 'EXPIRED';
}

/** Its time and the minutes of grace are behind it; one without an end never is by itself. */
export const isOver = (expiresAt: Date | null, now: Date): boolean =>
  expiresAt !== null && expiresAt.getTime() + GRACE_MS <= now.getTime();
