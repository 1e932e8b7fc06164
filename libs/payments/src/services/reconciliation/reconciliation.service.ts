import { randomInt } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { Leases } from '@app/platform';
import { GRACE_MS, MAX_CHECKS, nextCheckAt } from '../../domain/reconciliation/check-schedule';
import { judge, type Verdict } from '../../domain/reconciliation/janitor';
import { type PaymentEvidence } from '../../domain/attempts/evidence';
import { Gateways, type OrderRef, type QueryResult } from '../../gateways';
import {
  type DueAccount,
  type DueAttempt,
  ReconciliationRepository,
} from '../../repositories/reconciliation/reconciliation.repository';
import { GatewayCalls, type OpenedAccount } from '../accounts/gateway-calls';
import { OpenedAccounts } from '../accounts/opened-accounts.service';
import { evidenceOfQuery } from '../attempts/attempt-status.service';
import { SettleAttempt } from '../attempts/settle-attempt.service';
import { GatewayBudget } from './gateway-budget.service';
import { UnclearAttempts } from './unclear-attempts.service';

/** An attempt is nobody else's for so long. */
const LEASE_MS = 5 * 60_000;
const ACCOUNT_LEASE_MS = 60_000;
const OVER_AT_ONCE = 500;

export interface ReconciliationOutcome {
  /** Questions asked. */
  asked: number;
  /** Payments that nobody had told us of. */
  settled: number;
  /** Attempts that ended without money. */
  closed: number;
}

/**
 * Finds out what became of attempts that nobody told us about: at most five questions each, spread over their life, inside
 * the budget of the account (payments.md 6.6). What the gateway says goes through the same door as callbacks, which reads
 * the attempt again under its lock.
 */
@Injectable()
export class Reconciliation {
  private readonly logger = new Logger(Reconciliation.name);

  constructor(
    private readonly attempts: ReconciliationRepository,
    private readonly budget: GatewayBudget,
    private readonly leases: Leases,
    private readonly gateways: Gateways,
    private readonly accounts: OpenedAccounts,
    private readonly calls: GatewayCalls,
    private readonly door: SettleAttempt,
    private readonly unclear: UnclearAttempts,
  ) {}

  /** Everything that is due now; accounts side by side, the attempts of one after another. */
  async run(signal?: AbortSignal): Promise<ReconciliationOutcome> {
    const outcome: ReconciliationOutcome = { asked: 0, settled: 0, closed: 0 };
    const accounts = await this.attempts.dueAccounts();
    await Promise.all(accounts.map((account) => this.runAccount(account, outcome, signal)));
    outcome.closed += await this.closeOver();
    return outcome;
  }

  /** One account at a time in one process: a second one would only spend the same budget. */
  private async runAccount(account: DueAccount, outcome: ReconciliationOutcome, signal?: AbortSignal): Promise<void> {
    await this.leases.tryWith(`payments.reconcile:${account.accountId}`, ACCOUNT_LEASE_MS, async (lease) => {
      const mayAsk = this.gateways.get(account.gateway).capabilities.query;
      for (let n = 0; n < account.due; n++) {
        if (signal?.aborted === true || lease.signal.aborted) return;
        if (mayAsk && !(await this.budget.tryTake(account.accountId))) return;
        const attempt = await this.attempts.claim(account.accountId, LEASE_MS);
        if (!attempt) return;
        if (mayAsk) await this.askSafely(attempt, outcome);
        else await this.attempts.plan(attempt.id, nextOf(attempt));
      }
    });
  }

  /** What goes wrong with one attempt holds up no other; it is due again when its lease is over. */
  private async askSafely(attempt: DueAttempt, outcome: ReconciliationOutcome): Promise<void> {
    try {
      await this.ask(attempt, outcome);
    } catch (error) {
      this.logger.error(`attempt ${attempt.id} could not be reconciled: ${String(error)}`);
    }
  }

  private async ask(attempt: DueAttempt, outcome: ReconciliationOutcome): Promise<void> {
    const account = await this.accounts.get(attempt.accountId);
    outcome.asked += 1;
    if (attempt.state === 'CANCELLED' && (await this.cancelled(account, attempt))) return;
    const answer = await this.calls.queryStatus(account, orderOf(attempt));
    await this.budget.learn(attempt.accountId, answer.cause);
    await this.learn(attempt, answer, outcome);
  }

  /** Ends a replaced attempt at the gateway too, so that nobody pays it. False: ask what became of it. */
  private async cancelled(account: OpenedAccount, attempt: DueAttempt): Promise<boolean> {
    if (!this.gateways.get(attempt.gateway).capabilities.cancel) return false;
    const result = await this.calls.cancel(account, orderOf(attempt));
    if (result.outcome === 'unknown') await this.budget.learn(attempt.accountId, result.cause);
    if (result.outcome !== 'cancelled') return false;
    await this.attempts.plan(attempt.id, null);
    return true;
  }

  private async learn(attempt: DueAttempt, answer: QueryResult, outcome: ReconciliationOutcome): Promise<void> {
    const next = nextOf(attempt);
    const said = answer.cause === 'not-found' ? 'absent' : answer.state;
    const verdict = judge(said, { expiresAt: attempt.expiresAt, mayAskAgain: next !== null }, attempt.now);
    await this.follow(attempt, verdict, answer, outcome);
    const goesOn = verdict === 'KEEP' || verdict === 'PENDING';
    await this.attempts.plan(attempt.id, goesOn ? next : null, said === 'unknown');
  }

  private async follow(
    attempt: DueAttempt,
    verdict: Verdict,
    answer: QueryResult,
    outcome: ReconciliationOutcome,
  ): Promise<void> {
    if (verdict === 'KEEP') return;
    if (verdict === 'ODD') return this.unclear.cameAndWent(attempt, answer.state);
    if (verdict === 'UNANSWERED') return this.unclear.unanswered(attempt.id);
    const { result } = await this.door.settle(attempt.id, evidenceOf(verdict, answer));
    if (result === 'settled' || result === 'late-credit') outcome.settled += 1;
    if (result === 'moved' && verdict !== 'PENDING') outcome.closed += 1;
  }

  private async closeOver(): Promise<number> {
    const over = await this.attempts.over(OVER_AT_ONCE, GRACE_MS);
    for (const { id, isSilent } of over) {
      if (isSilent) await this.unclear.unanswered(id);
      else await this.door.settle(id, { event: 'EXPIRED', source: 'QUERY' });
    }
    return over.filter(({ isSilent }) => !isSilent).length;
  }
}

const nextOf = (attempt: DueAttempt): Date | null =>
  attempt.checks >= MAX_CHECKS ? null : nextCheckAt(attempt, attempt.now, randomInt(1_000) / 1_000);

const orderOf = ({ merchantOrderId, providerRef, currency }: DueAttempt): OrderRef => ({
  merchantOrderId,
  providerRef,
  currency,
});

const evidenceOf = (event: PaymentEvidence['event'], answer: QueryResult): PaymentEvidence => ({
  ...(evidenceOfQuery(answer) ?? { source: 'QUERY' }),
  event,
});
