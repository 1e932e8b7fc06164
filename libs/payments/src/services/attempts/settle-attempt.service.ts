import { Injectable } from '@nestjs/common';
import { type HeldAccount, SettlementService } from '@app/billing';
import { CoreErrors, Money } from '@app/core';
import { Database, HOT, type Statement, together } from '@app/platform';
import { type PaymentAttempt } from '../../domain/attempts/attempt';
import { attemptAfter, isTakenBack } from '../../domain/attempts/attempt-state';
import { type PaymentEvidence, type SettleResult } from '../../domain/attempts/evidence';
import { valueDateOf } from '../../domain/attempts/value-date';
import {
  type AttemptRef,
  AttemptRepository,
  isForeignReference,
  type LockedAttempt,
} from '../../repositories/attempts/attempt.repository';
import { type TargetSettlement } from '../targets/payment-target';
import { PaymentTargets } from '../targets/payment-targets';
import { WritePayment } from '../write-payment.service';
import { AttemptAlerts } from './attempt-alerts';
import { AttemptMoves } from './attempt-moves.service';

export interface SettleOutcome {
  result: SettleResult;
  /** As it stands afterwards. */
  attempt: PaymentAttempt;
  /** The payment that was written just now. */
  paymentId?: string;
}

/** What writes down how it ended, in the same transaction; in one round trip with the receipt, before it is numbered. */
export type NoteResult = (result: SettleResult, attemptId: string) => Statement | undefined;

/** What the money changes. */
interface Locked extends LockedAttempt {
  held?: HeldAccount | undefined;
}

/** How it is settled. */
interface Manner {
  note: NoteResult | undefined;
  /** Nobody does anything in the transaction afterwards. */
  isOwn: boolean;
}

/**
 * `settle(attempt, evidence)`, the one door for money that comes through attempts: callback, reconciliation, a person's
 * question, the return page and bank mutations all use it (payments.md 6.3). Lock order: attempt, customer, invoices.
 */
@Injectable()
export class SettleAttempt {
  constructor(
    private readonly database: Database,
    private readonly attempts: AttemptRepository,
    private readonly targets: PaymentTargets,
    private readonly writer: WritePayment,
    private readonly moves: AttemptMoves,
    private readonly alerts: AttemptAlerts,
    private readonly settlement: SettlementService,
  ) {}

  /**
   * Applies evidence once, however often and in whatever order it comes; in the caller's transaction if there is one.
   *
   * @throws DomainError CORE_NOT_FOUND
   */
  async settle(attemptId: string, evidence: PaymentEvidence, note?: NoteResult): Promise<SettleOutcome> {
    return this.whole(evidence, async (believed, isOwn) => {
      const locked = await this.lock(attemptId, believed);
      if (!locked) throw CoreErrors.NOT_FOUND({ what: 'payment attempt', id: attemptId });
      return this.apply(locked, believed, { note, isOwn });
    });
  }

  /** {@link settle} for the order of a gateway; undefined when there is no such order. */
  async settleOrder(
    order: { gateway: string; accountId: string; merchantOrderId: string },
    evidence: PaymentEvidence,
    note?: NoteResult,
  ): Promise<SettleOutcome | undefined> {
    return this.whole(evidence, async (believed, isOwn) => {
      const locked = await this.lock(order, believed);
      return locked && this.apply(locked, believed, { note, isOwn });
    });
  }

  /** One transaction. A reference that another order has already keeps nobody's money away: it is left out. */
  private async whole<T>(
    evidence: PaymentEvidence,
    work: (believed: PaymentEvidence, isOwn: boolean) => Promise<T>,
  ): Promise<T> {
    const isOwn = !this.database.inTransaction;
    try {
      return await this.database.transaction(() => work(evidence, isOwn));
    } catch (error) {
      const { providerRef, ...rest } = evidence;
      if (!isOwn || providerRef === undefined || !isForeignReference(error)) throw error;
      return this.database.transaction(() => work(rest, isOwn));
    }
  }

  /** With the account that the money is for, in one round trip. */
  private async lock(which: AttemptRef, { event }: PaymentEvidence): Promise<Locked | undefined> {
    if (event !== 'PAID') return this.attempts.lock(which);
    const customer = this.attempts.customerOf(which);
    const [locked, held] = await together([this.attempts.lock(which), this.settlement.lock(customer)]);
    return locked && { ...locked, held };
  }

  private async apply(locked: Locked, evidence: PaymentEvidence, manner: Manner): Promise<SettleOutcome> {
    if (evidence.event === 'PAID' && isPayable(locked.attempt, evidence)) return this.pay(locked, evidence, manner);
    const outcome = await this.applyUnpaid(locked, evidence);
    const noted = manner.note?.(outcome.result, outcome.attempt.id);
    if (noted) await this.database.execute(noted.sql, noted.parameters, HOT);
    return outcome;
  }

