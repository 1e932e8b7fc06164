import { Injectable } from '@nestjs/common';
import { type Settlement } from '@app/billing';
import { type Money } from '@app/core';
import { AuditLog, Outbox } from '@app/platform';
import { type PaymentMethod } from '../domain/payment-method';
import { PaymentRecorded } from '../events/payment-recorded.event';

/** A payment that was just written. */
export interface WrittenPayment {
  id: string;
  number: string;
  customerId: string;
  amount: Money;
  method: PaymentMethod;
  receivedAt: Date;
  externalRef: string | undefined;
  settled: Settlement;
}

/** Tells of new payments, in their transaction: the other modules by an event, auditors by an entry with before and after. */
@Injectable()
export class PaymentJournal {
  constructor(
    private readonly outbox: Outbox,
    private readonly audit: AuditLog,
  ) {}

  async recorded({ settled, amount: money, ...payment }: WrittenPayment): Promise<void> {
    const { id, customerId } = payment;
    await this.outbox.publish(PaymentRecorded, { key: id, payload: { paymentId: id, customerId } });
    const { siteId, allocations, depositAmount, balance } = settled;
    const { amount, currency } = money;
    await this.audit.record({
      action: 'payment.recorded',
      subject: { type: 'payment', id },
      siteId,
      before: { due: balance.due + amount - depositAmount, deposit: balance.deposit - depositAmount },
      after: { ...balance, ...payment, amount, currency, allocations },
    });
  }
}
