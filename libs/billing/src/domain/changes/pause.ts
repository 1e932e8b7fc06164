import { addDays, daysBetween, laterOf, type LocalDate } from '@app/core';
import { type ChargedSegment, coverageStart, creditsFor, stands } from '../charges/charged-segment';
import { chargesFor } from '../charges/component';
import { type Stretch } from '../charges/stretch';
import { asChange } from './change-plan';
import { type ChangeDrafts, type ServiceHistory } from './drafts';

/** Paid days of a pause are given back, or used later (billing.md Q6). */
export type PausePolicy = 'CREDIT' | 'EXTEND';

export interface Pause {
  readonly changeId: string;
  /** First day of the pause. */
  readonly from: LocalDate;
  /** First day of service again. */
  readonly until: LocalDate;
  readonly policy: PausePolicy;
}

export interface PauseDrafts extends ChangeDrafts {
  /** EXTEND: the pause that every line with days after its start has to remember (`ChargedSegment.extensions`). */
  readonly extension?: Stretch | undefined;
}

/**
 * Settles a pause `[from, until)` (billing.md Q6): the days of it that were charged are credited once, however many
 * boundaries it spans, and the pointer never stands inside it: what comes after is billed `[until, next boundary)` against
 * its natural period by the next run. EXTEND gives no credit: the charged days that were not used follow the pause. The
 * anchor never moves. Days before the pause that nobody billed yet (in arrears) are debited.
 *
 * Ask when both ends are known: with the resumption, or at the pause when its end is planned. Asking again for days that
 * are credited already gives nothing.
 */
export function settlePause(history: ServiceHistory, pause: Pause): PauseDrafts {
  const { subscriptionId, cycle, pointer, charged } = history;
  const stretch = { start: pause.from, end: pause.until };
  const unbilled =
    pointer < pause.from
      ? chargesFor({ subscriptionId, cycle, from: pointer, to: pause.from }, history.components)
      : [];
  const debits = asChange(unbilled, pause.changeId);
  if (pause.policy === 'EXTEND' && extendedBy(charged, stretch).length > 0) {
    const paidDays = Math.max(daysBetween(pause.from, pointer), 0);
    return { credits: [], debits, pointer: addDays(pause.until, paidDays), extension: stretch };
  }
  return { credits: creditsFor(charged, stretch), debits, pointer: laterOf(pointer, pause.until) };
}

/** Lines whose unused days follow a pause: those that still pay for days after its start, credited ones not counted. */
export function extendedBy(charged: readonly ChargedSegment[], pause: Stretch): string[] {
  return charged
    .filter((segment) => stands(segment, laterOf(pause.start, coverageStart(segment))))
    .map((segment) => segment.lineId);
}
