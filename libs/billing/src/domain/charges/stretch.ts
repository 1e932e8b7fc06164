import { daysBetween, earlierOf, laterOf, type LocalDate } from '@app/core';

/** A half-open stretch of local days `[start, end)` (billing.md T1). */
export interface Stretch {
  readonly start: LocalDate;
  readonly end: LocalDate;
}

/** Days of the stretch, by subtraction of dates: a day of 23 or 25 hours is one day (billing.md T1). */
export function daysOf(stretch: Stretch): number {
  return daysBetween(stretch.start, stretch.end);
}

/** The days that both have, or undefined when there are none. */
export function overlapOf(a: Stretch, b: Stretch): Stretch | undefined {
  const start = laterOf(a.start, b.start);
  const end = earlierOf(a.end, b.end);
  return start < end ? { start, end } : undefined;
}

/** The days of `stretch` that lie in none of `holes`, as stretches in order. */
export function without(stretch: Stretch, holes: readonly Stretch[]): Stretch[] {
  const left: Stretch[] = [];
  let start = stretch.start;
  for (const hole of [...holes].sort((a, b) => (a.start < b.start ? -1 : 1))) {
    const cut = overlapOf({ start, end: stretch.end }, hole);
    if (!cut) continue;
    if (start < cut.start) left.push({ start, end: cut.start });
    start = cut.end;
  }
  if (start < stretch.end) left.push({ start, end: stretch.end });
  return left;
}
