import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { Money, uuidv7 } from '@app/core';
import { Approvals } from '@app/iam';
import { AuditLog, CurrentActor, DatabaseClock } from '@app/platform';
import { type Refund } from '../domain/refunds/refund';
import {
  type PaymentReversal,
  PaymentReversalRepository,
  type ReversalKind,
} from '../repositories/payment-reversal.repository';
import { RefundErrors } from '../payments-control.errors';
import { type CollectedMoney, CollectedMoneyService } from './collectors/collected-money.service';
import { PaymentReversalApproval } from './payment-reversal.approval';
import { PaymentsService } from './payments.service';
import { type HeldPayment, ReversalBooks } from './reversal-books.service';

export interface ReversePaymentCommand {
  paymentId: string;
  /** Default: all that is left of it. */
  amount?: Money;
  kind: ReversalKind;
  reason: string;
}

/** What a refund tells the books. */
export type RefundToBook = Pick<Refund, 'id' | 'paymentId' | 'kind' | 'reason' | 'amount' | 'currency' | 'cashAccount'>;

/** Takes payments back: refunds, chargebacks, mistakes of the counter (billing.md 1.10). The payment itself stays as it is. */
@Injectable()
export class ReversePaymentService {
  constructor(
    private readonly clock: DatabaseClock,
    private readonly actor: CurrentActor,
    private readonly payments: PaymentsService,
    private readonly reversals: PaymentReversalRepository,
    private readonly books: ReversalBooks,
    private readonly collected: CollectedMoneyService,
    private readonly approvals: Approvals,
    private readonly audit: AuditLog,
  ) {}

  /** Oldest first. @throws DomainError CORE_NOT_FOUND */
  async of(paymentId: string): Promise<PaymentReversal[]> {
    await this.payments.get(paymentId);
    return this.reversals.of(paymentId);
  }

  /**
   * @throws DomainError CORE_NOT_FOUND, PAYMENTS_NO_CUSTOMER, REFUNDS_TOO_MUCH, BILLING_AMOUNT_NOT_POSITIVE,
   * BILLING_REVERSAL_EXCEEDS_PAYMENT, BILLING_CURRENCY_MISMATCH, COLLECTORS_IN_REMITTANCE, CASH_DAY_CLOSED,
   * IAM_APPROVAL_REQUIRED above the four-eyes limit
   */
  @Transactional()
  async reverse(command: ReversePaymentCommand): Promise<PaymentReversal> {
    const lies = await this.collected.locate(await this.payments.get(command.paymentId));
    const held = await this.hold(command.paymentId, null);
    const money = command.amount ?? Money.of(held.free, held.payment.currency);
    await this.approve(command, money, held.payment);
    return this.write(command, money, held, lies);
  }

  /**
   * The same for what somebody else has agreed to or nobody was asked about: refunds, chargebacks. Call it in the transaction
   * that holds the refund's row.
   */
  @Transactional()
  async reverseFor(refund: RefundToBook): Promise<PaymentReversal> {
    const lies = await this.collected.locate(await this.payments.get(refund.paymentId), refund.cashAccount);
    const held = await this.hold(refund.paymentId, refund.id);
    return this.write(refund, Money.of(refund.amount, refund.currency), held, lies);
  }

  /**
   * Locks the customer's account and tells what is left of a payment.
   *
   * @param butFor a refund whose own reservation does not count
   * @throws DomainError CORE_NOT_FOUND, PAYMENTS_NO_CUSTOMER
   */
  async hold(paymentId: string, butFor: string | null): Promise<HeldPayment> {
    const payment = await this.payments.get(paymentId);
    const { customerId } = payment;
    await this.books.hold(payment);
    const applied = await this.reversals.applied(paymentId);
    const rest =
      customerId === null
        ? payment.amount - (await this.reversals.reversed(paymentId))
        : applied.allocations.reduce((sum, part) => sum + part.amount, applied.deposit);
    const free = rest - (await this.reversals.reserved(paymentId, butFor));
    return { payment, customerId, applied, rest, free: free > 0n ? free : 0n };
  }

  private async write(
    { paymentId, kind, reason }: Pick<ReversePaymentCommand, 'paymentId' | 'kind' | 'reason'>,
    money: Money,
    held: HeldPayment,
    lies: CollectedMoney,
  ): Promise<PaymentReversal> {
    const { payment, rest, free } = held;
    const { siteId, number, currency } = payment;
    // why: more than the whole rest is for billing to refuse, with its own words
    if (money.amount > free && money.amount <= rest) throw RefundErrors.TOO_MUCH({ max: free.toString() });
    const id = uuidv7();
    const { amount } = money;
    const done = await this.books.giveBack({ id, kind, reason, money }, held, lies);
    const { id: reversedBy, name: reversedByName } = this.actor.get();
    const reversal: PaymentReversal = {
      ...{ id, paymentId, kind, reason, currency, reversedAmount: amount, depositAmount: done.fromDeposit },
      ...{
        lostAmount: done.lost,
        incomeAmount: done.income,
        reversedAt: await this.clock.sample(),
        reversedBy,
        reversedByName,
      },
    };
    await this.reversals.insert(reversal, [
      ...done.reopened.map((part) => ({ ...part, viaDeposit: false })),
      ...done.reopenedByDeposit.map((part) => ({ ...part, viaDeposit: true })),
    ]);
    await this.collected.reversed(paymentId, lies, { id, amount, currency });
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
