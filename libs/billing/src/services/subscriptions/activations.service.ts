import { Injectable } from '@nestjs/common';
import { addDays, type LocalDate, uuidv7 } from '@app/core';
import { BillingErrors } from '../../billing.errors';
import { type BillingStart, billingStart, isStub } from '../../domain/changes/trial';
import { NO_DOCUMENTS } from '../../domain/changes/decided-documents';
import { type SubscriptionPatch } from '../../repositories/subscription.repository';
import { type ActionOptions, type ActionOutcome, ActionRunner } from './action-runner.service';
import { dayStart, type Decision, transitionOf } from './decision';
import { billAt, isPrepaid, type ServiceInHand } from './service-in-hand';
import { mustBePriced } from './service-loader.service';

/** A start may be booked late, but not so late that the catch-up would be parked (billing.md G3). */
export const START_PAST_DAYS = 700;

export interface Activation {
  /** First day of the service; default: as planned, else today in the zone of who pays. */
  startsOn?: LocalDate | undefined;
  /** False starts without the trial that the plan offers. */
  trial?: boolean | undefined;
}

/** The start of a service: its trial, where the plan has one, and the days that it is billed from (billing.md Q1, Q8, P2). */
@Injectable()
export class Activations {
  constructor(private readonly runner: ActionRunner) {}

  /**
   * @throws DomainError CORE_NOT_FOUND, BILLING_SUBSCRIPTION_STATE, BILLING_START_TOO_FAR, BILLING_PLAN_WITHOUT_PRICE,
   * BILLING_CURRENCY_MISMATCH
   */
  async activate(id: string, request: Activation = {}, options: ActionOptions = {}): Promise<ActionOutcome> {
    return this.runner.run(id, options, (service) => decide(service, request));
  }

  /** The trial is over: billing begins. Called for a planned change. */
  async endTrial(id: string, changeId: string): Promise<ActionOutcome> {
    return this.runner.run(id, {}, (service) => {
      const { subscription, plan, history } = service;
      const transition = transitionOf(service, 'end-trial');
      const on = subscription.trialEndsOn ?? service.today;
      const nextBillAt = history ? billAt(service, plan.billingType, history.cycle, history.pointer) : null;
      return decisionOf('TRIAL_ENDED', on, { changeId, transition, patch: { nextBillAt } });
    });
  }
}

function decide(service: ServiceInHand, { startsOn, trial }: Activation): Decision {
  const { subscription, plan, today, policies, now, account } = service;
  const hasTrial = plan.trialDays > 0 && trial !== false;
  const probe = transitionOf(service, hasTrial ? 'start-trial' : 'activate');
  const start = startsOn ?? subscription.startedOn ?? today;
  if (start > today || start < addDays(today, -START_PAST_DAYS))
    throw BillingErrors.START_TOO_FAR({ past: START_PAST_DAYS });
  const { anchorKind, anchorDay } = subscription;
  const anchor = anchorKind === 'ANNIVERSARY' ? ({ kind: anchorKind } as const) : { kind: anchorKind, day: anchorDay };
  const begin = billingStart(start, hasTrial ? plan.trialDays : 0, { anchor, step: plan });
  mustBePriced(plan, begin.billingFrom, account.currency);
  const isOnTrial = begin.billingFrom > today;
  const transition = hasTrial && !isOnTrial ? transitionOf(service, 'activate') : probe;
  const { proration, chargeNextThresholdDay } = policies;
  const expiresAt =
    plan.billingType === 'PREPAID_PERIOD' ? (isOnTrial ? dayStart(service, begin.billingFrom) : now) : null;
  const patch: SubscriptionPatch = {
    startedOn: start,
    billingFrom: begin.billingFrom === start ? null : begin.billingFrom,
    anchorDay: begin.cycle.anchorDay,
    trialEndsOn: hasTrial ? begin.billingFrom : null,
    freeUntil: freeUntil(begin, proration, isPrepaid(plan.billingType)),
    nextPeriodStart: begin.billingFrom,
    nextBillAt: isOnTrial ? null : billAt(service, plan.billingType, begin.cycle, begin.billingFrom),
    planSince: start,
    expiresAt,
    // why: the terms of the signup are those of its day, whatever the policies say when it is billed
    policies: { ...subscription.policies, proration, chargeNextThresholdDay },
  };
  const decision = { changeId: uuidv7(), transition, patch, detail: { planId: plan.id } };
  if (!isOnTrial) return decisionOf('ACTIVATED', start, decision);
  const effectiveAt = dayStart(service, begin.billingFrom);
  const end = { id: uuidv7(), action: 'END_TRIAL', effectiveOn: begin.billingFrom, effectiveAt, payload: {} } as const;
  return decisionOf('TRIAL_STARTED', start, { ...decision, plans: [end] });
}

function freeUntil({ firstPeriod }: BillingStart, proration: string, prepaid: boolean): LocalDate | null {
  return !prepaid && proration === 'FREE_UNTIL_ANCHOR' && isStub(firstPeriod) ? firstPeriod.end : null;
}

/** A decision without documents. */
export function decisionOf(
  event: string,
  effectiveOn: LocalDate,
  decision: Pick<Decision, 'changeId' | 'transition'> & Partial<Decision>,
): Decision {
  return {
    ...{ event, effectiveOn, documents: NO_DOCUMENTS, reason: '', plans: [], drops: [], detail: {}, patch: {} },
    ...decision,
  };
}
