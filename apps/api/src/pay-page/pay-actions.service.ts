import { Injectable } from '@nestjs/common';
import { CoreErrors, type Language, Money } from '@app/core';
import { Attempts, AttemptStatus, PaymentClaims, type TargetRef, TopUps } from '@app/payments';
import { AppConfig, RateLimiter } from '@app/platform';
import { type ChosenWay, type FileForm, amountField, field } from './pay-forms';
import { type Payer } from './pay-page.service';

const MINUTE_MS = 60_000;

/** What a payer does on his page. */
@Injectable()
export class PayActions {
  constructor(
    private readonly attempts: Attempts,
    private readonly status: AttemptStatus,
    private readonly topUps: TopUps,
    private readonly claims: PaymentClaims,
    private readonly limiter: RateLimiter,
    private readonly app: AppConfig,
  ) {}

  /** Starts an attempt, or goes on with the one that there is: a double click is one (F7). */
  async pay(
    payer: Payer,
    target: TargetRef,
    way: ChosenWay,
    page: { path: string; language: Language },
  ): Promise<void> {
    await this.limit('pay-start', payer, 20);
    await this.attempts.start({ ...way, target, returnUrl: this.address(page.path), language: page.language });
  }

  /** @returns the id of the top-up */
  async topUp(
    payer: Payer,
    amount: string,
    way: ChosenWay,
    page: { path: string; language: Language },
  ): Promise<string> {
    await this.limit('pay-start', payer, 20);
    const money = Money.of(amountField(amount) ?? 0n, payer.site.currency);
    const { customerId } = payer;
    const wish = { ...way, returnUrl: this.address(page.path), language: page.language };
    return (await this.topUps.start({ customerId, amount: money, ...wish })).topUp.id;
  }

  /** Asks the gateway, at most once in 30 seconds whoever asks (payments.md 6.6). */
  async refresh(target: TargetRef): Promise<void> {
    const attempt = await this.attempts.latest(target);
    if (attempt) await this.status.refresh(attempt.id);
  }

  /** The state that the script compares; the gateway is asked on the way, within the same limit. */
  async state(target: TargetRef): Promise<string> {
    const attempt = await this.attempts.latest(target);
    return attempt ? (await this.status.refresh(attempt.id)).state : 'NONE';
  }

  async proof(payer: Payer, { fields, file }: FileForm): Promise<void> {
    await this.limit('pay-proof', payer, 6);
    const { customerId, invoiceId, site } = payer;
    const amount = amountField(field(fields, 'amount')) ?? 0n;
    if (amount === 0n) throw CoreErrors.RULE_BROKEN({}, [{ path: 'amount', code: 'NOT_POSITIVE' }]);
    const attempt = invoiceId && (await this.attempts.latest({ kind: 'INVOICE', id: invoiceId }));
    await this.claims.submit({
      ...{ customerId, invoiceId, amount: Money.of(amount, site.currency), source: 'PAY_PAGE', file },
      ...{ bank: field(fields, 'bank', 60), senderName: field(fields, 'sender', 120) },
      ...(attempt && ['unique-transfer', 'qris-static'].includes(attempt.gateway) ? { attemptId: attempt.id } : {}),
    });
  }

  private async limit(bucket: string, { customerId }: Payer, limit: number): Promise<void> {
    await this.limiter.take({ bucket, limit, windowMs: 10 * MINUTE_MS }, customerId);
  }

  private address(path: string): string {
    return `${this.app.publicUrl.replace(/\/$/, '')}${path}`;
  }
}
