import { Injectable } from '@nestjs/common';
import { type CashAccount, SettlementService } from '@app/billing';
import { type Money } from '@app/core';
import { CurrentActor, Database, DatabaseClock, PlatformErrors, together } from '@app/platform';
import { type Payment } from '../domain/payment';
import { type ManualMethod } from '../domain/payment-method';
import { PaymentRepository } from '../repositories/payment.repository';
import { CashDrawer } from './cash-book/cash-drawer.service';
import { PaymentPolicyService } from './payment-policy.service';
import { ofCustomer } from './targets/of-customer';
import { WritePayment } from './write-payment.service';

export interface RecordPaymentCommand {
  customerId: string;
  amount: Money;
  method: ManualMethod;
  /** Value date, such as when a collector took it; default now. */
  receivedAt?: Date;
  /** Where the money lies; default: the desk of the shift or the site for cash, the bank for transfers. */
  cashAccount?: CashAccount;
  /** Who collected it, and answers for it until it is handed over. */
  collectorId?: string;
  /** The attempt that this money settles; one payment per attempt. */
  attemptId?: string;
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
    private readonly payments: PaymentRepository,
    private readonly writer: WritePayment,
    private readonly drawer: CashDrawer,
  ) {}

  /**
   * Settles, books, numbers and writes a payment in one transaction, the caller's if there is one. The same caller with
   * the same key gets the payment that stands already, however many calls race: they queue on the key, and its unique
   * index has the last word (payments.md 6.2).
   *
   * @returns the id of the payment
   * @throws DomainError of {@link PaymentPolicyService}, IAM_APPROVAL_REQUIRED above the four-eyes limit, CORE_NOT_FOUND
   * for an invoice that is not the customer's, or PLATFORM_IDEMPOTENCY_KEY_REUSED when the key belongs to a payment that is
   * not this one
   */
  async record(command: RecordPaymentCommand): Promise<string> {
    const key = command.idempotencyKey === undefined ? null : `${this.actor.get().id}:${command.idempotencyKey}`;
    const isOwn = !this.database.inTransaction;
    return this.database.transaction(
      async () => (await this.earlier(key, command)) ?? (await this.write(command, key, isOwn)),
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

  private async write(command: RecordPaymentCommand, key: string | null, isOwn: boolean): Promise<string> {
    const [payer, recordedAt] = await together([
      this.policy.payerOf(command.customerId, command.amount),
      this.clock.sample(),
    ]);
    const receivedAt = this.policy.receivedAt(command.receivedAt, recordedAt);
    await this.policy.assertAgreed(payer, command.amount, factsToApprove(command));
    const { customerId, amount, method, invoiceId, externalRef, note, collectorId, attemptId } = command;
    const drawer = await this.drawer.open(payer.site.id, method, command.cashAccount);
    const { cashAccount } = drawer;
    const written = await this.writer.write(
      {
        ...{ site: payer.site, amount, method, cashAccount, receivedAt, recordedAt, externalRef, note, collectorId },
        ...{ idempotencyKey: key, ...(attemptId === undefined ? {} : { attemptId }) },
        // why: the shift refers to the payment
        withCommit: isOwn && drawer.closingId === null ? { taken: PlatformErrors.IDEMPOTENCY_IN_PROGRESS } : undefined,
      },
      async (paymentId) => {
        const target = invoiceId === undefined ? {} : { invoiceId };
        const money = { amount, method, receivedAt, cashAccount };
        return ofCustomer(customerId, await this.settlement.settle({ paymentId, customerId, ...money, ...target }));
      },
    );
    if (!written) throw PlatformErrors.IDEMPOTENCY_IN_PROGRESS();
    await this.drawer.took(drawer, written.id);
    return written.id;
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
  cashAccount,
  collectorId,
}: RecordPaymentCommand): object {
  return { customerId, method, receivedAt, invoiceId, externalRef, note, cashAccount, collectorId };
}

function isSame(payment: Payment, command: RecordPaymentCommand): boolean {
  return (
    payment.customerId === command.customerId &&
    payment.method === command.method &&
    payment.currency === command.amount.currency &&
    payment.amount === command.amount.amount
  );
}
