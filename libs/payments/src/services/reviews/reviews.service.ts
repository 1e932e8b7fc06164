import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { CoreErrors, Money, type Page, uuidv7 } from '@app/core';
import { Approvals } from '@app/iam';
import { Alerts, AuditLog, CurrentActor, DatabaseClock } from '@app/platform';
import { type Review, type ReviewAction, type ReviewDecision, UNANSWERED } from '../../domain/reviews/review';
import { ReviewErrors } from '../../payments-control.errors';
import { AttemptRepository } from '../../repositories/attempts/attempt.repository';
import { type OpenReview, type ReviewFilter, ReviewRepository } from '../../repositories/reviews/review.repository';
import { ReviewOutcomes } from './review-outcomes.service';
import { ReviewApproval } from './review.approval';

export interface DecideReview {
  reviewId: string;
  action: ReviewAction;
  /** Where nobody knows it, as of an event or another currency: what the gateway shows. An attempt has its own. */
  amount?: Money;
  /** Whose money it is; default: the customer of the attempt. */
  customerId?: string | undefined;
  /** With `INVOICE`. */
  invoiceId?: string | undefined;
  /** With `REFUND`: number of the transfer that gave it back by hand; without it the gateway does. */
  proofRef?: string | undefined;
  reason: string;
}

/** Money that a gateway confirms, or may have, and nobody has booked: what to do with it is for people (payments.md 6.4, 6.5). */
@Injectable()
export class Reviews {
  constructor(
    private readonly reviews: ReviewRepository,
    private readonly attempts: AttemptRepository,
    private readonly outcomes: ReviewOutcomes,
    private readonly approvals: Approvals,
    private readonly clock: DatabaseClock,
    private readonly actor: CurrentActor,
    private readonly alerts: Alerts,
    private readonly audit: AuditLog,
  ) {}

  /** Oldest first. */
  async list(filter: ReviewFilter): Promise<Page<Review>> {
    return this.reviews.page(filter);
  }

  /**
   * Decides once, for good; above the four-eyes limit a second person agrees first.
   *
   * @throws DomainError CORE_NOT_FOUND, REVIEWS_DECIDED, REVIEWS_NO_MONEY, REVIEWS_NOT_UNANSWERED, IAM_APPROVAL_REQUIRED, and those of settlement and
   * refunds
   */
  @Transactional()
  async decide(command: DecideReview): Promise<ReviewDecision> {
    const review = await this.open(command.reviewId);
    const amount = amountOf(review, command);
    await this.agree(review, command, amount);
    const booked = await this.outcomes.apply(review, command, amount);
    const { id: decidedBy, name: decidedByName } = this.actor.get();
    const isAttempt = review.subject === 'ATTEMPT';
    const { action, reason, invoiceId = null } = command;
    const decision: ReviewDecision = {
      ...{ id: uuidv7(), attemptId: isAttempt ? review.id : null, eventId: isAttempt ? null : review.id },
      ...{ siteId: review.siteId, action, reason, invoiceId, decidedBy, decidedByName },
      ...{ ...booked, currency: amount.currency, amount: amount.amount, decidedAt: await this.clock.sample() },
    };
    if (!(await this.reviews.insert(decision))) throw ReviewErrors.DECIDED();
    const subject = { type: isAttempt ? 'payment-attempt' : 'gateway-event', id: review.id };
    await this.audit.record({
      action: 'review.decided',
      subject,
      siteId: review.siteId,
      before: review,
      after: decision,
    });
    if (isAttempt) await this.alerts.resolveAllOf({ type: 'payment-attempt', id: review.id });
    return decision;
  }

  /** Holds the attempt's row, so that evidence of the same moment waits. */
  private async open(id: string): Promise<OpenReview> {
    const found = await this.reviews.find(id);
    if (!found) throw CoreErrors.NOT_FOUND({ what: 'review', id });
    if (found.subject === 'EVENT') return found;
    await this.attempts.lock(id);
    const locked = await this.reviews.find(id);
    if (!locked) throw ReviewErrors.DECIDED();
    return locked;
  }

  private async agree(review: OpenReview, command: DecideReview, amount: Money): Promise<void> {
    const { action, customerId, invoiceId } = command;
    await this.approvals.requireAbove(amount, ReviewApproval, {
      subject: `review:${review.id}`,
      siteId: review.siteId,
      payload: { action, customerId, invoiceId, amount: amount.amount, currency: amount.currency },
      reason: `${review.gateway} ${review.merchantOrderId ?? ''}: ${command.reason}`,
    });
  }
}

function amountOf(review: OpenReview, { action, amount }: DecideReview): Money {
  if (action === 'SETTLE') {
    if (review.reason !== UNANSWERED || review.asked === null) throw ReviewErrors.NOT_UNANSWERED();
    return Money.of(review.asked, review.currency);
  }
  if (review.claimed !== null) return Money.of(review.claimed, review.currency);
  if (amount?.currency === review.currency && amount.isPositive()) return amount;
  if (action !== 'DISMISS') throw ReviewErrors.NO_MONEY();
  return Money.of(0n, review.currency);
}