  private async applyUnpaid(locked: Locked, evidence: PaymentEvidence): Promise<SettleOutcome> {
    const { attempt } = locked;
    if (evidence.event !== 'PAID') return this.moveBy(locked, evidence);
    if (attemptAfter(attempt.state, 'PAID') === attempt.state) {
      // why: a part that goes back leaves the order paid, and is money all the same
      if (evidence.refunded?.isPositive() === true) await this.moves.tellTakenBack(locked, evidence.refunded);
      return { result: 'duplicate', attempt };
    }
    return this.review(locked, evidence.amount ?? Money.zero(attempt.currency));
  }

  private async pay(locked: Locked, evidence: PaymentEvidence, manner: Manner): Promise<SettleOutcome> {
    const { attempt, now, site, held } = locked;
    const { received } = evidence;
    const method = received?.method ?? 'GATEWAY';
    const cashAccount = received?.cashAccount ?? locked.cashAccount;
    const receivedAt = valueDateOf(evidence.paidAt, attempt.createdAt, now);
    const amount = Money.of(attempt.amount - attempt.feeAmount, attempt.currency);
    const surcharge = attempt.feeAmount;
    // why: only unique amounts are paid to a bank account of ours and bring something on top
    const surchargeTo = method === 'GATEWAY' ? ('GATEWAY_FEE' as const) : ('UNIQUE_CODE_INCOME' as const);
    const channel = evidence.channel ?? attempt.channel;
    const target = this.targets.get(attempt.target.kind);
    const change = { ...evidenceOf(evidence), state: 'PAID' as const, nextCheckAt: null };
    const written = await this.writer.write(
      {
        ...{ site, amount, method, cashAccount, receivedAt, recordedAt: now, channel, feeAmount: surcharge },
        ...{ attemptId: attempt.id, note: evidence.note },
        externalRef: evidence.externalRef ?? evidence.providerRef ?? attempt.providerRef ?? undefined,
        withCommit: manner.isOwn ? { taken: () => hasPayment(attempt) } : undefined,
      },
      async (paymentId) =>
        target.settle({ paymentId, attempt, held, amount, surcharge, surchargeTo, receivedAt, method, cashAccount }),
      (done) => {
        const noted = manner.note?.(resultOf(done), attempt.id);
        return [this.attempts.moving(attempt.id, change, now), ...(noted ? [noted] : [])];
      },
    );
    if (!written) throw hasPayment(attempt);
    const paid: PaymentAttempt = { ...attempt, ...change, settledAt: now, version: attempt.version + 1 };
    await this.tellLate(paid, written.settled, written.id);
    return { result: resultOf(written.settled), attempt: paid, paymentId: written.id };
  }

  private async tellLate(attempt: PaymentAttempt, settled: TargetSettlement, paymentId: string): Promise<void> {
    if (settled.late) await this.alerts.late(attempt, paymentId);
    else if (attempt.reason === MISMATCH) await this.alerts.agreed(attempt);
  }

  private async review(locked: LockedAttempt, claimed: Money): Promise<SettleOutcome> {
    const { attempt } = locked;
    const state = attemptAfter(attempt.state, 'MISMATCH');
    // why: an amount of another currency is no amount of this one; a person states what it is worth
    const claimedAmount = claimed.currency === attempt.currency ? claimed.amount : null;
    const change = { state, reason: MISMATCH, claimedAmount, nextCheckAt: null };
    const moved = await this.moves.write(locked, change);
    await this.alerts.mismatch(moved, claimed);
    return { result: 'review', attempt: moved };
  }

  private async moveBy(locked: LockedAttempt, evidence: PaymentEvidence): Promise<SettleOutcome> {
    const { attempt } = locked;
    const state = attemptAfter(attempt.state, evidence.event);
    if (state === attempt.state) {
      const { event } = evidence;
      // why: a second part that goes back changes no state, and is money all the same
      if (isTakenBack(state) && (event === 'REFUNDED' || event === 'CHARGED_BACK'))
        await this.moves.tellTakenBack(locked, evidence.refunded);
      return { result: 'ignored', attempt };
    }
    const moved = await this.moves.write(locked, { ...evidenceOf(evidence), state });
    if (isTakenBack(state)) await this.alerts.takenBack(moved);
    return { result: 'moved', attempt: moved };
  }
}

const MISMATCH = 'AMOUNT_MISMATCH';

/** The attempt is locked and not paid, so a payment of it would be a broken invariant. */
const hasPayment = ({ id, state }: PaymentAttempt): Error => new Error(`attempt ${id} is ${state} and has a payment`);

const resultOf = ({ late }: TargetSettlement): SettleResult => (late ? 'late-credit' : 'settled');

/** Is there something to book, and is it the amount that was asked for? */
function isPayable({ state, amount, currency }: PaymentAttempt, evidence: PaymentEvidence): boolean {
  if (attemptAfter(state, 'PAID') === state) return false;
  return evidence.amount === undefined || (evidence.amount.amount === amount && evidence.amount.currency === currency);
}

function evidenceOf({ providerRef, channel }: PaymentEvidence): { providerRef?: string; channel?: string } {
  return { ...(providerRef === undefined ? {} : { providerRef }), ...(channel === undefined ? {} : { channel }) };
}
