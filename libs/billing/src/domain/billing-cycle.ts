import { addMonths, daysBetween, type LocalDate, partsOf } from '@app/core';

/** What fixes the boundaries of a subscription's periods (billing.md P1). */
export interface BillingCycle {
  /** Day on which the service started; its month is the origin of the count. */
  readonly origin: LocalDate;
  /** 1–31, kept forever: a month that is too short ends the period on its last day, the next one returns to the anchor. */
  readonly anchorDay: number;
  /** 1, 3, 6 or 12. */
  readonly stepMonths: number;
}

/** A half-open stretch `[start, end)` and how much of its natural period it is. */
export interface BillingPeriod {
  readonly start: LocalDate;
  readonly end: LocalDate;
  readonly chargedDays: number;
  /** Days of the full period that contains it; equal to `chargedDays` for a full one (billing.md P3, P4). */
  readonly naturalDays: number;
}

/** Boundary number `k` (also negative), always computed from the origin. */
export function boundaryAt(cycle: BillingCycle, k: number): LocalDate {
  return addMonths(cycle.origin, k * cycle.stepMonths, cycle.anchorDay);
}

/** Number of the last boundary on or before `date`. */
export function boundaryIndex(cycle: BillingCycle, date: LocalDate): number {
  const origin = partsOf(cycle.origin);
  const { year, month } = partsOf(date);
  const k = Math.floor(((year - origin.year) * 12 + month - origin.month) / cycle.stepMonths);
  return boundaryAt(cycle, k) <= date ? k : k - 1;
}

/**
 * The period that begins on `start`: up to the next boundary, as part of the natural period around it. On a boundary it is
 * a full period, anywhere else a stub.
 */
export function periodFrom(cycle: BillingCycle, start: LocalDate): BillingPeriod {
  const k = boundaryIndex(cycle, start);
  const end = boundaryAt(cycle, k + 1);
  return { start, end, chargedDays: daysBetween(start, end), naturalDays: daysBetween(boundaryAt(cycle, k), end) };
}

/** `start` and the boundaries after it, `count` days in all. */
export function boundariesFrom(cycle: BillingCycle, start: LocalDate, count: number): LocalDate[] {
  const first = boundaryIndex(cycle, start) + 1;
  return [start, ...Array.from({ length: count - 1 }, (_, i) => boundaryAt(cycle, first + i))];
}
