import { Injectable } from '@nestjs/common';
import { type Money } from '@app/core';
import { DatabaseClock } from '@app/platform';
import { type PaymentAttempt } from '../../domain/attempts/attempt';
import { mayStillBePaid } from '../../domain/attempts/attempt-state';
import { type PaymentEvidence } from '../../domain/attempts/evidence';
import { eventOfState } from '../attempts/order-state';
import { type CallbackNotice, type CallbackVerdict, type PaymentGateway, type QueryResult } from '../../gateways';
import { AttemptRepository } from '../../repositories/attempts/attempt.repository';
import { GatewayCalls } from '../accounts/gateway-calls';
import { type UsableAccount } from '../accounts/opened-accounts.service';
import { evidenceOfQuery } from '../attempts/attempt-status.service';
import { SettleAttempt, type SettleOutcome } from '../attempts/settle-attempt.service';
import { CallbackInbox } from './callback-inbox.service';

/** How a notice ended: for the answer, and in a word for the counters. */
export interface Handled {
  verdict: CallbackVerdict;
  result: string;
}

/** A question about the same order is not repeated sooner, however often its notice is played again. */
const ASK_AGAIN_MS = 60_000;

const done = (result: string): Handled => ({ verdict: 'accepted', result });

/** Genuine notices. Signed ones settle directly; of the others only what the gateway confirms counts (payments.md 4). */
@Injectable()
export class CallbackNotices {
  constructor(
    private readonly clock: DatabaseClock,
    private readonly attempts: AttemptRepository,
    private readonly calls: GatewayCalls,
    private readonly settling: SettleAttempt,
    private readonly inbox: CallbackInbox,
  ) {}

  async handle(
    gateway: PaymentGateway,
    account: UsableAccount,
    notice: CallbackNotice,
    sourceIp: string,
  ): Promise<Handled> {
    if (notice.trusted === 'signed-status') return this.settleSigned(account, notice, sourceIp);
    return this.confirm(gateway, account, notice, sourceIp);
  }

  /** One transaction: the evidence and the note of it. */
  private async settleSigned(usable: UsableAccount, notice: CallbackNotice, sourceIp: string): Promise<Handled> {
    const { account } = usable;
    const { merchantOrderId } = notice;
    const order = { gateway: account.gateway, accountId: account.id, merchantOrderId };
    const evidence = evidenceOfNotice(notice);
    if (!evidence) {
      await this.inbox.keep(account, notice, sourceIp, { result: 'noted' });
      return done('noted');
    }
    const outcome = await this.settling.settleOrder(order, evidence, (result, attemptId) =>
      this.inbox.keeping(account, notice, sourceIp, { result, attemptId }),
    );
    if (outcome) return done(outcome.result);
    await this.inbox.park(account, notice, sourceIp);
    return done('unknown-order');
  }

  private async confirm(
    gateway: PaymentGateway,
    usable: UsableAccount,
    notice: CallbackNotice,
    sourceIp: string,
  ): Promise<Handled> {
    const { account } = usable;
    const attempt = await this.attemptOf(account.id, notice);
    if (!attempt) {
      await this.inbox.park(account, notice, sourceIp);
      return done('unknown-order');
    }
    const ready = this.readyEnd(gateway, notice, attempt);
    const eventId = await this.inbox.keep(
      account,
      notice,
      sourceIp,
      ready === undefined ? undefined : { result: ready, attemptId: attempt.id },
    );
    if (ready === 'noted') await this.askSoon(attempt);
    if (ready !== undefined) return done(ready);
    if (isSigned(gateway) && !isAsked(notice.amount, attempt)) return this.review(eventId, attempt, notice);
    const order = { ...attempt, providerRef: attempt.providerRef ?? notice.providerRef };
    const answer = await this.calls.confirm(usable, { ...order, wantsRefunds: notice.refunded !== undefined });
    return this.believe(eventId, attempt, notice, answer);
  }

