import { Injectable } from '@nestjs/common';
import { BillingErrors } from '../billing.errors';
import { CLOCK_LIMITS } from '../domain/guards/clock-judgement';
import { BillingClockRepository, type DatabaseTimes } from '../repositories/clock/billing-clock.repository';
import { BillingClock } from './clock/billing-clock.service';

const AHEAD_MS = 60_000;

/** The time of a run. */
export interface ChosenTime {
  asOf: Date;
  /** Ticks were missed before it (billing.md 1.9, G7): more periods may be billed at once. */
  isCatchUp: boolean;
}

/** Chooses the `as_of` of a run and refuses one that cannot be trusted (billing.md T4, G7). */
@Injectable()
export class BillingRunGuard {
  constructor(
    private readonly clock: BillingClock,
    private readonly repository: BillingClockRepository,
  ) {}

  /**
   * @param wanted from the caller; the database's clock when absent
   * @throws DomainError BILLING_AS_OF_WENT_BACK, BILLING_AS_OF_IN_FUTURE, and those of {@link BillingClock.assertTrusted}
   */
  async choose(wanted: Date | undefined, siteId: string | null): Promise<ChosenTime> {
    const { times } = await this.clock.assertTrusted(siteId);
    const asOf = wanted ?? times.now;
    if (asOf.getTime() > times.now.getTime() + AHEAD_MS) throw BillingErrors.AS_OF_IN_FUTURE();
    const { lastAsOf } = times;
    if (lastAsOf && asOf.getTime() < lastAsOf.getTime() - CLOCK_LIMITS.backMs) {
      throw BillingErrors.AS_OF_WENT_BACK({ last: lastAsOf.toISOString() });
    }
    return { asOf, isCatchUp: missedTicks(times, asOf) };
  }

  /** For a dry run, which may look at any time. */
  async look(wanted: Date | undefined, siteId: string | null): Promise<ChosenTime> {
    const times = await this.repository.times(siteId);
    const asOf = wanted ?? times.now;
    return { asOf, isCatchUp: missedTicks(times, asOf) };
  }
}

/** Who bills for the first time ever has missed everything before. */
function missedTicks({ lastTick }: DatabaseTimes, asOf: Date): boolean {
  return lastTick === null || asOf.getTime() - lastTick.getTime() > CLOCK_LIMITS.gapMs;
}
