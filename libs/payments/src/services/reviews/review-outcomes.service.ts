import { Injectable } from '@nestjs/common';
import { type Money } from '@app/core';
import { UNANSWERED } from '../../domain/reviews/review';
import { ReviewErrors } from '../../payments-control.errors';
import { type OpenReview } from '../../repositories/reviews/review.repository';
import { AttemptMoves } from '../attempts/attempt-moves.service';
import { SettleAttempt } from '../attempts/settle-attempt.service';
import { type BookedReview, ReviewBooking } from './review-booking.service';
import { type DecideReview } from './reviews.service';

/** What follows from a decision about money in review; the caller's transaction holds the attempt. */
@Injectable()
export class ReviewOutcomes {
  constructor(
    private readonly booking: ReviewBooking,
    private readonly door: SettleAttempt,
    private readonly moves: AttemptMoves,
  ) {}

  async apply(review: OpenReview, command: DecideReview, amount: Money): Promise<BookedReview> {
    if (command.action === 'SETTLE') return this.settle(review, command.reason, amount);
    if (command.action === 'DISMISS') return this.dismiss(review);
    return this.booking.book(review, command, amount);
  }

  /** A person saw it paid where the gateway shows it to people: through the one door, for what it was started for. */
  private async settle({ id }: OpenReview, note: string, amount: Money): Promise<BookedReview> {
    const { attempt, paymentId } = await this.door.settle(id, { event: 'PAID', source: 'PERSON', amount, note });
    if (paymentId === undefined) throw ReviewErrors.DECIDED();
    return { customerId: attempt.customerId, paymentId, refundId: null };
  }

  /** No money came; should some come nevertheless, it is settled all the same. */
  private async dismiss({ id, customerId, reason }: OpenReview): Promise<BookedReview> {
    if (reason === UNANSWERED) await this.moves.move(id, 'EXPIRED', { nextCheckAt: null });
    return { customerId, paymentId: null, refundId: null };
  }
}
