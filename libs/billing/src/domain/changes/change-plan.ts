import { earlierOf, laterOf, type LocalDate } from '@app/core';
import { type BillingCycle, periodFrom } from '../billing-cycle';
import { type ChargeLine } from '../charges/charge-line';
import { type ChargedSegment, coverageStart, creditsFor, stands } from '../charges/charged-segment';
import { chargesFor, type Component } from '../charges/component';
import { sameStep } from '../charges/interval';
import { type ChangeDrafts, type ServiceHistory } from './drafts';

/** A change of plan (or of add-ons) with effect from a day on. */
export interface PlanChange {
  /** Makes the lines unique: two changes on one day, a change on the first day (billing.md G1, U08, U04). */
  readonly changeId: string;
  /** First day of the new plan: the day of the change belongs to it (billing.md Q2). */
  readonly at: LocalDate;
  /** What the service pays for from then on. */
  readonly components: readonly Component[];
  /** From this day on the run, which knows of planned changes, has billed the new plan already. */
  readonly billedFrom?: LocalDate | undefined;
  /** Of the new plan. With another interval a new count of periods begins on the day of the change. */
  readonly cycle: BillingCycle;
}

/** Far enough to mean "and everything after". */
export const FOREVER = '9999-12-31' as LocalDate;

/**
 * The immediate change (billing.md Q2): every charged day from `at` on is credited at its old price and tax, and the same
 * days are debited at the new one. Days before `at` that nobody billed yet (in arrears, or behind) are debited at the old
 * price. A plan that lasted no day costs nothing, because its whole charge is credited again.
 */
export function changePlan(history: ServiceHistory, change: PlanChange): ChangeDrafts {
  const { subscriptionId, cycle, pointer } = history;
  const { at, billedFrom } = change;
  const credits = creditsFor(history.charged, { start: at, end: billedFrom ?? FOREVER });
  const behind = pointer < at ? chargesFor({ subscriptionId, cycle, from: pointer, to: at }, history.components) : [];
  const to = billedFrom ?? chargedUntil(history, change);
  const from = laterOf(at, history.freeUntil ?? at);
  const debits = from < to ? chargesFor({ subscriptionId, cycle: change.cycle, from, to }, change.components) : [];
  return {
    credits,
    debits: asChange([...behind, ...debits], change.changeId),
    pointer: billedFrom === undefined ? to : pointer,
  };
}

/**
 * Up to where the new plan is charged at once: as far as the old one was; with another interval to the end of the new
 * plan's first period. In arrears, and where nothing was charged ahead, the next run does it.
 */
function chargedUntil(history: ServiceHistory, { at, cycle }: PlanChange): LocalDate {
  if (history.pointer <= at) return at;
  return sameStep(cycle, history.cycle) ? history.pointer : periodFrom(cycle, at).end;
}

/** The first day from `at` on that stands billed at a plan: the run, which knows of planned changes, bills them ahead. */
export function billedAhead(charged: readonly ChargedSegment[], planId: string, at: LocalDate): LocalDate | undefined {
  const days = charged
    .filter((segment) => segment.planId === planId && stands(segment))
    .map(coverageStart)
    .filter((day) => day >= at);
  return days.length === 0 ? undefined : days.reduce(earlierOf);
}

/** Lines of a change carry its id in their code. */
export function asChange(lines: readonly ChargeLine[], changeId: string): ChargeLine[] {
  return lines.map((line) => ({ ...line, kind: 'CHANGE', chargeCode: `${line.chargeCode}:${changeId}` }));
}
