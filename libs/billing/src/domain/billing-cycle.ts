import { addDays, addMonths, daysBetween, type LocalDate, partsOf } from '@app/core';
import { type CycleStep } from './charges/interval';

/** What fixes the boundaries of a subscription's periods (billing.md P1). */
export interface BillingCycle extends CycleStep {
  /** Day on which billing started; its month (or, in steps of days, the day itself) is the origin of the count. */
  readonly origin: LocalDate;
  /** 1–31, kept forever: a month that is too short ends the period on its last day, the next one returns to the anchor. */
  readonly anchorDay: number;
}

/** What the boundaries are tied to (billing.md P2). */
export type Anchor = { readonly kind: 'FIXED_DAY'; readonly day: number } | { readonly kind: 'ANNIVERSARY' };

/** A half-open stretch `[start, end)` and how much of its natural period it is. */
export interface BillingPeriod {
  readonly start: LocalDate;
  readonly end: LocalDate;
  readonly chargedDays: number;
  /** Days of the full period that contains it; equal to `chargedDays` for a full one (billing.md P3, P4). */
  readonly naturalDays: number;
}

/** The cycle of a service that is billed from `start` on: activation, or the end of the trial (billing.md P2, Q8). */
export function cycleFrom(start: LocalDate, anchor: Anchor, step: CycleStep): BillingCycle {
  const anchorDay = anchor.kind === 'FIXED_DAY' ? anchor.day : partsOf(start).day;
  return { origin: start, anchorDay, stepMonths: step.stepMonths, stepDays: step.stepDays };
}

/** Boundary number `k` (also negative), always computed from the origin. */
export function boundaryAt(cycle: BillingCycle, k: number): LocalDate {
  if (cycle.stepDays) return addDays(cycle.origin, k * cycle.stepDays);
  return addMonths(cycle.origin, k * cycle.stepMonths, cycle.anchorDay);
}

/** Number of the last boundary on or before `date`. */
export function boundaryIndex(cycle: BillingCycle, date: LocalDate): number {
  if (cycle.stepDays) return Math.floor(daysBetween(cycle.origin, date) / cycle.stepDays);
  const origin = partsOf(cycle.origin);
  const { year, month } = partsOf(date);
  const k = Math.floor(((year - origin.year) * 12 + month - origin.month) / cycle.stepMonths);
  return boundaryAt(cycle, k) <= date ? k : k - 1;
}

/** The full period that contains `date`. */
export function naturalPeriod(cycle: BillingCycle, date: LocalDate): BillingPeriod {
  const k = boundaryIndex(cycle, date);
  const [start, end] = [boundaryAt(cycle, k), boundaryAt(cycle, k + 1)];
  const days = daysBetween(start, end);
  return { start, end, chargedDays: days, naturalDays: days };
}

/**
 * The period that begins on `start`: up to the next boundary, as part of the natural period around it. On a boundary it is
 * a full period, anywhere else a stub.
 */
export function periodFrom(cycle: BillingCycle, start: LocalDate): BillingPeriod {
  const k = boundaryIndex(cycle, start);
  const end = boundaryAt(cycle, k + 1);
  const chargedDays = daysBetween(start, end);
  const boundary = boundaryAt(cycle, k);
  return { start, end, chargedDays, naturalDays: boundary === start ? chargedDays : daysBetween(boundary, end) };
}

/** The periods that together are `[from, to)`, the last one cut at `to`, each part of its natural period. */
export function periodsBetween(cycle: BillingCycle, from: LocalDate, to: LocalDate): BillingPeriod[] {
  const periods: BillingPeriod[] = [];
  for (let start = from; start < to;) {
    const period = periodFrom(cycle, start);
    const end = period.end < to ? period.end : to;
    periods.push({ ...period, end, chargedDays: daysBetween(start, end) });
    start = end;
  }
  return periods;
}
