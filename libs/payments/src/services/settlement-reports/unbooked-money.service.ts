import { Injectable } from '@nestjs/common';
import { SettlementService } from '@app/billing';
import { CoreErrors, type Money } from '@app/core';
import { DatabaseClock } from '@app/platform';
import { type BookedDecision, type DifferingRow } from '../../domain/settlement-reports/settlement-decision';
import { type PaymentEvidence } from '../../domain/attempts/evidence';
import { RefundErrors, SettlementErrors } from '../../payments-control.errors';
import { SettleAttempt, type SettleOutcome } from '../attempts/settle-attempt.service';
import { PaymentPolicyService } from '../payment-policy.service';
import { Refunds } from '../refunds/refunds.service';
import { Reviews } from '../reviews/reviews.service';
import { ofCustomer } from '../targets/of-customer';
import { WritePayment } from '../write-payment.service';
import { type DecideSettlement } from './settlement-decisions.service';

export type BookUnbooked = DecideSettlement & { action: 'SETTLE' | 'CREDIT' | 'INVOICE' | 'REFUND' };

/** Makes a payment of what a gateway settled and our books do not have. Joins the caller's transaction. */
@Injectable()
export class UnbookedMoney {
  constructor(
    private readonly clock: DatabaseClock,
    private readonly policy: PaymentPolicyService,
    private readonly settlement: SettlementService,
    private readonly writer: WritePayment,
    private readonly refunds: Refunds,
    private readonly reviews: Reviews,
    private readonly door: SettleAttempt,
  ) {}

  /** @throws DomainError SETTLEMENTS_DECIDED when the money of the order came meanwhile */
  async book(row: DifferingRow, command: BookUnbooked, amount: Money): Promise<Partial<BookedDecision>> {
    if (row.attemptId === null || row.paymentId !== null) return this.ofNoOrder(row, command, amount);
    if (command.action === 'SETTLE') return this.ofOrder(row.attemptId, command, amount);
    return this.ofOrderInReview(row.attemptId, command, amount);
  }

  /** Through the one door, as if the gateway had told us in time. */
  private async ofOrder(attemptId: string, { reason }: BookUnbooked, amount: Money): Promise<Partial<BookedDecision>> {
    const { result, paymentId, attempt } = await this.settle(attemptId, amount, reason);
    if ((result !== 'settled' && result !== 'late-credit') || paymentId === undefined) throw SettlementErrors.DECIDED();
    return { customerId: attempt.customerId, paymentId };
  }

  /** Another amount than the order asked for: as money in review, decided at once. */
  private async ofOrderInReview(
    reviewId: string,
    { action, customerId, invoiceId, proofRef, reason }: BookUnbooked,
    amount: Money,
  ): Promise<Partial<BookedDecision>> {
    const { result } = await this.settle(reviewId, amount, reason);
    if (result !== 'review' || action === 'SETTLE') throw SettlementErrors.DECIDED();
    const wish = { reviewId, action, customerId, invoiceId, proofRef, reason };
    const { customerId: owner, paymentId, refundId } = await this.reviews.decide(wish);
    return { customerId: owner, paymentId, refundId };
  }

  private async settle(attemptId: string, amount: Money, note: string): Promise<SettleOutcome> {
    const evidence: PaymentEvidence = { event: 'PAID', source: 'PERSON', amount, note };
    return this.door.settle(attemptId, evidence);
  }

  /** Nobody's order, or a second payment of one: a payment of its own. */
  private async ofNoOrder(
    row: DifferingRow,
    { action, customerId: named, invoiceId, proofRef, reason }: BookUnbooked,
    amount: Money,
  ): Promise<Partial<BookedDecision>> {
    const customerId = named ?? row.customerId;
    if (customerId === null) throw CoreErrors.RULE_BROKEN({}, [{ path: 'customerId', code: 'REQUIRED' }]);
    if (action === 'REFUND' && proofRef === undefined) {
      throw RefundErrors.PROOF_MISSING({}, [{ path: 'proofRef', code: 'REQUIRED' }]);
    }
    const { site } = await this.policy.payerOf(customerId, amount);
    const recordedAt = await this.clock.sample();
    const { cashAccount } = row;
    const money = { amount, method: 'TRANSFER' as const, receivedAt: recordedAt, cashAccount };
    const goal =
      action === 'INVOICE' && invoiceId !== undefined ? { invoiceId } : { depositOnly: action !== 'INVOICE' };
    const written = await this.writer.write(
      {
        ...{ site, ...money, recordedAt, note: reason, idempotencyKey: `settlement-row:${row.id}` },
        externalRef: row.merchantOrderId ?? undefined,
      },
      async (paymentId) =>
        ofCustomer(customerId, await this.settlement.settle({ paymentId, customerId, ...money, ...goal })),
    );
    if (!written) throw SettlementErrors.DECIDED();
    const { id: paymentId } = written;
    if (action !== 'REFUND' || proofRef === undefined) return { customerId, paymentId };
    // why: by hand at the gateway's own desk, so that it leaves where it lies
    const refund = await this.refunds.request({ paymentId, way: 'MANUAL', reason, proofRef, cashAccount });
    return { customerId, paymentId, refundId: refund.id };
  }
}
