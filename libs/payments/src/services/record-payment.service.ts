import { Injectable } from '@nestjs/common';
import { NumberSeries, type Settlement, SettlementService } from '@app/billing';
import { localDateOf, type Money, uuidv7 } from '@app/core';
import { CurrentActor, Database, DatabaseClock, PlatformErrors } from '@app/platform';
import { type Payment } from '../domain/payment';
import { type PaymentMethod } from '../domain/payment-method';
import { receiptNumber, receiptSeries } from '../domain/receipt-number';
import { PaymentRepository } from '../repositories/payment.repository';
import { PaymentJournal } from './payment-journal.service';
import { PaymentPolicyService } from './payment-policy.service';

export interface RecordPaymentCommand {
  customerId: string;
  amount: Money;
  method: PaymentMethod;
  /** Value date; default now. */
  receivedAt?: Date;
  /** Settled first. */
  invoiceId?: string;
  externalRef?: string;
  note?: string;
  /** The client's name for this payment: one payment per caller and key, for good. */
  idempotencyKey?: string;
}

/** The door for money that people take in: cash and transfers (payments.md 6, 12). */
@Injectable()
export class RecordPaymentService {
  constructor(
    private readonly database: Database,
    private readonly clock: DatabaseClock,
    private readonly actor: CurrentActor,
    private readonly policy: PaymentPolicyService,
    private readonly settlement: SettlementService,
    private readonly numbers: NumberSeries,
    private readonly payments: PaymentRepository,
    private readonly journal: PaymentJournal,
  ) {}

  /**
   * Settles, books, numbers and writes a payment in one transaction, the caller's if there is one. The same caller with
   * the same key gets the payment that stands already, however many calls race: they queue on the key, and its unique
   * index has the last word (payments.md 6.2).
   *
   * @returns the id of the payment
   * @throws DomainError of {@link PaymentPolicyService}, IAM_APPROVAL_REQUIRED above the four-eyes limit, CORE_NOT_FOUND for an invoice that is not the customer's, or
   * PLATFORM_IDEMPOTENCY_KEY_REUSED when the key belongs to a payment that is not this one
   */
  async record(command: RecordPaymentCommand): Promise<string> {
    const key = command.idempotencyKey === undefined ? null : `${this.actor.get().id}:${command.idempotencyKey}`;
    return this.database.transaction(
      async () => (await this.earlier(key, command)) ?? (await this.write(command, key)),
    );
  }

  /** The payment of this key, once nobody else is about to write it. */
  private async earlier(key: string | null, command: RecordPaymentCommand): Promise<string | undefined> {
    if (key === null) return undefined;
    await this.payments.lockKey(key);
    const payment = await this.payments.findByIdempotencyKey(key);
    if (payment === undefined) return undefined;
    if (!isSame(payment, command)) throw PlatformErrors.IDEMPOTENCY_KEY_REUSED();
    return payment.id;
  }

  private async write(command: RecordPaymentCommand, key: string | null): Promise<string> {
    const payer = await this.policy.payerOf(command.customerId, command.amount);
    const recordedAt = await this.clock.sample();
    const receivedAt = this.policy.receivedAt(command.receivedAt, recordedAt);
    await this.policy.assertAgreed(payer, command.amount, factsToApprove(command));
    const id = uuidv7();
    const { customerId, amount, method, invoiceId } = command;
    const target = invoiceId === undefined ? {} : { invoiceId };
    const settled = await this.settlement.settle({ paymentId: id, customerId, amount, method, receivedAt, ...target });
    // why: last, because everybody who records at this site waits for the holder of the series
    const series = receiptSeries(payer.site.code, localDateOf(recordedAt, payer.site.timeZone));
    const seq = await this.numbers.take(series);
    const inserted = await this.payments.insert({
      ...this.factsOf(command, settled),
      ...{ id, receivedAt, recordedAt, series, seq, number: receiptNumber(series, seq), idempotencyKey: key },
      allocations: settled.allocations,
    });
    if (!inserted) throw PlatformErrors.IDEMPOTENCY_IN_PROGRESS();
    const { externalRef } = command;
    const number = receiptNumber(series, seq);
    await this.journal.recorded({ id, number, customerId, amount, method, receivedAt, externalRef, settled });
    return id;
  }

  private factsOf(
    command: RecordPaymentCommand,
    settled: Settlement,
  ): Omit<Payment, 'id' | 'number' | 'receivedAt' | 'recordedAt'> {
    const actor = this.actor.get();
    return {
      siteId: settled.siteId,
      customerId: command.customerId,
      method: command.method,
      currency: command.amount.currency,
      amount: command.amount.amount,
      depositAmount: settled.depositAmount,
      recordedBy: actor.id,
      recordedByName: actor.name,
      externalRef: command.externalRef ?? null,
      note: command.note ?? '',
      restoredAccess: settled.accessChanges.some((change) => change.desired === 'ENABLED'),
    };
  }
}

/** What a second person is asked about: all that the caller said, but for the name of his attempt. */
function factsToApprove({
  customerId,
  method,
  receivedAt,
  invoiceId,
  externalRef,
  note,
}: RecordPaymentCommand): object {
  return { customerId, method, receivedAt, invoiceId, externalRef, note };
}

function isSame(payment: Payment, command: RecordPaymentCommand): boolean {
  return (
    payment.customerId === command.customerId &&
    payment.method === command.method &&
    payment.currency === command.amount.currency &&
    payment.amount === command.amount.amount
  );
}