  /** A refund may name the gateway's reference only. */
  private async attemptOf(accountId: string, notice: CallbackNotice): Promise<PaymentAttempt | undefined> {
    const { merchantOrderId, providerRef, refunded } = notice;
    const attempt = await this.attempts.byOrder(accountId, merchantOrderId);
    if (attempt !== undefined || refunded === undefined || providerRef === null) return attempt;
    return this.attempts.byReference(accountId, providerRef);
  }

  /** The end of a notice that needs no question: paid already, or a failure, which nobody signed. */
  private readyEnd(
    { capabilities }: PaymentGateway,
    notice: CallbackNotice,
    attempt: PaymentAttempt,
  ): string | undefined {
    const event = eventOfState(notice.claimedState);
    if (event === 'REFUNDED' || event === 'CHARGED_BACK' || notice.refunded?.isPositive() === true) return undefined;
    if (!mayStillBePaid(attempt.state)) return 'duplicate';
    return event === 'PAID' && capabilities.query ? undefined : 'noted';
  }

  /** The gateway signed another amount than we asked for. */
  private async review(eventId: string, attempt: PaymentAttempt, notice: CallbackNotice): Promise<Handled> {
    const evidence: PaymentEvidence = { event: 'PAID', source: 'CALLBACK', amount: notice.amount };
    return done((await this.settle(eventId, attempt, evidence)).result);
  }

  private async believe(
    eventId: string,
    attempt: PaymentAttempt,
    notice: CallbackNotice,
    answer: QueryResult,
  ): Promise<Handled> {
    const evidence = evidenceOfQuery(answer);
    const isConfirmed = evidence !== undefined && confirms(evidence, notice);
    const outcome =
      evidence && (await this.settle(isConfirmed ? eventId : undefined, attempt, withDetails(evidence, notice)));
    if (outcome && isConfirmed) return done(outcome.result);
    // why: the gateway may only be slow to know of its own notice, so it has to tell again
    await this.inbox.failed(eventId, attempt.id, answer.cause ?? `the gateway says ${answer.state}`);
    await this.askSoon(attempt);
    return { verdict: 'try-again', result: 'unconfirmed' };
  }

  private async settle(
    eventId: string | undefined,
    { id }: PaymentAttempt,
    evidence: PaymentEvidence,
  ): Promise<SettleOutcome> {
    return this.settling.settle(id, evidence, (result, attemptId) =>
      eventId === undefined ? undefined : this.inbox.finishing(eventId, { result, attemptId }),
    );
  }

  private async askSoon({ id }: PaymentAttempt): Promise<void> {
    const now = await this.clock.sample();
    await this.attempts.checkBy(id, new Date(now.getTime() + ASK_AGAIN_MS));
  }
}

/** Does the gateway say what its notice says? Of a part that went back it may know more parts by now. */
const confirms = ({ event, refunded }: PaymentEvidence, notice: CallbackNotice): boolean =>
  notice.refunded === undefined ? event === eventOfState(notice.claimedState) : refunded?.isPositive() === true;

/** Does the signature cover the amount? */
const isSigned = ({ capabilities }: PaymentGateway): boolean => capabilities.webhookAuth !== 'static-token';

const isAsked = ({ amount, currency }: Money, attempt: PaymentAttempt): boolean =>
  amount === attempt.amount && currency === attempt.currency;

function evidenceOfNotice(notice: CallbackNotice): PaymentEvidence | undefined {
  const event = eventOfState(notice.claimedState);
  if (event === undefined) return undefined;
  return withDetails({ event, source: 'CALLBACK', amount: notice.amount }, notice);
}

/** What the notice knows and the evidence does not. */
function withDetails(
  evidence: PaymentEvidence,
  { amount, refunded, providerRef, channel, paidAt }: CallbackNotice,
): PaymentEvidence {
  return {
    ...(evidence.event === 'PAID' ? { amount } : {}),
    ...(refunded === undefined ? {} : { refunded }),
    ...(providerRef === null ? {} : { providerRef }),
    ...(channel === undefined ? {} : { channel }),
    ...(paidAt === undefined ? {} : { paidAt }),
    ...evidence,
  };
}
