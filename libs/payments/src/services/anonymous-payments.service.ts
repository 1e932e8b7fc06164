import { Injectable } from '@nestjs/common';
import { type CashAccount } from '@app/billing';
import { type Money } from '@app/core';
import { type PaymentAttempt } from '../domain/attempts/attempt';
import { type Payment } from '../domain/payment';
import { PaymentErrors } from '../payments.errors';
import { AttemptRepository } from '../repositories/attempts/attempt.repository';
import { type ReversalKind } from '../repositories/payment-reversal.repository';
import { PaymentTargets } from './targets/payment-targets';

/** Payments of nobody's account, such as those of the voucher shop: what they were for stands in for the customer. */
@Injectable()
export class AnonymousPayments {
  constructor(
    private readonly attempts: AttemptRepository,
    private readonly targets: PaymentTargets,
  ) {}

  /** Locks what the payment was for. @throws DomainError PAYMENTS_NO_CUSTOMER when that gives nothing back */
  async hold(payment: Payment): Promise<void> {
    const { target } = await this.attemptOf(payment);
    const kind = this.targets.get(target.kind);
    if (!kind.hold) throw PaymentErrors.NO_CUSTOMER();
    await kind.hold(target.id);
  }

  /** Books that money of a held payment goes back. @throws as {@link hold} */
  async giveBack(
    payment: Payment,
    reversal: { id: string; kind: ReversalKind; reason: string; amount: Money; rest: bigint; cashAccount: CashAccount },
  ): Promise<void> {
    const { id: reversalId, rest, ...facts } = reversal;
    const { target } = await this.attemptOf(payment);
    const kind = this.targets.get(target.kind);
    if (!kind.giveBack) throw PaymentErrors.NO_CUSTOMER();
    await kind.giveBack({
      ...{ ...facts, reversalId, targetId: target.id, paymentId: payment.id },
      isWhole: facts.amount.amount === rest,
    });
  }

  private async attemptOf({ attemptId }: Payment): Promise<PaymentAttempt> {
    const attempt = attemptId === null ? undefined : await this.attempts.find(attemptId);
    if (!attempt) throw PaymentErrors.NO_CUSTOMER();
    return attempt;
  }
}
