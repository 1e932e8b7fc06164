import { randomInt } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { Money, uuidv7 } from '@app/core';
import { DatabaseClock } from '@app/platform';
import { HOSTED_CHANNEL } from '../../domain/accounts/channel';
import { type GatewayAccount } from '../../domain/accounts/gateway-account';
import { type PaymentAttempt } from '../../domain/attempts/attempt';
import { newOrderId } from '../../domain/attempts/order-id';
import { nextCheckAt } from '../../domain/reconciliation/check-schedule';
import { type CheckoutRequest, type CheckoutResult, Gateways } from '../../gateways';
import { PaymentsConfig } from '../../payments.config';
import { PaymentErrors } from '../../payments.errors';
import { type NewAttemptRow } from '../../repositories/attempts/attempt.repository';
import { GatewayCalls } from '../accounts/gateway-calls';
import { OpenedAccounts } from '../accounts/opened-accounts.service';
import { type TargetDescription } from '../targets/payment-target';
import { AttemptRows } from './attempt-rows.service';
import { type StartAttempt } from './attempts.service';
import { CheckoutAnswers } from './checkout-answers.service';

/** An account and what is asked of it. */
export interface CheckoutWay {
  account: GatewayAccount;
  /** Null: the payer chooses on the gateway's page. */
  channel: string | null;
  /** With the payer's fee. */
  amount: Money;
  fee: bigint;
}

/** One try at one account: the row first, then the gateway, then what it said. */
@Injectable()
export class AttemptCheckout {
  private readonly logger = new Logger(AttemptCheckout.name);

  constructor(
    private readonly clock: DatabaseClock,
    private readonly rows: AttemptRows,
    private readonly answers: CheckoutAnswers,
    private readonly opened: OpenedAccounts,
    private readonly gateways: Gateways,
    private readonly calls: GatewayCalls,
    private readonly config: PaymentsConfig,
  ) {}

  /** @returns `next`: another account may do better */
  async run(
    wish: StartAttempt,
    target: TargetDescription,
    way: CheckoutWay,
  ): Promise<{ attempt: PaymentAttempt; next: boolean }> {
    const row = await this.rows.insert(await this.rowOf(wish, target, way), way.account);
    if (!row) return { attempt: await this.other(wish), next: false };
    // why: committed, because the callback may be faster than the answer (payments.md 2.9)
    const asked = { ...way, amount: Money.of(row.amount, row.currency), fee: row.feeAmount };
    const { attempt, result } = await this.answers.take(row.id, await this.call(row, wish, target, asked));
    return { attempt, next: result.outcome === 'unknown' || (result.outcome === 'rejected' && result.retryable) };
  }

  private async rowOf(
    { target, returnUrl }: StartAttempt,
    of: TargetDescription,
    way: CheckoutWay,
  ): Promise<NewAttemptRow> {
    const { account, channel, amount, fee } = way;
    const createdAt = await this.clock.sample();
    const end = new Date(createdAt.getTime() + this.config.attemptMinutes * 60_000);
    const expiresAt = of.payableUntil && of.payableUntil < end ? of.payableUntil : end;
    const asks = this.gateways.get(account.gateway).capabilities.query;
    return {
      ...{ id: uuidv7(), target, customerId: of.customerId, siteId: of.siteId, returnUrl, createdAt, expiresAt },
      ...{ gateway: account.gateway, accountId: account.id, merchantOrderId: newOrderId(of.title, randomInt) },
      ...{ amount: amount.amount, feeAmount: fee, currency: amount.currency, channel },
      nextCheckAt: asks ? nextCheckAt({ createdAt, expiresAt, checks: 0 }, createdAt, randomInt(1_000) / 1_000) : null,
    };
  }

  /** Somebody else was faster: his attempt is as good. */
  private async other({ target }: StartAttempt): Promise<PaymentAttempt> {
    const live = await this.rows.live(target);
    if (!live) throw PaymentErrors.TRY_AGAIN();
    return live;
  }

  private async call(
    row: NewAttemptRow,
    wish: StartAttempt,
    target: TargetDescription,
    { amount, fee, channel }: CheckoutWay,
  ): Promise<CheckoutResult> {
    const payer = { ...target.payer, ...wish.payer };
    const account = await this.opened.get(row.accountId);
    const items = target.items.map(({ name, price }) => ({ name, amount: price }));
    const extra = amount.amount - fee - target.due.amount;
    const request: CheckoutRequest = {
      attemptId: row.id,
      merchantOrderId: row.merchantOrderId,
      amount,
      ...(channel === null || channel === HOSTED_CHANNEL ? {} : { channel }),
      title: target.title,
      // why: gateways want items that add up to what they collect
      items: fee === 0n && extra === 0n ? items : [{ name: target.title, amount }],
      customer: { name: payer.name, email: payer.email ?? undefined, phone: payer.phone ?? undefined },
      expiresAt: row.expiresAt ?? row.createdAt,
      callbackUrl: this.calls.callbackUrl(row.gateway, row.accountId),
      returnUrl: wish.returnUrl,
      ...(wish.language === undefined ? {} : { language: wish.language }),
    };
    try {
      return await this.calls.createCheckout(account, request);
    } catch (error) {
      this.logger.error(`checkout at ${row.gateway} failed: ${String(error)}`);
      return { outcome: 'unknown', cause: 'broken' };
    }
  }
}
