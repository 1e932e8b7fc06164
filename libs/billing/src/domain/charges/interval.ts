/** How long a full period is (billing.md P2): N days, N weeks, or 1, 3, 6, 12 months. */
export interface Interval {
  readonly unit: 'DAY' | 'WEEK' | 'MONTH';
  readonly count: number;
}

/** An interval as the arithmetic of boundaries wants it: exactly one of the two is more than zero. */
export interface CycleStep {
  readonly stepMonths: number;
  readonly stepDays?: number | undefined;
}

const MONTHS = [1, 3, 6, 12];
const DAYS_OF_UNIT = { DAY: 1, WEEK: 7 } as const;

/** @throws RangeError for an interval that billing does not know */
export function stepOf({ unit, count }: Interval): CycleStep {
  if (!Number.isInteger(count) || count < 1) throw new RangeError(`not an interval: ${count} ${unit}`);
  if (unit !== 'MONTH') return { stepMonths: 0, stepDays: count * DAYS_OF_UNIT[unit] };
  if (!MONTHS.includes(count)) throw new RangeError(`not an interval: ${count} months`);
  return { stepMonths: count, stepDays: 0 };
}

/** Do two steps make the same periods? */
export function sameStep(a: CycleStep, b: CycleStep): boolean {
  return a.stepMonths === b.stepMonths && (a.stepDays ?? 0) === (b.stepDays ?? 0);
}
