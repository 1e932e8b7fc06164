import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { uuidv7 } from '@app/core';
import { Alerts, CurrentActor, Database, DatabaseClock } from '@app/platform';
import { type PaymentAttempt } from '../../domain/attempts/attempt';
import { type RefundKind } from '../../domain/refunds/refund';
import { AttemptRepository } from '../../repositories/attempts/attempt.repository';
import { RefundRepository } from '../../repositories/refunds/refund.repository';
import { type HeldPayment } from '../reversal-books.service';
import { ReversePaymentService } from '../reverse-payment.service';
import { GatewayAnswers } from './gateway-answers.service';

/**
 * Books what a gateway says it gave back: our own refund if one is on its way, else a chargeback or a refund that somebody
 * made at the gateway. Whatever is not certain stays with the alert that people have already.
 */
@Injectable()
export class TakenBack {
  constructor(
    private readonly database: Database,
    private readonly clock: DatabaseClock,
    private readonly actor: CurrentActor,
    private readonly attempts: AttemptRepository,
    private readonly refunds: RefundRepository,
    private readonly reversing: ReversePaymentService,
    private readonly answers: GatewayAnswers,
    private readonly alerts: Alerts,
  ) {}

  /** Once per fact, however often it is told. */
  async book(attemptId: string): Promise<'ours' | 'booked' | 'nothing'> {
    const attempt = await this.attempts.find(attemptId);
    const paymentId = await this.refunds.paymentOf(attemptId);
    if (!attempt || paymentId === undefined) return 'nothing';
    // why: a notice of it may be played again for years, and the gateway counts our questions
    if ((await this.refunds.refundedOf(attemptId)) >= attempt.amount - attempt.feeAmount)
      return this.nothingNew(attempt);
    const own = await this.refunds.onItsWay(attemptId);
    if (own !== undefined) {
      if ((await this.answers.run(own)) === 'DONE')
        await this.alerts.resolve(`payments.attempt-taken-back:${attemptId}`);
      return 'ours';
    }
    const back = await this.answers.takenBackOf(attempt);
    return back === undefined ? 'nothing' : this.write(attempt, paymentId, back);
  }

  /** All of what the gateway tells of is in the books. A chargeback of what we gave back ourselves stays with people. */
  private async nothingNew({ id, state }: PaymentAttempt): Promise<'nothing'> {
    if (state === 'REFUNDED') await this.alerts.resolve(`payments.attempt-taken-back:${id}`);
    return 'nothing';
  }

  /**
   * The same by a person's word, for gateways that do not tell how much they gave back. Joins the caller's transaction.
   *
   * @returns the refund; undefined when so much is not left of the payment
   */
  @Transactional()
  async record(attemptId: string, kind: RefundKind, amount: bigint, reason: string): Promise<string | undefined> {
    const locked = await this.attempts.lock(attemptId); // why: first, as whoever settles does
    const paymentId = await this.refunds.paymentOf(attemptId);
    if (!locked || paymentId === undefined) return undefined;
    const total = amount + (await this.refunds.refundedOf(attemptId));
    const held = await this.reversing.hold(paymentId, null);
    return amount > held.free ? undefined : this.insert(locked.attempt, held, { kind, amount, total, reason });
  }

  private async write(attempt: PaymentAttempt, paymentId: string, total: bigint): Promise<'booked' | 'nothing'> {
    const kind: RefundKind = attempt.state === 'CHARGEBACK' ? 'CHARGEBACK' : 'REFUND';
    return this.database.transaction(async () => {
      await this.attempts.lock(attempt.id); // why: first, as whoever settles does
      const held = await this.reversing.hold(paymentId, null);
      const missing = total - (await this.refunds.refundedOf(attempt.id));
      const amount = missing < held.free ? missing : held.free;
      if (missing <= 0n) return this.nothingNew(attempt);
      if (amount <= 0n) return 'nothing';
      const reason = `${attempt.gateway}: ${attempt.state}`;
      const id = await this.insert(attempt, held, { kind, amount, total, reason });
      return id === undefined ? 'nothing' : 'booked';
    });
  }

  private async insert(
    attempt: PaymentAttempt,
    { payment, customerId }: HeldPayment,
    { kind, amount, total, reason }: { kind: RefundKind; amount: bigint; total: bigint; reason: string },
  ): Promise<string | undefined> {
    const { id: requestedBy, name: requestedByName } = this.actor.get();
    const id = uuidv7();
    const refund = {
      ...{ id, paymentId: payment.id, attemptId: attempt.id, siteId: payment.siteId, customerId, kind, amount, reason },
      ...{ way: 'GATEWAY' as const, state: 'SENT' as const, currency: payment.currency, proofRef: null },
      ...{ cashAccount: payment.cashAccount, requestedBy, requestedByName, requestedAt: await this.clock.sample() },
    };
    const idempotencyKey = `gateway:${attempt.id}:${total}`;
    if (!(await this.refunds.insert({ ...refund, idempotencyKey }))) return undefined;
    await this.answers.done(id);
    return id;
  }
}
