import { Injectable } from '@nestjs/common';
import QRCode from 'qrcode';
import { type Money, Money as Amount } from '@app/core';
import {
  Attempts,
  BankAccounts,
  Channels,
  type PaymentAttempt,
  PaymentsConfig,
  type PayOption,
  type TargetRef,
  TopUps,
  UniqueAmounts,
} from '@app/payments';
import { type PayPageModel, type ShownAttempt } from './pay-page.model';

/** Ways to pay and attempts as the page shows them. */
@Injectable()
export class PayWays {
  constructor(
    private readonly channels: Channels,
    private readonly attempts: Attempts,
    private readonly topUps: TopUps,
    private readonly amounts: UniqueAmounts,
    private readonly banks: BankAccounts,
    private readonly config: PaymentsConfig,
  ) {}

  get mayTopUp(): boolean {
    return this.config.pageTopUps;
  }

  async of(siteId: string, due: Money): Promise<PayOption[]> {
    return this.channels.forTarget({ siteId, due });
  }

  /** @throws DomainError CORE_NOT_FOUND, also for one of somebody else */
  async topUp(id: string): Promise<NonNullable<PayPageModel['topUp']>> {
    const { amount, currency, status } = await this.topUps.get(id);
    return { id, amount: Amount.of(amount, currency), isPaid: status === 'PAID' };
  }

  /** The attempt that the payer is at: the live one, or the last one while nobody knows what became of it. */
  async shown(target: TargetRef): Promise<ShownAttempt | undefined> {
    const attempt = (await this.attempts.live(target)) ?? (await this.open(target));
    if (!attempt) return undefined;
    const { qrString } = attempt;
    const qrSvg = qrString === null ? null : await QRCode.toString(qrString, { type: 'svg', margin: 1 });
    return { attempt, wayName: attempt.channel ?? attempt.gateway, qrSvg, transfer: await this.transferOf(attempt) };
  }

  private async open(target: TargetRef): Promise<PaymentAttempt | undefined> {
    const latest = await this.attempts.latest(target);
    return latest && ['UNKNOWN', 'REVIEW'].includes(latest.state) ? latest : undefined;
  }

  private async transferOf(attempt: PaymentAttempt): Promise<ShownAttempt['transfer']> {
    const reserved = await this.amounts.of(attempt.id);
    return reserved ? { account: await this.banks.forPayer(reserved.bankAccountId), reserved } : null;
  }
}
