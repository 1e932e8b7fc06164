import { Injectable, Logger } from '@nestjs/common';
import { Database } from '@app/platform';
import { isTransient } from '../../domain/transient-failure';
import { DueBatchRepository } from '../../repositories/due-batch.repository';
import { ParkedRepository, type ParkReason } from '../../repositories/parked.repository';
import { PrepaidRepository, type PrepaidRow } from '../../repositories/prepaid/prepaid.repository';
import { type BillingRunContext, BillingRunContexts } from '../billing-run-context.service';
import { BillingClock } from '../clock/billing-clock.service';
import { RunAlerts } from '../run/run-alerts.service';
import { PrepaidParts } from './prepaid-parts.service';

const BATCH = 200;
const FIRST_ID = '00000000-0000-0000-0000-000000000000';

/** What a look at prepaid services did. */
export interface PrepaidOutcome {
  renewed: number;
  debited: number;
  parked: number;
}

/**
 * Services that are paid before they are used (billing.md 1.4): periods are renewed from the balance shortly before they run
 * out, days are taken from the deposit, each in the transaction that moves the service on. Where the money is not enough,
 * nothing is owed: the service runs out, and a payment renews it. Repeating it changes nothing.
 */
@Injectable()
export class PrepaidServices {
  private readonly logger = new Logger(PrepaidServices.name);

  constructor(
    private readonly database: Database,
    private readonly repository: PrepaidRepository,
    private readonly due: DueBatchRepository,
    private readonly parts: PrepaidParts,
    private readonly contexts: BillingRunContexts,
    private readonly parked: ParkedRepository,
    private readonly alerts: RunAlerts,
    private readonly clock: BillingClock,
  ) {}

  /**
   * Goes on with everything that is due.
   *
   * @throws DomainError of {@link BillingClock.assertTrusted}
   */
  async tick(signal?: AbortSignal): Promise<PrepaidOutcome> {
    return this.run(null, signal);
  }

  /** Goes on with what one account pays for: its money may be enough now. */
  async ofCustomer(customerId: string): Promise<PrepaidOutcome> {
    return this.run(customerId);
  }

  /** Those of the accounts that pay for prepaid services. */
  async payersAmong(customerIds: readonly string[]): Promise<ReadonlySet<string>> {
    return new Set(await this.repository.payersAmong(customerIds));
  }

  private async run(customerId: string | null, signal?: AbortSignal): Promise<PrepaidOutcome> {
    const { times } = await this.clock.assertTrusted();
    const asOf = times.now;
    const sum: PrepaidOutcome = { renewed: 0, debited: 0, parked: 0 };
    const context = this.contexts.create('', { asOf, siteId: null }, '');
    for (let after = FIRST_ID; signal?.aborted !== true;) {
      const ids = await this.repository.dueAccounts(asOf, after, BATCH, customerId);
      const last = ids.at(-1);
      if (last === undefined) break;
      await this.contexts.makeRoom(asOf);
      for (const part of await this.attempt(context, ids)) {
        sum.renewed += part.renewed;
        sum.debited += part.debited;
        sum.parked += part.parked;
      }
      after = last;
    }
    return sum;
  }

  /** A batch that fails is tried account by account, and what fails alone is parked (billing.md G5). */
  private async attempt(context: BillingRunContext, ids: readonly string[]): Promise<PrepaidOutcome[]> {
    try {
      return [await this.batch(context, ids)];
    } catch (error) {
      if (isTransient(error)) throw error;
      if (ids.length === 1) return [await this.park(context, ids, error)];
      const outcomes: PrepaidOutcome[] = [];
      for (const id of ids) outcomes.push(...(await this.attempt(context, [id])));
      return outcomes;
    }
  }

  private async batch(context: BillingRunContext, ids: readonly string[]): Promise<PrepaidOutcome> {
    return this.database.transaction(async () => {
      const accounts = await this.due.claimThese(ids);
      const rows = await this.repository.dueOf(ids, context.asOf);
      const { refused, ...done } = await this.parts.goOn(context, accounts, rows);
      await this.setAside(refused);
      return { ...done, parked: refused.length };
    });
  }

  private async park(context: BillingRunContext, ids: readonly string[], error: unknown): Promise<PrepaidOutcome> {
    const reason = error instanceof Error ? error.message : String(error);
    const rows: PrepaidRow[] = await this.repository.dueOf(ids, context.asOf);
    await this.setAside(rows.map(({ id }) => ({ subscriptionId: id, code: 'PREPAID_FAILED', reason })));
    return { renewed: 0, debited: 0, parked: rows.length };
  }

  private async setAside(reasons: readonly ParkReason[]): Promise<void> {
    if (reasons.length === 0) return;
    for (const { subscriptionId, reason } of reasons) {
      this.logger.error(`prepaid service ${subscriptionId} is parked: ${reason}`);
    }
    await this.parked.park(null, reasons);
    await this.alerts.parkedNow(null);
  }
}
