import { Injectable } from '@nestjs/common';
import { addDays, type LocalDate, uuidv7 } from '@app/core';
import { SubscriptionErrors } from '../../subscription.errors';
import { naturalPeriod } from '../../domain/billing-cycle';
import { type CancelPolicy, cancelService } from '../../domain/changes/cancel';
import { FOREVER } from '../../domain/changes/change-plan';
import { type Timing } from '../../domain/changes/scheduled-change';
import { type ActionOptions, type ActionOutcome, ActionRunner } from './action-runner.service';
import { decisionOf } from './activations.service';
import { dayStart, type Decision, running, settle, transitionOf } from './decision';
import { isPrepaid, type ServiceInHand } from './service-in-hand';

export interface CancelRequest {
  /** Default: at the end of the period; what never started, and what is paused, ends at once. */
  when?: Timing | undefined;
  /** Default: as the policies say. */
  policy?: CancelPolicy | undefined;
}

/** The end of a service (billing.md Q5). */
@Injectable()
export class Cancellations {
  constructor(private readonly runner: ActionRunner) {}

  /** @throws DomainError CORE_NOT_FOUND, CORE_STALE_VERSION, BILLING_SUBSCRIPTION_STATE, BILLING_CHANGE_PLANNED */
  async cancel(id: string, request: CancelRequest = {}, options: ActionOptions = {}): Promise<ActionOutcome> {
    return this.runner.run(id, options, (service) => {
      const { status } = service.subscription;
      const policy = request.policy ?? service.policies.cancelCredit;
      const waits = status === 'ACTIVE' || status === 'TRIAL';
      if (waits && (request.when ?? 'PERIOD_END') === 'PERIOD_END') return cancelLater(service, policy);
      return cancelNow(service, { on: service.today, policy, changeId: uuidv7() });
    });
  }

  /** A planned end whose day has come: `on` is the first day without service. */
  async carryOut(id: string, on: LocalDate, changeId: string): Promise<ActionOutcome> {
    // why: nothing that was billed beyond a planned end is kept (billing.md Q5)
    const asked = { on: addDays(on, -1), policy: 'CREDIT', changeId } as const;
    return this.runner.run(id, {}, (service) => cancelNow(service, asked));
  }
}

function cancelNow(
  service: ServiceInHand,
  { on, policy, changeId }: { on: LocalDate; policy: CancelPolicy; changeId: string },
): Decision {
  const transition = transitionOf(service, 'cancel');
  const { subscription, planned, pause } = service;
  const drops = planned.filter((one) => one.id !== changeId).map((one) => one.id);
  const detail = { policy };
  if (subscription.status === 'PENDING' || subscription.status === 'TRIAL') {
    return decisionOf('CANCELLED', on, {
      changeId,
      transition,
      drops,
      patch: { endsOn: on, nextBillAt: null },
      detail,
    });
  }
  const { history } = running(service);
  const pausedFrom = subscription.pausedFrom ?? undefined;
  const drafts = cancelService(history, { changeId, requestedOn: on, when: 'IMMEDIATE', policy, pausedFrom });
  const replaces = policy === 'NONE' ? undefined : { start: drafts.endsOn, end: FOREVER };
  return decisionOf('CANCELLED', drafts.endsOn, {
    ...{ changeId, transition, drops, detail, reason: 'Berhenti berlangganan' },
    documents: settle(service, drafts, { changeId, replaces, refund: drafts.refund, now: true }),
    patch: { endsOn: addDays(drafts.endsOn, -1), nextPeriodStart: drafts.pointer, nextBillAt: null },
    ...(pause ? { pauseEnds: { id: pause.id, on: drafts.endsOn, extendedLines: [] } } : {}),
  });
}

function cancelLater(service: ServiceInHand, policy: CancelPolicy): Decision {
  const transition = transitionOf(service, 'schedule');
  if (service.planned.some((one) => one.action === 'CANCEL')) throw SubscriptionErrors.CHANGE_PLANNED();
  const effectiveOn = endOfPeriod(service);
  const id = uuidv7();
  const effectiveAt = dayStart(service, effectiveOn);
  const change = { id, action: 'CANCEL', effectiveOn, effectiveAt, payload: { policy } } as const;
  const detail = { action: 'CANCEL', policy };
  return decisionOf('CHANGE_PLANNED', effectiveOn, { changeId: id, transition, plans: [change], detail });
}

/** First day after the running period: the end of the trial, of what is paid in advance, of the natural period. */
function endOfPeriod({ subscription, history, today, plan }: ServiceInHand): LocalDate {
  if (subscription.status === 'TRIAL' && subscription.trialEndsOn !== null) return subscription.trialEndsOn;
  if (!history) return addDays(today, 1);
  if (isPrepaid(plan.billingType)) return history.pointer > today ? history.pointer : addDays(today, 1);
  return naturalPeriod(history.cycle, today).end;
}
