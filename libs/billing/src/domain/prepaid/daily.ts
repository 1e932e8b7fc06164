import { addDays, daysBetween, type LocalDate } from '@app/core';
import { type BillingCycle, naturalPeriod, periodsBetween } from '../billing-cycle';
import { amountsAfter, minus, type PricedStretch } from '../charges/price-curve';
import { type LineAmounts, type TaxRule } from '../invoice-calculator';

/** The debit of one day. */
export interface DailyDebit extends LineAmounts {
  readonly date: LocalDate;
}

/**
 * The debits of a PREPAID_DAILY service for the days `[from, to)`: cumulative inside each natural period, so that the days
 * of a full one add up to exactly its price, net and tax (billing.md 1.4, M3).
 *
 * @param priceOn of a full period, by its first day
 */
export function dailyDebits(
  cycle: BillingCycle,
  days: { readonly from: LocalDate; readonly to: LocalDate },
  taxRule: TaxRule,
  priceOn: (periodStart: LocalDate) => bigint,
): DailyDebit[] {
  const debits: DailyDebit[] = [];
  for (const period of periodsBetween(cycle, days.from, days.to)) {
    const { start, end, naturalDays } = naturalPeriod(cycle, period.start);
    const stretch: PricedStretch = { start, end, naturalDays, taxRule, price: priceOn(start) };
    const first = daysBetween(start, period.start);
    let before = amountsAfter(stretch, first);
    for (let n = 0; n < period.chargedDays; n++) {
      const after = amountsAfter(stretch, first + n + 1);
      debits.push({ date: addDays(period.start, n), ...minus(after, before) });
      before = after;
    }
  }
  return debits;
}

/** Is the service cut for lack of money (billing.md 1.4)? Exactly the least balance is enough. */
export function isBalanceLow(balance: bigint, leastBalance: bigint): boolean {
  return balance < leastBalance;
}
