import { Injectable } from '@nestjs/common';
import { uuidv7 } from '@app/core';
import { Alerts, CurrentActor, Database, DatabaseClock } from '@app/platform';
import { type PaymentAttempt } from '../../domain/attempts/attempt';
import { type RefundKind } from '../../domain/refunds/refund';
import { AttemptRepository } from '../../repositories/attempts/attempt.repository';
import { RefundRepository } from '../../repositories/refunds/refund.repository';
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

  private async write(attempt: PaymentAttempt, paymentId: string, total: bigint): Promise<'booked' | 'nothing'> {
    const kind: RefundKind = attempt.state === 'CHARGEBACK' ? 'CHARGEBACK' : 'REFUND';
    return this.database.transaction(async () => {
      await this.attempts.lock(attempt.id); // why: first, as whoever settles does
      const { payment, customerId, free } = await this.reversing.hold(paymentId, null);
      const missing = total - (await this.refunds.refundedOf(attempt.id));
      const amount = missing < free ? missing : free;
      if (missing <= 0n) return this.nothingNew(attempt);
      if (amount <= 0n) return 'nothing';
      const { id: requestedBy, name: requestedByName } = this.actor.get();
      const refund = {
        ...{ id: uuidv7(), paymentId, attemptId: attempt.id, siteId: payment.siteId, customerId, kind, amount },
        ...{ way: 'GATEWAY' as const, state: 'SENT' as const, currency: payment.currency, proofRef: null },
        ...{ reason: `${attempt.gateway}: ${attempt.state}`, cashAccount: payment.cashAccount },
        ...{ requestedBy, requestedByName, requestedAt: await this.clock.sample() },
      };
      const idempotencyKey = `gateway:${attempt.id}:${total}`;
      if (!(await this.refunds.insert({ ...refund, idempotencyKey }))) return 'nothing';
      await this.answers.done(refund.id);
      return 'booked';
    });
  }
}
