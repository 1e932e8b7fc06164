import { Injectable } from '@nestjs/common';
import { Database } from '@app/platform';
import { type PaymentAttempt } from '../../domain/attempts/attempt';
import { type CheckoutResult } from '../../gateways';
import { AttemptRepository, isForeignReference } from '../../repositories/attempts/attempt.repository';
import { AttemptAlerts } from './attempt-alerts';
import { AttemptMoves } from './attempt-moves.service';

/** Why nothing is known of an order whose reference another order has. */
const REFERENCE_TAKEN: CheckoutResult = { outcome: 'unknown', cause: 'reference-taken' };

/** Another attempt got the reference between our look and our write. */
class JustTaken extends Error {}

/** Writes down what a gateway answered to a checkout. */
@Injectable()
export class CheckoutAnswers {
  constructor(
    private readonly database: Database,
    private readonly attempts: AttemptRepository,
    private readonly moves: AttemptMoves,
    private readonly alerts: AttemptAlerts,
  ) {}

  /**
   * In a transaction of its own. A gateway that calls two orders alike is not believed: nobody is sent to pay the second one, a
   * person is told, and money that comes under its order id is settled all the same.
   *
   * @returns the attempt as it stands, and what the answer came to
   */
  async take(id: string, result: CheckoutResult): Promise<{ attempt: PaymentAttempt; result: CheckoutResult }> {
    try {
      return await this.database.transaction(() => this.write(id, result));
    } catch (error) {
      // why: the other one got it in the same moment
      if (!isForeignReference(error) && !(error instanceof JustTaken)) throw error;
      return this.database.transaction(() => this.write(id, result));
    }
  }

  private async write(
    id: string,
    result: CheckoutResult,
  ): Promise<{ attempt: PaymentAttempt; result: CheckoutResult }> {
    const reference = result.outcome === 'created' ? result.providerRef : null;
    const other = reference === null ? undefined : await this.attempts.othersReference(id, reference);
    const believed = other === undefined ? result : REFERENCE_TAKEN;
    const attempt = await this.move(id, believed);
    if (!attempt) throw new Error(`attempt ${id} is gone`);
    if (other !== undefined) await this.alerts.sameReference(attempt, { providerRef: reference, other });
    // why: writing leaves out a reference that another one got since we looked
    else if (reference !== null && (await this.attempts.othersReference(id, reference)) !== undefined) {
      throw new JustTaken();
    }
    return { attempt, result: believed };
  }

  private async move(id: string, result: CheckoutResult): Promise<PaymentAttempt | undefined> {
    if (result.outcome === 'unknown') return this.moves.move(id, 'LOST', { reason: result.cause });
    if (result.outcome === 'rejected') {
      const reason = `${result.code}: ${result.message}`.slice(0, 300);
      return this.moves.move(id, 'REJECTED', { reason, nextCheckAt: null });
    }
    const { providerRef, paymentUrl, vaNumber, qrString, instructions, expiresAt } = result;
    return this.moves.move(id, 'CREATED', {
      ...(providerRef === null ? {} : { providerRef }),
      ...(paymentUrl === undefined ? {} : { payUrl: paymentUrl }),
      ...(vaNumber === undefined ? {} : { vaNumber }),
      ...(qrString === undefined ? {} : { qrString }),
      ...(instructions === undefined ? {} : { instructions }),
      ...(expiresAt === undefined ? {} : { expiresAt }),
    });
  }
}
