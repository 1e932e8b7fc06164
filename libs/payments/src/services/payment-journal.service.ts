import { Injectable } from '@nestjs/common';
import { AuditLog, Outbox } from '@app/platform';
import { type Payment } from '../domain/payment';
import { PaymentRecorded } from '../events/payment-recorded.event';
import { type TargetSettlement } from './targets/payment-target';

/** Tells of new payments, in their transaction: the other modules by an event, auditors by an entry with before and after. */
@Injectable()
export class PaymentJournal {
  constructor(
    private readonly outbox: Outbox,
    private readonly audit: AuditLog,
  ) {}

  async recorded(payment: Omit<Payment, 'number'>, { balance, allocations, facts }: TargetSettlement): Promise<void> {
    const { id, customerId, siteId, amount, currency, depositAmount } = payment;
    await this.outbox.publish(PaymentRecorded, { key: id, payload: { paymentId: id, customerId } });
    const { method, receivedAt, externalRef, attemptId, channel, feeAmount, cashAccount } = payment;
    const before = balance && {
      due: balance.due + amount - depositAmount,
      deposit: balance.deposit - depositAmount,
    };
    await this.audit.record({
      action: 'payment.recorded',
      subject: { type: 'payment', id },
      siteId,
      ...(before && { before }),
      after: {
        ...{ ...balance, id, customerId, method, receivedAt, externalRef: externalRef ?? undefined },
        ...{ amount, currency, allocations, cashAccount, ...facts },
        ...(attemptId === null ? {} : { attemptId, channel, feeAmount }),
      },
    });
  }
}
