import { Injectable } from '@nestjs/common';
import { type PaymentAttempt } from '../../domain/attempts/attempt';
import { type RefundState } from '../../domain/refunds/refund-state';
import { RefundRepository } from '../../repositories/refunds/refund.repository';
import { GatewayCalls } from '../accounts/gateway-calls';
import { OpenedAccounts } from '../accounts/opened-accounts.service';
import { FinishRefund } from './finish-refund.service';
import { RefundRunner } from './refund-runner.service';

/** What a gateway says about money that went back, and what follows. */
@Injectable()
export class GatewayAnswers {
  constructor(
    private readonly runner: RefundRunner,
    private readonly finisher: FinishRefund,
    private readonly refunds: RefundRepository,
    private readonly accounts: OpenedAccounts,
    private readonly calls: GatewayCalls,
  ) {}

  /** As `RefundRunner.run`. */
  async run(refundId: string): Promise<RefundState | undefined> {
    return this.runner.run(refundId);
  }

  /** How much of an attempt the gateway gave back in all; undefined: it does not say so. */
  async takenBackOf({
    accountId,
    merchantOrderId,
    providerRef,
    currency,
    amount,
  }: PaymentAttempt): Promise<bigint | undefined> {
    const account = await this.accounts.get(accountId);
    const answer = await this.calls.queryStatus(account, {
      ...{ merchantOrderId, providerRef, currency },
      wantsRefunds: true,
    });
    if (answer.refunded) return answer.refunded.amount;
    return answer.state === 'refunded' || answer.state === 'chargeback' ? amount : undefined;
  }

  /** Books a refund that this transaction has just written. */
  async done(refundId: string): Promise<void> {
    const refund = await this.refunds.lock(refundId);
    if (refund) await this.finisher.done(refund, {});
  }
}
