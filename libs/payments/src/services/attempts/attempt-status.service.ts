import { Injectable } from '@nestjs/common';

import { type PaymentAttempt } from '../../domain/attempts/attempt';
import { mayStillBePaid } from '../../domain/attempts/attempt-state';
import { type PaymentEvidence } from '../../domain/attempts/evidence';
import { eventOfState } from './order-state';
import { Gateways, type QueryResult } from '../../gateways';
import { AttemptRepository } from '../../repositories/attempts/attempt.repository';
import { GatewayCalls } from '../accounts/gateway-calls';
import { OpenedAccounts } from '../accounts/opened-accounts.service';
import { Attempts } from './attempts.service';
import { type SettleOutcome, SettleAttempt } from './settle-attempt.service';

/** Between two questions about one attempt by whoever may press the button (payments.md 6.6). */
export const REFRESH_SECONDS = 30;

/** What a gateway answered, as evidence; undefined when it knew nothing. */
export function evidenceOfQuery(answer: QueryResult): PaymentEvidence | undefined {
  const event = eventOfState(answer.state);
  if (event === undefined) return undefined;
  const { amount, refunded, providerRef, channel, paidAt } = answer;
  return {
    ...{ event, source: 'QUERY' },
    ...(amount === undefined ? {} : { amount }),
    ...(refunded === undefined ? {} : { refunded }),
    ...(providerRef === undefined ? {} : { providerRef }),
    ...(channel === undefined ? {} : { channel }),
    ...(paidAt === undefined ? {} : { paidAt }),
  };
}

/** Asks gateways about attempts and settles what they say. */
@Injectable()
export class AttemptStatus {
  constructor(
    private readonly attempts: Attempts,
    private readonly rows: AttemptRepository,
    private readonly gateways: Gateways,
    private readonly opened: OpenedAccounts,
    private readonly calls: GatewayCalls,
    private readonly settling: SettleAttempt,
  ) {}

  /**
   * The attempt as it stands now: asks its gateway, unless somebody did in the last {@link REFRESH_SECONDS}. Outside of
   * transactions.
   *
   * @throws DomainError CORE_NOT_FOUND, also outside the actor's scope
   */
  async refresh(attemptId: string): Promise<PaymentAttempt> {
    const attempt = await this.attempts.get(attemptId);
    const { capabilities } = this.gateways.get(attempt.gateway);
    if (!capabilities.query || !mayStillBePaid(attempt.state) || attempt.state === 'REVIEW') return attempt;
    if (!(await this.rows.claimCheck(attemptId, REFRESH_SECONDS))) return attempt;
    const { outcome } = await this.ask(attempt);
    return outcome?.attempt ?? this.attempts.get(attemptId);
  }

  /** Asks the gateway now and settles what it says; for callers that keep a rhythm of their own. */
  async ask(attempt: PaymentAttempt): Promise<{ answer: QueryResult; outcome?: SettleOutcome }> {
    const { merchantOrderId, providerRef, currency } = attempt;
    const account = await this.opened.get(attempt.accountId);
    const answer = await this.calls.queryStatus(account, { merchantOrderId, providerRef, currency });
    const evidence = evidenceOfQuery(answer);
    if (!evidence) return { answer };
    return { answer, outcome: await this.settling.settle(attempt.id, evidence) };
  }
}
