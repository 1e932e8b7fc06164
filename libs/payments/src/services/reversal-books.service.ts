import { Injectable } from '@nestjs/common';
import { type CashAccount, type ReversedPayment, SettlementService } from '@app/billing';
import { type Money } from '@app/core';
import { type Payment, type PaymentWithAllocations } from '../domain/payment';
import { PaymentErrors } from '../payments.errors';
import { RefundErrors } from '../payments-control.errors';
import { type AppliedPayment, type ReversalKind } from '../repositories/payment-reversal.repository';
import { AnonymousPayments } from './anonymous-payments.service';

/** A payment whose customer's account is locked, or what an anonymous one bought. */
export interface HeldPayment {
  payment: PaymentWithAllocations;
  /** Null: what the payment was for is locked in his place. */
  customerId: string | null;
  applied: AppliedPayment;
  /** What was not taken back yet. */
  rest: bigint;
  /** The part of it that no refund waits for. */
  free: bigint;
}

/** Where money that goes back is booked: the account of a customer, or what an anonymous payment was for. */
@Injectable()
export class ReversalBooks {
  constructor(
    private readonly settlement: SettlementService,
    private readonly anonymous: AnonymousPayments,
  ) {}

  /** Locks it until the transaction ends. @throws DomainError PAYMENTS_NO_CUSTOMER */
  async hold(payment: Payment): Promise<void> {
    await (payment.customerId === null ? this.anonymous.hold(payment) : this.settlement.hold(payment.customerId));
  }

  /**
   * Books a reversal of a held payment, under its id.
   *
   * @throws DomainError PAYMENTS_CURRENCY_MISMATCH, REFUNDS_TOO_MUCH, PAYMENTS_NO_CUSTOMER, and those of
   * `SettlementService.reverse`
   */
  async giveBack(
    { id, kind, reason, money }: { id: string; kind: ReversalKind; reason: string; money: Money },
    { payment, customerId, applied, rest }: HeldPayment,
    { cashAccount }: { cashAccount: CashAccount },
  ): Promise<ReversedPayment & { income: bigint }> {
    const { amount, currency } = money;
    if (customerId === null) {
      if (currency !== payment.currency) throw PaymentErrors.CURRENCY_MISMATCH({ currency: payment.currency });
      if (amount <= 0n || amount > rest) throw RefundErrors.TOO_MUCH({ max: rest.toString() });
      await this.anonymous.giveBack(payment, { id, kind, reason, amount: money, rest, cashAccount });
      return { reopened: [], reopenedByDeposit: [], fromDeposit: 0n, lost: 0n, income: amount };
    }
    const { id: paymentId, method } = payment;
    const request = { reversalId: id, paymentId, customerId, method, cashAccount, amount, currency, applied };
    return { ...(await this.settlement.reverse(request)), income: 0n };
  }
}
