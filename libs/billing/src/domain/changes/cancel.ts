import { addDays, laterOf, type LocalDate } from '@app/core';
import { naturalPeriod } from '../billing-cycle';
import { creditsFor } from '../charges/charged-segment';
import { chargesFor } from '../charges/component';
import { type Stretch } from '../charges/stretch';
import { asChange, FOREVER } from './change-plan';
import { type ChangeDrafts, type ServiceHistory } from './drafts';

/** What becomes of days that are charged but not used (billing.md Q5). */
export type CancelPolicy = 'NONE' | 'CREDIT' | 'REFUND';

export interface Cancellation {
  readonly changeId: string;
  /** Local day of the request. It is billed: the end takes effect on the next one. */
  readonly requestedOn: LocalDate;
  readonly when: 'END_OF_PERIOD' | 'IMMEDIATE';
  readonly policy: CancelPolicy;
  /** A paused service ends with the first day of its pause: nothing of the pause is billed (billing.md Q6). */
  readonly pausedFrom?: LocalDate | undefined;
}

export interface CancelDrafts extends ChangeDrafts {
  /** First day without service. */
  readonly endsOn: LocalDate;
  /** What of the credit does not offset an unpaid invoice is paid out instead of kept in the wallet. */
  readonly refund: boolean;
}

/**
 * Ends a service (billing.md Q5). At the end of the period: what was charged beyond it is credited. At once: the days after
 * the day of the request are credited, unless the policy is NONE. Days before the end that nobody billed yet are debited.
 */
export function cancelService(history: ServiceHistory, request: Cancellation): CancelDrafts {
  const { subscriptionId, cycle, pointer } = history;
  const endsOn = endOf(history, request);
  const credits = creditsFor(history.charged, creditedStretch(request, endsOn));
  const unbilled =
    pointer < endsOn ? chargesFor({ subscriptionId, cycle, from: pointer, to: endsOn }, history.components) : [];
  return {
    credits,
    debits: asChange(unbilled, request.changeId),
    pointer: endsOn,
    endsOn,
    refund: request.policy === 'REFUND',
  };
}

function endOf({ cycle }: ServiceHistory, { requestedOn, when, pausedFrom }: Cancellation): LocalDate {
  if (pausedFrom !== undefined) return pausedFrom;
  return when === 'IMMEDIATE' ? addDays(requestedOn, 1) : naturalPeriod(cycle, requestedOn).end;
}

/** All days after the end; under the policy NONE only those of a pause that ends here. */
function creditedStretch({ requestedOn, when, policy }: Cancellation, endsOn: LocalDate): Stretch {
  const isKept = policy === 'NONE' && when === 'IMMEDIATE';
  return { start: endsOn, end: isKept ? laterOf(addDays(requestedOn, 1), endsOn) : FOREVER };
}
