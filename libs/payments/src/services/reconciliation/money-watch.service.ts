import { Injectable } from '@nestjs/common';
import { type Text } from '@app/core';
import { Alerts } from '@app/platform';
import { PaymentsConfig } from '../../payments.config';
import { MoneyWatchRepository, type WaitingMoney } from '../../repositories/reconciliation/money-watch.repository';

const OVERDUE: Text = {
  id: 'Pembayaran belum muncul di laporan penyelesaian gateway: unggah laporannya, atau tanyakan ke gateway',
  en: 'Payments that no settlement report of the gateway has named: upload its reports, or ask the gateway',
};
const SILENT: Text = {
  id: 'Gateway tidak menjawab tentang transaksi: periksa di panel gateway',
  en: 'A gateway gives no answer about orders: look them up in its panel',
};

/** Tells people what waits too long: one alert per account, until nothing waits any more. */
@Injectable()
export class MoneyWatch {
  constructor(
    private readonly money: MoneyWatchRepository,
    private readonly config: PaymentsConfig,
    private readonly alerts: Alerts,
  ) {}

  /** @returns how many accounts have money or orders that wait */
  async run(): Promise<{ unsettled: number; silent: number }> {
    const { settlementDays, unknownHours } = this.config;
    const unsettled = await this.money.unsettled(settlementDays);
    const silent = await this.money.silent(unknownHours);
    const due = settlementDays === 0 ? unsettled.map((one) => ({ ...one, count: 0 })) : unsettled;
    for (const one of due) await this.tell('payments.settlement-overdue', OVERDUE, one);
    for (const one of silent) await this.tell('payments.attempts-silent', SILENT, one);
    const waiting = (all: readonly WaitingMoney[]): number => all.filter(({ count }) => count > 0).length;
    return { unsettled: waiting(due), silent: waiting(silent) };
  }

  private async tell(what: string, title: Text, money: WaitingMoney): Promise<void> {
    const { accountId, code, siteId, count, amount, currency, oldest, orders } = money;
    const key = `${what}:${accountId}`;
    if (count === 0) return this.alerts.resolve(key);
    await this.alerts.raise({
      ...{ key, severity: 'WARNING', subject: { type: 'gateway-account', id: accountId }, title, siteId },
      detail: {
        account: code,
        count,
        amount: amount.toString(),
        currency,
        oldest: oldest?.toISOString() ?? '',
        orders,
      },
    });
  }
}
