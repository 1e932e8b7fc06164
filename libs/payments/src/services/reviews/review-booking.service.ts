import { Injectable } from '@nestjs/common';
import { SettlementService } from '@app/billing';
import { CoreErrors, type Money } from '@app/core';
import { CustomersService } from '@app/customers';
import { SitesService } from '@app/iam';
import { DatabaseClock } from '@app/platform';
import { ReviewErrors } from '../../payments-control.errors';
import { AttemptRepository } from '../../repositories/attempts/attempt.repository';
import { type OpenReview } from '../../repositories/reviews/review.repository';
import { Refunds } from '../refunds/refunds.service';
import { ofCustomer } from '../targets/of-customer';
import { WritePayment } from '../write-payment.service';
import { type DecideReview } from './reviews.service';

export interface BookedReview {
  customerId: string | null;
  paymentId: string | null;
  refundId: string | null;
}

/** Books the money of a review as it was decided; the caller's transaction holds the attempt. */
@Injectable()
export class ReviewBooking {
  constructor(
    private readonly clock: DatabaseClock,
    private readonly customers: CustomersService,
    private readonly sites: SitesService,
    private readonly settlement: SettlementService,
    private readonly writer: WritePayment,
    private readonly attempts: AttemptRepository,
    private readonly refunds: Refunds,
  ) {}

  async book(review: OpenReview, command: DecideReview, amount: Money): Promise<BookedReview> {
    const customerId = command.customerId ?? review.customerId;
    if (command.action === 'DISMISS') return { customerId, paymentId: null, refundId: null };
    if (customerId === null) throw CoreErrors.NOT_FOUND({ what: 'customer', id: '' });
    const paymentId = await this.pay(review, command, amount, customerId);
    if (command.action !== 'REFUND') return { customerId, paymentId, refundId: null };
    const { proofRef, reason } = command;
    const way = proofRef === undefined ? ({ way: 'GATEWAY' } as const) : ({ way: 'MANUAL', proofRef } as const);
    const { id: refundId } = await this.refunds.request({ paymentId, reason, ...way });
    return { customerId, paymentId, refundId };
  }

  /** The money is ours from here on: a payment of the attempt, or a transfer for a notice without one. */
  private async pay(
    review: OpenReview,
    { action, invoiceId, reason }: DecideReview,
    amount: Money,
    customerId: string,
  ): Promise<string> {
    const site = await this.sites.get((await this.customers.get(customerId)).siteId);
    const now = await this.clock.sample();
    const isAttempt = review.subject === 'ATTEMPT';
    const method = isAttempt ? ('GATEWAY' as const) : ('TRANSFER' as const);
    const money = { amount, method, receivedAt: now, cashAccount: review.cashAccount };
    const target = action === 'INVOICE' && invoiceId !== undefined ? { invoiceId } : { depositOnly: true };
    const unique = isAttempt ? { attemptId: review.id } : { idempotencyKey: `review:${review.id}` };
    const written = await this.writer.write(
      { site, ...money, ...unique, recordedAt: now, note: reason, externalRef: review.merchantOrderId ?? undefined },
      async (paymentId) =>
        ofCustomer(customerId, await this.settlement.settle({ paymentId, customerId, ...money, ...target })),
    );
    if (!written) throw ReviewErrors.DECIDED();
    if (isAttempt) await this.attempts.move(review.id, { state: 'PAID', nextCheckAt: null }, now);
    return written.id;
  }
}
