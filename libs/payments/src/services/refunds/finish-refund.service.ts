import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { Alerts, DatabaseClock } from '@app/platform';
import { type Refund } from '../../domain/refunds/refund';
import { AttemptRepository } from '../../repositories/attempts/attempt.repository';
import { RefundRepository } from '../../repositories/refunds/refund.repository';
import { ReversePaymentService } from '../reverse-payment.service';
import { RefundCredits } from './refund-credits.service';

/** Ends refunds: what they do to the books, and their last state. The caller's transaction holds the refund's row. */
@Injectable()
export class FinishRefund {
  constructor(
    private readonly clock: DatabaseClock,
    private readonly refunds: RefundRepository,
    private readonly attempts: AttemptRepository,
    private readonly reversing: ReversePaymentService,
    private readonly credits: RefundCredits,
    private readonly alerts: Alerts,
  ) {}

  /** The money is back: the payment is reversed, invoices owe again. Lock order: refund, attempt, account. */
  @Transactional()
  async done(refund: Refund, { gatewayRef, proofRef }: { gatewayRef?: string; proofRef?: string }): Promise<void> {
    const now = await this.clock.sample();
    if (refund.way === 'GATEWAY') await this.moveAttempt(refund, now);
    const reversal = await this.reversing.reverseFor(refund);
    const creditPaymentId = refund.way === 'CREDIT' ? await this.credits.give(refund, now) : undefined;
    await this.refunds.step(
      refund.id,
      {
        ...{ state: 'DONE', nextCheckAt: null, reversalId: reversal.id },
        ...(creditPaymentId === undefined ? {} : { creditPaymentId }),
        ...(gatewayRef === undefined ? {} : { gatewayRef }),
        ...(proofRef === undefined ? {} : { proofRef }),
      },
      now,
    );
    await this.alerts.resolve(stuckAlertKey(refund.id));
  }

  /** Nothing went back, that is certain: the amount is free again. */
  @Transactional()
  async failed(refund: Refund, problem: string): Promise<void> {
    await this.refunds.step(refund.id, { state: 'FAILED', nextCheckAt: null, problem }, await this.clock.sample());
    await this.alerts.resolve(stuckAlertKey(refund.id));
  }

  /** An attempt whose whole money went back says so; of a part it stays paid. */
  private async moveAttempt({ attemptId, amount, kind }: Refund, now: Date): Promise<void> {
    const locked = attemptId === null ? undefined : await this.attempts.lock(attemptId);
    if (locked?.attempt.state !== 'PAID') return;
    const { attempt } = locked;
    const back = amount + (await this.refunds.refundedOf(attempt.id));
    if (back < attempt.amount - attempt.feeAmount) return;
    const state = kind === 'CHARGEBACK' ? 'CHARGEBACK' : 'REFUNDED';
    await this.attempts.move(attempt.id, { state, nextCheckAt: null }, now);
  }
}

export const stuckAlertKey = (refundId: string): string => `payments.refund-stuck:${refundId}`;
