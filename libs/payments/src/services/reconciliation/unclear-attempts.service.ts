import { Injectable } from '@nestjs/common';
import { Alerts, Database } from '@app/platform';
import { UNANSWERED } from '../../domain/reviews/review';
import { type DueAttempt } from '../../repositories/reconciliation/reconciliation.repository';
import { AttemptMoves } from '../attempts/attempt-moves.service';

/** Attempts about which no question helps any more: people have to look. */
@Injectable()
export class UnclearAttempts {
  constructor(
    private readonly database: Database,
    private readonly moves: AttemptMoves,
    private readonly alerts: Alerts,
  ) {}

  /**
   * Its gateway never said what became of it, and money may be there: it stays UNKNOWN, in the queue of reviews and in the
   * alert of its account, until somebody or a settlement report decides.
   */
  async unanswered(id: string): Promise<void> {
    await this.database.transaction(() => this.moves.move(id, 'UNANSWERED', { reason: UNANSWERED, nextCheckAt: null }));
  }

  /** The gateway gave money back that we never knew of. */
  async cameAndWent({ id, gateway, merchantOrderId }: DueAttempt, state: string): Promise<void> {
    await this.alerts.raise({
      key: `payments.attempt-odd:${id}`,
      severity: 'WARNING',
      subject: { type: 'payment-attempt', id },
      title: {
        id: 'Gateway mengembalikan uang yang tidak pernah kita terima',
        en: 'A gateway gave money back that we never knew of',
      },
      detail: { gateway, merchantOrderId, state },
    });
  }
}
