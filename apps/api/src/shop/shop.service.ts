import { Injectable } from '@nestjs/common';
import { type Language, Money } from '@app/core';
import { Attempts, AttemptStatus, type TargetRef } from '@app/payments';
import { AppConfig, DatabaseClock } from '@app/platform';
import { type VoucherOrder, VoucherOrders } from '@app/vouchers';
import { type ChosenWay } from '../pay-page/pay-forms';
import { type PayPageModel } from '../pay-page/pay-page.model';
import { PayWays } from '../pay-page/pay-ways.service';

/** An order as its buyer looks at it. */
export interface OrderVisit {
  order: VoucherOrder;
  /** `/shop/<site>/o/<token>`. */
  path: string;
  language: Language;
  problem?: string;
}

/** What the buyer of a voucher sees and does. */
@Injectable()
export class ShopService {
  constructor(
    readonly orders: VoucherOrders,
    private readonly ways: PayWays,
    private readonly attempts: Attempts,
    private readonly status: AttemptStatus,
    private readonly clock: DatabaseClock,
    private readonly app: AppConfig,
  ) {}

  /** The order as a page of a payer, so that its cards for ways and attempts serve here too. */
  async model({ order, path, language, problem }: OrderVisit): Promise<PayPageModel> {
    const { siteId, siteName, timeZone, priceAmount, currency, buyerName: payerName } = order;
    const due = Money.of(priceAmount, currency);
    const isOpen = order.state === 'OPEN' && order.expiresAt > (await this.clock.sample());
    return {
      ...{
        language,
        path,
        siteName,
        timeZone,
        payerName,
        invoice: undefined,
        isOpen,
        due,
        problem,
        refused: undefined,
      },
      ways: isOpen ? await this.ways.of(siteId, due) : [],
      live: order.state === 'DELIVERED' ? undefined : await this.ways.shown(targetOf(order)),
      ...{ receipts: [], claims: [], topUp: undefined, mayTopUp: false },
    };
  }

  /** Starts an attempt, or goes on with the one that there is: a double click is one. */
  async pay({ order, path, language }: OrderVisit, way: ChosenWay): Promise<void> {
    const returnUrl = `${this.app.publicUrl.replace(/\/$/, '')}${path}`;
    await this.attempts.start({ ...way, target: targetOf(order), returnUrl, language });
  }

  /** Asks the gateway, at most once in 30 seconds whoever asks. @returns the state that the page's script compares */
  async refresh(order: VoucherOrder): Promise<string> {
    const attempt = await this.attempts.latest(targetOf(order));
    return attempt ? (await this.status.refresh(attempt.id)).state : 'NONE';
  }
}

const targetOf = ({ id }: VoucherOrder): TargetRef => ({ kind: 'VOUCHER_ORDER', id });
