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
import { PaymentTargets } from '../targets/payment-targets';
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
    private readonly targets: PaymentTargets,
  ) {}

  async book(review: OpenReview, command: DecideReview, amount: Money): Promise<BookedReview> {
    const customerId = command.customerId ?? review.customerId;
    const paymentId =
      customerId === null
        ? await this.payAnonymously(review, command, amount)
        : await this.pay(review, command, amount, customerId);
    if (command.action !== 'REFUND') return { customerId, paymentId, refundId: null };
    const { proofRef, reason } = command;
    const way = proofRef === undefined ? ({ way: 'GATEWAY' } as const) : ({ way: 'MANUAL', proofRef } as const);
    const { id: refundId } = await this.refunds.request({ paymentId, reason, ...way });
    return { customerId, paymentId, refundId };
  }

  /** Money of nobody's account, to give it back: its target keeps it until then. */
  private async payAnonymously(
    { id, subject, siteId, cashAccount, merchantOrderId }: OpenReview,
    { action, reason }: DecideReview,
    amount: Money,
  ): Promise<string> {
    const attempt = subject === 'ATTEMPT' && action === 'REFUND' ? await this.attempts.find(id) : undefined;
    if (!attempt || siteId === null) throw CoreErrors.NOT_FOUND({ what: 'customer', id: '' });
    const now = await this.clock.sample();
    const money = { amount, method: 'GATEWAY' as const, receivedAt: now, cashAccount };
    const target = this.targets.get(attempt.target.kind);
    const written = await this.writer.write(
      {
        ...{ ...money, site: await this.sites.get(siteId), attemptId: id, recordedAt: now, note: reason },
        externalRef: merchantOrderId ?? undefined,
      },
      (paymentId) => target.settle({ ...money, paymentId, attempt, surcharge: 0n, surchargeTo: 'GATEWAY_FEE' }),
    );
    if (!written) throw ReviewErrors.DECIDED();
    await this.attempts.move(id, { state: 'PAID', nextCheckAt: null }, now);
    return written.id;
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
