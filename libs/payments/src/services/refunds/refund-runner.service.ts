import { Injectable } from '@nestjs/common';
import { Money } from '@app/core';
import { Alerts, Database, DatabaseClock } from '@app/platform';
import { type PaymentAttempt } from '../../domain/attempts/attempt';
import { type Refund } from '../../domain/refunds/refund';
import { nextRefundCheck, REFUND_LEASE_MS } from '../../domain/refunds/refund-schedule';
import { type RefundState } from '../../domain/refunds/refund-state';
import { type OrderRef, type RefundResult } from '../../gateways';
import { AttemptRepository } from '../../repositories/attempts/attempt.repository';
import { RefundRepository } from '../../repositories/refunds/refund.repository';
import { GatewayCalls, type OpenedAccount } from '../accounts/gateway-calls';
import { OpenedAccounts } from '../accounts/opened-accounts.service';
import { FinishRefund, stuckAlertKey } from './finish-refund.service';

/** What is known after a call. */
type Known =
  | { is: 'done'; gatewayRef?: string }
  | { is: 'failed'; problem: string }
  | { is: 'unknown'; problem: string; gatewayRef?: string };

/**
 * Carries refunds to their gateways. The step is committed before the call and the answer after it, so a process that dies
 * between leaves a refund that is asked about, never one that is sent anew: what may have happened is first looked up, and
 * sent again only under the same key, for which a gateway refunds once.
 */
@Injectable()
export class RefundRunner {
  constructor(
    private readonly database: Database,
    private readonly clock: DatabaseClock,
    private readonly refunds: RefundRepository,
    private readonly attempts: AttemptRepository,
    private readonly accounts: OpenedAccounts,
    private readonly calls: GatewayCalls,
    private readonly finisher: FinishRefund,
    private readonly alerts: Alerts,
  ) {}

  /** Every refund that is due. @returns how many were worked on */
  async runDue(limit: number, signal?: AbortSignal): Promise<number> {
    let worked = 0;
    for (const id of await this.refunds.due(limit)) {
      if (signal?.aborted === true) break;
      if ((await this.run(id)) !== undefined) worked += 1;
    }
    return worked;
  }

  /** One refund, if it is due and nobody else is at it. @returns its state; undefined: nothing was done */
  async run(id: string): Promise<RefundState | undefined> {
    const refund = await this.refunds.claim(id, REFUND_LEASE_MS);
    if (!refund?.attemptId) return undefined;
    const attempt = await this.attempts.find(refund.attemptId);
    if (!attempt) return undefined;
    const account = await this.accounts.get(attempt.accountId);
    const known = refund.isFirst
      ? await this.send(account, attempt, refund)
      : await this.lookUp(account, attempt, refund);
    return this.conclude(id, known);
  }

  private async send(account: OpenedAccount, attempt: PaymentAttempt, refund: Refund): Promise<Known> {
    const result = await this.calls.refund(account, {
      ...orderOf(attempt),
      amount: Money.of(refund.amount, refund.currency),
      idempotencyKey: refund.id,
      reason: refund.reason,
    });
    return knownOf(result, refund.checks === 1);
  }

  private async lookUp(account: OpenedAccount, attempt: PaymentAttempt, refund: Refund): Promise<Known> {
    const answer = await this.calls.queryStatus(account, orderOf(attempt));
    const before = await this.refunds.refundedOf(attempt.id);
    const back = answer.refunded?.amount ?? (answer.state === 'refunded' ? attempt.amount : 0n);
    if (back >= before + refund.amount) return { is: 'done' };
    if (answer.state === 'unknown') return { is: 'unknown', problem: answer.cause ?? 'unknown' };
    // why: accepted, and a bank takes days; another call would change nothing
    if (refund.gatewayRef !== null) return { is: 'unknown', problem: 'pending' };
    return this.send(account, attempt, refund);
  }

  private async conclude(id: string, known: Known): Promise<RefundState> {
    return this.database.transaction(async () => {
      const refund = await this.refunds.lock(id);
      if (refund?.state !== 'SENT' && refund?.state !== 'UNKNOWN') return refund?.state ?? 'FAILED';
      if (known.is === 'done') {
        await this.finisher.done(refund, known.gatewayRef === undefined ? {} : { gatewayRef: known.gatewayRef });
        return 'DONE';
      }
      if (known.is === 'failed') {
        await this.finisher.failed(refund, known.problem);
        await this.alert(refund, known.problem);
        return 'FAILED';
      }
      const now = await this.clock.sample();
      const nextCheckAt = nextRefundCheck(refund.checks, now);
      const { problem, gatewayRef } = known;
      const change = { state: 'UNKNOWN' as const, nextCheckAt, problem };
      await this.refunds.step(id, gatewayRef === undefined ? change : { ...change, gatewayRef }, now);
      if (nextCheckAt === null) await this.alert(refund, problem);
      return 'UNKNOWN';
    });
  }

  private async alert({ id, siteId, amount, currency, paymentId }: Refund, problem: string): Promise<void> {
    await this.alerts.raise({
      key: stuckAlertKey(id),
      severity: 'CRITICAL',
      subject: { type: 'refund', id },
      title: {
        id: 'Pengembalian dana lewat gateway tidak selesai: periksa di gateway',
        en: 'A refund through the gateway did not end: look it up at the gateway',
      },
      detail: { paymentId, amount: amount.toString(), currency, problem },
      siteId,
    });
  }
}

const orderOf = ({ merchantOrderId, providerRef, currency }: PaymentAttempt): OrderRef => ({
  merchantOrderId,
  providerRef,
  currency,
});

/** @param surelyFirst nothing was ever sent before, so a refusal means that nothing happened */
function knownOf(result: RefundResult, surelyFirst: boolean): Known {
  switch (result.outcome) {
    case 'refunded':
      return { is: 'done', gatewayRef: result.refundRef };
    case 'pending':
      return { is: 'unknown', problem: 'pending', gatewayRef: result.refundRef };
    case 'unknown':
      return { is: 'unknown', problem: result.cause };
    case 'rejected':
      return { is: surelyFirst && !result.retryable ? 'failed' : 'unknown', problem: result.message.slice(0, 300) };
  }
}
