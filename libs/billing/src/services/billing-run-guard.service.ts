import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '@app/core';
import { AppConfig } from '@app/platform';
import { BillingErrors } from '../billing.errors';
import { BillingRunRepository } from '../repositories/billing-run.repository';

const BACK_MS = 5 * 60_000;
const AHEAD_MS = 60_000;
const SKEW_MS = 30_000;

/** Chooses the `as_of` of a run and refuses one that cannot be trusted (billing.md T4, G7). */
@Injectable()
export class BillingRunGuard {
  private readonly logger = new Logger(BillingRunGuard.name);

  constructor(
    private readonly runs: BillingRunRepository,
    private readonly clock: Clock,
    private readonly app: AppConfig,
  ) {}

  /**
   * @param wanted from the caller; the database's clock when absent
   * @throws DomainError BILLING_AS_OF_WENT_BACK, BILLING_AS_OF_IN_FUTURE, BILLING_CLOCKS_DISAGREE; a dry run may look at
   * any time
   */
  async choose(wanted: Date | undefined, siteId: string | null, dryRun: boolean): Promise<Date> {
    const { lastAsOf, now, realNow } = await this.runs.clocks(siteId);
    const asOf = wanted ?? now;
    if (dryRun) return asOf;
    if (asOf.getTime() > now.getTime() + AHEAD_MS) throw BillingErrors.AS_OF_IN_FUTURE();
    if (lastAsOf && asOf.getTime() < lastAsOf.getTime() - BACK_MS) {
      throw BillingErrors.AS_OF_WENT_BACK({ last: lastAsOf.toISOString() });
    }
    if (wanted === undefined) this.compareClocks(realNow);
    return asOf;
  }

  private compareClocks(realNow: Date): void {
    // why: a clock that travels is meant to differ
    if (this.app.testClock || this.app.demo) return;
    const skew = Math.abs(realNow.getTime() - this.clock.now().getTime());
    if (skew <= SKEW_MS) return;
    this.logger.error(`the clocks of server and database differ by ${skew} ms: nothing is billed`);
    throw BillingErrors.CLOCKS_DISAGREE({ seconds: Math.round(skew / 1000) });
  }
}
