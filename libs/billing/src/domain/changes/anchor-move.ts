import { addMonths, daysBetween, type LocalDate } from '@app/core';
import { type BillingCycle, naturalPeriod } from '../billing-cycle';
import { type Component, lineOfComponent } from '../charges/component';
import { type ChargeLine } from '../charges/charge-line';

/** A stretch that is shorter (or, at the ends of months, one or two days longer) than the period that prices it. */
export interface Stub {
  readonly start: LocalDate;
  readonly end: LocalDate;
  readonly chargedDays: number;
  readonly naturalDays: number;
}

/** The move of an anchor: one stub up to the new anchor day, priced against the old natural period (billing.md P5). */
export interface AnchorMove {
  readonly stub: Stub;
  /** From the end of the stub on. */
  readonly cycle: BillingCycle;
}

/**
 * Moves the anchor with effect from `boundary`, which is a boundary of the old cycle (the first day not yet charged). The
 * stub ends on the first new anchor day after it.
 *
 * @throws RangeError for a cycle in steps of days, which has no anchor day
 */
export function moveAnchor(cycle: BillingCycle, boundary: LocalDate, newAnchorDay: number): AnchorMove {
  if (cycle.stepDays) throw new RangeError('a cycle of days has no anchor day');
  const sameMonth = addMonths(boundary, 0, newAnchorDay);
  const end = sameMonth > boundary ? sameMonth : addMonths(boundary, 1, newAnchorDay);
  const natural = naturalPeriod(cycle, boundary);
  return {
    stub: { start: boundary, end, chargedDays: daysBetween(boundary, end), naturalDays: natural.naturalDays },
    cycle: { ...cycle, origin: end, anchorDay: newAnchorDay },
  };
}

/** The lines of the stub. */
export function stubLines(subscriptionId: string, stub: Stub, components: readonly Component[]): ChargeLine[] {
  return components.flatMap((component) => lineOfComponent(subscriptionId, component, stub) ?? []);
}
