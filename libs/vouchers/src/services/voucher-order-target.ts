import { Injectable } from '@nestjs/common';
import { SalesJournal } from '@app/billing';
import { Money, uuidv7 } from '@app/core';
import { SYNC_PRIORITY } from '@app/mikrotik';
import {
  PaymentTarget,
  type TargetDescription,
  type TargetReturnContext,
  type TargetSettlement,
  type TargetSettlementContext,
} from '@app/payments';
import { DatabaseClock, Outbox } from '@app/platform';
import { SINGLE_STYLE } from '../domain/code-of';
import { type VoucherOrder } from '../domain/voucher-order';
import { VoucherOrderDelivered } from '../events/voucher-order-delivered.event';
import { VoucherErrors } from '../vouchers.errors';
import { VoucherOrderRepository } from '../repositories/voucher-order.repository';
import { generateCode } from './voucher-code.generator';
import { VoucherMarks } from './voucher-marks.service';
import { VoucherReturns } from './voucher-returns.service';

const MOST_TRIES = 20;

/**
 * An order of the shop: the first money for it makes its voucher, in the settling transaction; the row of the order is
 * locked, so one order has one code whatever comes twice. Money that comes late, but first, still buys the voucher. Any
 * further money lies in SUSPENSE, and a person is told.
 */
@Injectable()
export class VoucherOrderTarget extends PaymentTarget {
  readonly kind = 'VOUCHER_ORDER' as const;

  constructor(
    private readonly orders: VoucherOrderRepository,
    private readonly journal: SalesJournal,
    private readonly marks: VoucherMarks,
    private readonly outbox: Outbox,
    private readonly clock: DatabaseClock,
    private readonly returns: VoucherReturns,
  ) {
    super();
  }

  async describe(id: string): Promise<TargetDescription | undefined> {
    const order = await this.orders.find(id);
    if (!order) return undefined;
    const due = Money.of(order.priceAmount, order.currency);
    const { siteId, profileName: title, buyerName: name, buyerPhone: phone, expiresAt } = order;
    return {
      ...{ siteId, customerId: null, due, title, items: [{ name: title, price: due }] },
      payer: { name, phone, email: null },
      stillOpen: order.state === 'OPEN' && expiresAt > (await this.clock.sample()),
      payableUntil: expiresAt,
    };
  }

  async settle(context: TargetSettlementContext): Promise<TargetSettlement> {
    const { attempt, paymentId, amount, cashAccount, receivedAt, surcharge, surchargeTo } = context;
    const order = await this.orders.lock(attempt.target.id);
    if (!order) throw new Error(`attempt ${attempt.id} is for an order that is not there`);
    const buys = order.voucherId === null && amount.amount === order.priceAmount;
    await this.journal.post({
      ...{ refType: 'PAYMENT', refId: paymentId, cashAccount, amount: amount.amount, currency: amount.currency },
      ...{ to: buys ? 'REVENUE.HOTSPOT' : 'SUSPENSE', timeZone: order.timeZone, occurredAt: receivedAt },
      surcharge: { amount: surcharge, to: surchargeTo },
    });
    const voucherId = buys ? await this.deliver(order, paymentId, cashAccount) : null;
    return {
      ...{ siteId: order.siteId, timeZone: order.timeZone, customerId: null, allocations: [], depositAmount: 0n },
      ...{ restoredAccess: false, late: !buys, facts: { voucherOrderId: order.id, voucherId } },
    };
  }

  override async hold(id: string): Promise<void> {
    if (!(await this.orders.lock(id))) throw VoucherErrors.ORDER_NOT_FOUND();
  }

  /** What was the price of the voucher is income no more; with the last of it, an unused voucher ends. */
  override async giveBack(context: TargetReturnContext): Promise<void> {
    const { targetId, paymentId, reversalId, amount, cashAccount, isWhole, reason } = context;
    const order = await this.orders.lock(targetId);
    if (!order) throw VoucherErrors.ORDER_NOT_FOUND();
    const bought = order.paymentId === paymentId;
    await this.journal.post({
      ...{ refType: 'PAYMENT_REVERSAL', refId: reversalId, cashAccount, amount: -amount.amount },
      ...{ to: bought ? 'REVENUE.HOTSPOT' : 'SUSPENSE', currency: amount.currency, timeZone: order.timeZone },
      occurredAt: await this.clock.sample(),
    });
    if (bought && isWhole && order.code !== null) await this.returns.moneyWentBack(order.code, reason);
  }

  private async deliver(order: VoucherOrder, paymentId: string, cashAccount: string): Promise<string> {
    const { id: orderId, siteId } = order;
    const soldAt = await this.clock.sample();
    const id = uuidv7();
    for (let tried = 0; tried < MOST_TRIES; tried += 1) {
      const code = generateCode(SINGLE_STYLE);
      if (!(await this.orders.deliver({ id, orderId, paymentId, code, cashAccount, soldAt }))) continue;
      await this.marks.vouchers([id], SYNC_PRIORITY.RESTORE);
      await this.outbox.publish(VoucherOrderDelivered, { key: orderId, payload: { orderId, voucherId: id, siteId } });
      return id;
    }
    throw VoucherErrors.CODES_EXHAUSTED();
  }
}
