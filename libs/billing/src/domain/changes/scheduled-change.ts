import { type LocalDate } from '@app/core';
import { type BillingCycle, naturalPeriod, periodFrom } from '../billing-cycle';
import { type BillingType } from './drafts';

/** What may be planned for a later day (billing.md 1.5). */
export const PLANNED_ACTIONS = ['CHANGE_PLAN', 'CANCEL', 'PAUSE', 'RESUME', 'CHANGE_ANCHOR', 'END_TRIAL'] as const;
export type PlannedAction = (typeof PLANNED_ACTIONS)[number];

/** When a wish takes effect. */
export type Timing = 'NOW' | 'PERIOD_END';

/** The default of each change: an upgrade at once, a downgrade and a cancel at the end of the period (billing.md Q4, Q5). */
export function defaultTiming(
  change: { action: 'CHANGE_PLAN'; oldPrice: bigint; newPrice: bigint } | { action: 'CANCEL' },
): Timing {
  return change.action === 'CHANGE_PLAN' && change.newPrice >= change.oldPrice ? 'NOW' : 'PERIOD_END';
}

/**
 * The day on which a change "at the end of the period" takes effect: the first day that is not charged yet, or, where
 * billing is in arrears or behind, the end of the running period.
 */
export function periodEnd(
  service: { cycle: BillingCycle; pointer: LocalDate; billingType: BillingType },
  today: LocalDate,
): LocalDate {
  const { cycle, pointer, billingType } = service;
  if (billingType !== 'RECURRING_ARREARS' && pointer > today) return pointer;
  return pointer > today ? periodFrom(cycle, pointer).end : naturalPeriod(cycle, today).end;
}
