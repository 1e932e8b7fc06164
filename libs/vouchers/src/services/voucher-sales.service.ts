import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { type CashAccount, SalesJournal } from '@app/billing';
import { type Money, uuidv7 } from '@app/core';
import { SYNC_PRIORITY } from '@app/mikrotik';
import { CashDrawer, type Drawer, PaymentErrors } from '@app/payments';
import { CurrentActor } from '@app/platform';
import { type Voucher } from '../domain/voucher';
import { VoucherErrors } from '../vouchers.errors';
import { type HeldVoucher, VoucherMoves } from './voucher-moves.service';

export interface SellVoucher {
  code: string;
  /** Default: the price that stands on it. */
  amount?: Money;
  /** Account of the desk that took the money; default: that of the seller's open shift, else of the site. */
  cashAccount?: CashAccount;
  buyerPhone?: string;
}

/**
 * Vouchers over the counter. The money of the house's own is booked at once: debit cash, credit hotspot revenue; it is part
 * of the seller's open shift. A reseller's vouchers are paid for when he gets them; what he takes is his.
 */
@Injectable()
export class VoucherSales {
  constructor(
    private readonly moves: VoucherMoves,
    private readonly journal: SalesJournal,
    private readonly drawer: CashDrawer,
    private readonly actor: CurrentActor,
  ) {}

  /**
   * @throws DomainError VOUCHERS_NOT_FOUND, VOUCHERS_VOUCHER_STATE, VOUCHERS_OVER, PAYMENTS_CURRENCY_MISMATCH,
   * CASH_DAY_CLOSED, BILLING_CASH_ACCOUNT_UNKNOWN, BILLING_PERIOD_CLOSED
   */
  @Transactional()
  async sell({ code, amount, cashAccount, buyerPhone }: SellVoucher): Promise<Voucher> {
    const held = await this.moves.hold(code, 'SELL');
    const { voucher, now } = held;
    if (voucher.validUntil !== null && voucher.validUntil <= now) throw VoucherErrors.OVER();
    checkAmount(amount, voucher.currency);
    const soldAmount = amount?.amount ?? voucher.priceAmount;
    const saleId = uuidv7();
    const own = voucher.resellerId === null;
    const drawer = own ? await this.drawer.open(voucher.siteId, 'CASH', cashAccount) : undefined;
    if (drawer && soldAmount > 0n) await this.book(drawer, held, { saleId, amount: soldAmount });
    const account = drawer?.cashAccount ?? null;
    const { id: soldBy, name: soldByName } = this.actor.get();
    const change = {
      ...{ soldAmount, soldAt: now, soldBy, soldByName, saleId, cashAccount: account, buyerPhone: buyerPhone ?? null },
      provisioned: true,
    };
    return this.moves.write(held, { action: 'voucher.sold', change, priority: SYNC_PRIORITY.RESTORE });
  }

  /** Takes an unused one back; the money goes out of the same drawer. @throws as {@link sell}, VOUCHERS_PAID_BY_GATEWAY */
  @Transactional()
  async takeBack(code: string): Promise<Voucher> {
    const held = await this.moves.hold(code, 'RETURN');
    const { voucher, now } = held;
    if (voucher.ordered) throw VoucherErrors.PAID_BY_GATEWAY();
    const { saleId, cashAccount, soldAmount } = voucher;
    if (saleId !== null && cashAccount !== null && soldAmount !== null && soldAmount > 0n) {
      const { currency } = voucher;
      await this.drawer.gaveBack(cashAccount as CashAccount, { saleId, amount: soldAmount, currency });
      await this.journal.post({
        ...{ refType: 'VOUCHER_RETURN', refId: saleId, cashAccount: cashAccount as CashAccount, amount: -soldAmount },
        ...{ to: 'REVENUE.HOTSPOT', currency, timeZone: voucher.timeZone, occurredAt: now },
      });
    }
    const change = {
      ...{ soldAmount: null, soldAt: null, soldBy: null, soldByName: null, saleId: null, cashAccount: null },
      ...{ buyerPhone: null, provisioned: voucher.provisioning !== 'ON_ACTIVATION' },
    };
    return this.moves.write(held, { action: 'voucher.returned', change });
  }

  private async book(
    drawer: Drawer,
    { voucher, now }: HeldVoucher,
    { saleId, amount }: { saleId: string; amount: bigint },
  ): Promise<void> {
    const { currency, timeZone } = voucher;
    await this.journal.post({
      ...{ refType: 'VOUCHER_SALE', refId: saleId, cashAccount: drawer.cashAccount, amount, to: 'REVENUE.HOTSPOT' },
      ...{ currency, timeZone, occurredAt: now },
    });
    await this.drawer.sold(drawer, { saleId, amount, currency });
  }
}

function checkAmount(amount: Money | undefined, currency: string): void {
  if (amount && amount.currency !== currency) throw PaymentErrors.CURRENCY_MISMATCH({ currency });
  if (amount?.isNegative() === true) throw PaymentErrors.AMOUNT_NOT_POSITIVE();
}
