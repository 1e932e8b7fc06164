import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { SettlementService } from '@app/billing';
import { Money, uuidv7 } from '@app/core';
import { Approvals } from '@app/iam';
import { AuditLog, CurrentActor, DatabaseClock } from '@app/platform';
import {
  type PaymentReversal,
  PaymentReversalRepository,
  type ReversalKind,
} from '../repositories/payment-reversal.repository';
import { PaymentErrors } from '../payments.errors';
import { PaymentReversalApproval } from './payment-reversal.approval';
import { PaymentsService } from './payments.service';

export interface ReversePaymentCommand {
  paymentId: string;
  /** Default: all that is left of it. */
  amount?: Money;
  kind: ReversalKind;
  reason: string;
}

/** Takes payments back: refunds, chargebacks, mistakes of the counter (billing.md 1.10). The payment itself stays as it is. */
@Injectable()
export class ReversePaymentService {
  constructor(
    private readonly clock: DatabaseClock,
    private readonly actor: CurrentActor,
    private readonly payments: PaymentsService,
    private readonly reversals: PaymentReversalRepository,
    private readonly settlement: SettlementService,
    private readonly approvals: Approvals,
    private readonly audit: AuditLog,
  ) {}

  /** Oldest first. @throws DomainError CORE_NOT_FOUND */
  async of(paymentId: string): Promise<PaymentReversal[]> {
    await this.payments.get(paymentId);
    return this.reversals.of(paymentId);
  }

  /**
   * @throws DomainError CORE_NOT_FOUND, PAYMENTS_NO_CUSTOMER, BILLING_AMOUNT_NOT_POSITIVE, BILLING_REVERSAL_EXCEEDS_PAYMENT,
   * BILLING_CURRENCY_MISMATCH, IAM_APPROVAL_REQUIRED above the four-eyes limit
   */
  @Transactional()
  async reverse(command: ReversePaymentCommand): Promise<PaymentReversal> {
    const { paymentId, kind, reason } = command;
    const payment = await this.payments.get(paymentId);
    const { customerId, currency, method, cashAccount, siteId, number } = payment;
    if (customerId === null) throw PaymentErrors.NO_CUSTOMER();
    await this.settlement.hold(customerId);
    const applied = await this.reversals.applied(paymentId);
    const rest = applied.allocations.reduce((sum, part) => sum + part.amount, applied.deposit);
    const money = command.amount ?? Money.of(rest, currency);
    await this.approve(command, money, { siteId, number });
    const id = uuidv7();
    const done = await this.settlement.reverse({
      ...{
        reversalId: id,
        paymentId,
        customerId,
        method,
        cashAccount,
        currency: money.currency,
        amount: money.amount,
        applied,
      },
    });
    const { id: reversedBy, name: reversedByName } = this.actor.get();
    const reversal: PaymentReversal = {
      ...{ id, paymentId, kind, reason, currency, reversedAmount: money.amount, depositAmount: done.fromDeposit },
      ...{ lostAmount: done.lost, reversedAt: await this.clock.sample(), reversedBy, reversedByName },
    };
    await this.reversals.insert(reversal, [
      ...done.reopened.map((part) => ({ ...part, viaDeposit: false })),
      ...done.reopenedByDeposit.map((part) => ({ ...part, viaDeposit: true })),
    ]);
    const subject = { type: 'payment', id: paymentId };
    await this.audit.record({ action: 'payment.reversed', subject, siteId, before: { number }, after: reversal });
    return reversal;
  }

  private async approve(
    { paymentId, kind, reason }: ReversePaymentCommand,
    money: Money,
    { siteId, number }: { siteId: string; number: string },
  ): Promise<void> {
    const payload = { paymentId, kind, amount: money.amount, currency: money.currency };
    const request = { subject: `payment:${paymentId}`, siteId, payload, reason: `${number}: ${reason}` };
    await this.approvals.requireAbove(money, PaymentReversalApproval, request);
  }
}
