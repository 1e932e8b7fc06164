import { Injectable, Logger } from '@nestjs/common';
import { Database } from '@app/platform';
import { type PaymentAttempt } from '../../domain/attempts/attempt';
import { type AttemptEvent, LIVE_STATES } from '../../domain/attempts/attempt-state';
import { Gateways } from '../../gateways';
import { GatewayCalls } from '../accounts/gateway-calls';
import { OpenedAccounts } from '../accounts/opened-accounts.service';
import { AttemptMoves } from './attempt-moves.service';

/** Ends live attempts that a payer will not use any more. */
@Injectable()
export class AttemptEnding {
  private readonly logger = new Logger(AttemptEnding.name);

  constructor(
    private readonly database: Database,
    private readonly moves: AttemptMoves,
    private readonly opened: OpenedAccounts,
    private readonly gateways: Gateways,
    private readonly calls: GatewayCalls,
  ) {}

  /**
   * Makes room for another attempt; afterwards the gateway is asked to forget the order, where it can. Money that comes for it
   * nevertheless is settled as late.
   */
  async replace(attempt: PaymentAttempt, now: Date): Promise<void> {
    const event = eventOf(attempt, now);
    const ended = await this.database.transaction(() =>
      this.moves.move(attempt.id, event, { reason: event === 'CANCELLED' ? 'REPLACED' : event }, LIVE_STATES),
    );
    if (ended?.state === 'CANCELLED') await this.cancel(ended);
  }

  private async cancel({ accountId, gateway, merchantOrderId, providerRef, currency }: PaymentAttempt): Promise<void> {
    if (!this.gateways.get(gateway).capabilities.cancel) return;
    try {
      const done = await this.calls.cancel(await this.opened.get(accountId), {
        merchantOrderId,
        providerRef,
        currency,
      });
      if (done.outcome !== 'cancelled')
        this.logger.warn(`${gateway} did not cancel ${merchantOrderId}: ${done.outcome}`);
    } catch (error) {
      this.logger.warn(`${gateway} could not be asked to cancel ${merchantOrderId}: ${String(error)}`);
    }
  }
}

function eventOf({ state, expiresAt }: PaymentAttempt, now: Date): AttemptEvent {
  if (expiresAt !== null && expiresAt <= now) return 'EXPIRED';
  // why: the order may exist at the gateway, so it has to be asked about
  return state === 'CREATING' ? 'LOST' : 'CANCELLED';
}
