import { Injectable } from '@nestjs/common';
import { addDays, type LocalDate, uuidv7 } from '@app/core';
import { Database } from '@app/platform';
import { BillingErrors } from '../../billing.errors';
import { type Anchor } from '../../domain/billing-cycle';
import { type BillingStart, billingStart, isStub } from '../../domain/changes/trial';
import { NO_DOCUMENTS } from '../../domain/changes/decided-documents';
import { type Subscription, type SubscriptionPatch } from '../../repositories/subscription.repository';
import { SetupFees } from '../catalogue/setup-fees.service';
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
  constructor(
    private readonly runner: ActionRunner,
    private readonly setupFees: SetupFees,
    private readonly database: Database,
  ) {}

  /**
   * Setup fees of the plan are charged with it, once.
   *
   * @throws DomainError CORE_NOT_FOUND, BILLING_SUBSCRIPTION_STATE, BILLING_START_TOO_FAR, BILLING_PLAN_WITHOUT_PRICE,
   * BILLING_CURRENCY_MISMATCH
   */
  async activate(id: string, request: Activation = {}, options: ActionOptions = {}): Promise<ActionOutcome> {
    return this.database.transaction(async () => {
      const outcome = await this.runner.run(id, options, (service) => decide(service, request));
      const { customerId, planId, nextPeriodStart } = outcome.subscription;
      if (!outcome.preview && nextPeriodStart !== null) {
        await this.setupFees.charge({ id, customerId, planId, billedFrom: nextPeriodStart });
      }
      return outcome;
    });
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
  const { subscription, plan, today, account } = service;
  const hasTrial = plan.trialDays > 0 && trial !== false;
  const asked = transitionOf(service, hasTrial ? 'start-trial' : 'activate');
  const start = startOf(service, startsOn);
  const begin = billingStart(start, hasTrial ? plan.trialDays : 0, { anchor: anchorOf(subscription), step: plan });
  mustBePriced(plan, begin.billingFrom, account.currency);
  const isOnTrial = begin.billingFrom > today;
  const transition = hasTrial && !isOnTrial ? transitionOf(service, 'activate') : asked;
  const patch = {
    ...startPatch(service, start, begin),
    trialEndsOn: hasTrial ? begin.billingFrom : null,
    nextBillAt: isOnTrial ? null : billAt(service, plan.billingType, begin.cycle, begin.billingFrom),
  };
  const decision = { changeId: uuidv7(), transition, patch, detail: { planId: plan.id } };
  if (!isOnTrial) return decisionOf('ACTIVATED', start, decision);
  const effectiveAt = dayStart(service, begin.billingFrom);
  const end = { id: uuidv7(), action: 'END_TRIAL', effectiveOn: begin.billingFrom, effectiveAt, payload: {} } as const;
  return decisionOf('TRIAL_STARTED', start, { ...decision, plans: [end] });
}

function startOf({ subscription, today }: ServiceInHand, wanted: LocalDate | undefined): LocalDate {
  const start = wanted ?? subscription.startedOn ?? today;
  if (start <= today && start >= addDays(today, -START_PAST_DAYS)) return start;
  throw BillingErrors.START_TOO_FAR({ past: START_PAST_DAYS });
}

/** What the periods are tied to: a day of the month, or the day on which billing begins (billing.md P2). */
export function anchorOf({ anchorKind, anchorDay }: Pick<Subscription, 'anchorKind' | 'anchorDay'>): Anchor {
  return anchorKind === 'ANNIVERSARY' ? { kind: anchorKind } : { kind: anchorKind, day: anchorDay };
}

function startPatch(service: ServiceInHand, start: LocalDate, begin: BillingStart): SubscriptionPatch {
  const { subscription, plan, policies, today, now } = service;
  const { billingFrom, cycle } = begin;
  const { proration, chargeNextThresholdDay } = policies;
  // why: prepaid service begins with its first payment; until then it is as if it had run out
  const paidUntil = billingFrom > today ? dayStart(service, billingFrom) : now;
  return {
    startedOn: start,
    billingFrom: billingFrom === start ? null : billingFrom,
    anchorDay: cycle.anchorDay,
    freeUntil: freeUntil(begin, proration, isPrepaid(plan.billingType)),
    nextPeriodStart: billingFrom,
    planSince: start,
    expiresAt: plan.billingType === 'PREPAID_PERIOD' ? paidUntil : null,
    // why: the terms of the signup are those of its day, whatever the policies say when it is billed
    policies: { ...subscription.policies, proration, chargeNextThresholdDay },
  };
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
