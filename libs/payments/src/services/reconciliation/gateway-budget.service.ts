import { randomInt } from 'node:crypto';
import { Injectable, Optional } from '@nestjs/common';
import { Alerts, Metrics } from '@app/platform';
import { POLLING } from '../../domain/reconciliation/polling-budget';
import { type UnknownCause } from '../../gateways/checkout';
import { GatewayBudgetRepository } from '../../repositories/reconciliation/gateway-budget.repository';

/**
 * How often an account of a gateway may be asked by ourselves, all processes together: gateways block whoever polls
 * (payments.md 2.6, 6.6). What payers and callbacks cause passes beside it, but its refusals count.
 */
@Injectable()
export class GatewayBudget {
  private readonly questions: ReturnType<Metrics['counter']>;

  constructor(
    private readonly budgets: GatewayBudgetRepository,
    private readonly alerts: Alerts,
    @Optional() metrics: Metrics = new Metrics(),
  ) {
    this.questions = metrics.counter({
      name: 'langgan_gateway_questions_total',
      help: 'Questions to gateways about attempts: asked, held back by the budget, refused by the gateway.',
      labelNames: ['outcome'],
    });
  }

  /** False: not now; the account was asked often enough, or pauses. */
  async tryTake(accountId: string): Promise<boolean> {
    const taken = await this.budgets.take(accountId);
    this.questions.inc({ outcome: taken ? 'asked' : 'held-back' });
    return taken;
  }

  /**
   * Tells how the gateway took a question. A burst of 429 and 403 pauses the account for 60 to 70 minutes, an answer ends
   * the count.
   *
   * @param cause of the unknown outcome; undefined: it answered
   */
  async learn(accountId: string, cause: UnknownCause | undefined): Promise<void> {
    if (cause !== 'rate-limited' && cause !== 'refused') {
      if (cause === undefined && (await this.budgets.answered(accountId)))
        await this.alerts.resolve(alertKey(accountId));
      return;
    }
    this.questions.inc({ outcome: 'refused' });
    const until = await this.budgets.refused(accountId, POLLING.pauseMs + randomInt(POLLING.pauseSpreadMs));
    if (until !== null) await this.alert(accountId, cause, until);
  }

  private async alert(accountId: string, cause: UnknownCause, until: Date): Promise<void> {
    await this.alerts.raise({
      key: alertKey(accountId),
      severity: 'WARNING',
      subject: { type: 'gateway-account', id: accountId },
      title: {
        id: 'Gateway menolak pertanyaan status; jeda sejam',
        en: 'A gateway refuses status questions; paused for an hour',
      },
      detail: { cause, until: until.toISOString() },
    });
  }
}

const alertKey = (accountId: string): string => `payments.gateway-paused:${accountId}`;
