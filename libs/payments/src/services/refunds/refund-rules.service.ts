import { Injectable } from '@nestjs/common';
import { Money } from '@app/core';
import { Gateways } from '../../gateways';
import { RefundErrors } from '../../payments-control.errors';
import { PaymentErrors } from '../../payments.errors';
import { AttemptRepository } from '../../repositories/attempts/attempt.repository';
import { type HeldPayment } from '../reversal-books.service';
import { type RefundCommand } from './refunds.service';

/** What a refund has to satisfy before anybody is asked. */
@Injectable()
export class RefundRules {
  constructor(
    private readonly attempts: AttemptRepository,
    private readonly gateways: Gateways,
  ) {}

  /** @throws DomainError PAYMENTS_CURRENCY_MISMATCH, PAYMENTS_AMOUNT_NOT_POSITIVE, REFUNDS_TOO_MUCH */
  amountOf({ amount }: Pick<RefundCommand, 'amount'>, { payment, free }: HeldPayment): Money {
    if (amount && amount.currency !== payment.currency) {
      throw PaymentErrors.CURRENCY_MISMATCH({ currency: payment.currency });
    }
    const money = amount ?? Money.of(free, payment.currency);
    if (money.amount > free || free === 0n) throw RefundErrors.TOO_MUCH({ max: free.toString() });
    if (!money.isPositive()) throw PaymentErrors.AMOUNT_NOT_POSITIVE({}, [{ path: 'amount', code: 'NOT_POSITIVE' }]);
    return money;
  }

  /** @throws DomainError REFUNDS_PROOF_MISSING, PAYMENTS_NO_CUSTOMER, REFUNDS_NOT_THROUGH_GATEWAY, REFUNDS_ONLY_WHOLE */
  async assertWay(
    { way, proofRef }: RefundCommand,
    { payment, customerId }: HeldPayment,
    amount: Money,
  ): Promise<void> {
    if (way === 'CREDIT' && customerId === null) throw PaymentErrors.NO_CUSTOMER();
    if (way === 'MANUAL' && (proofRef ?? '') === '') {
      throw RefundErrors.PROOF_MISSING({}, [{ path: 'proofRef', code: 'REQUIRED' }]);
    }
    if (way === 'GATEWAY') await this.assertGateway(payment, amount);
  }

  private async assertGateway(payment: HeldPayment['payment'], amount: Money): Promise<void> {
    const attempt = payment.attemptId === null ? undefined : await this.attempts.find(payment.attemptId);
    if (!attempt || payment.method !== 'GATEWAY') throw RefundErrors.NOT_THROUGH_GATEWAY();
    const { refund } = this.gateways.get(attempt.gateway).capabilities;
    if (refund === 'none') throw RefundErrors.NOT_THROUGH_GATEWAY();
    if (refund === 'full' && amount.amount !== attempt.amount) throw RefundErrors.ONLY_WHOLE();
  }
}
