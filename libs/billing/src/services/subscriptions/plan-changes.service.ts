import { Injectable } from '@nestjs/common';
import { type LocalDate, uuidv7 } from '@app/core';
import { BillingErrors } from '../../billing.errors';
import { SubscriptionErrors } from '../../subscription.errors';
import { type BillingCycle, cycleFrom, naturalPeriod } from '../../domain/billing-cycle';
import { billedAhead, changePlan, FOREVER } from '../../domain/changes/change-plan';
import { defaultTiming, periodEnd, type Timing } from '../../domain/changes/scheduled-change';
import { RECURRING } from '../../domain/charges/component';
import { sameStep } from '../../domain/charges/interval';
import { priceOn } from '../../domain/plan-price';
import { type CataloguePlan } from '../../repositories/billable-plan.repository';
import { PlansService } from '../plans.service';
import { type ActionOptions, type ActionOutcome, ActionRunner } from './action-runner.service';
import { anchorOf, decisionOf } from './activations.service';
import { dayStart, type Decision, running, settle, transitionOf } from './decision';
import { movedExpiry } from './expiry';
import { billAt, componentsOf, type RunningService, type ServiceInHand } from './service-in-hand';
import { ServiceLoader } from './service-loader.service';

export interface PlanChangeRequest {
  planId: string;
  /** Default: an upgrade at once, a downgrade at the end of the period unless the policies say otherwise (billing.md Q4). */
  when?: Timing | undefined;
}

/** Other plans, at once or from a later day on (billing.md Q2–Q4). */
@Injectable()
export class PlanChanges {
  constructor(
    private readonly runner: ActionRunner,
    private readonly loader: ServiceLoader,
    private readonly plans: PlansService,
  ) {}

  /**
   * @throws DomainError CORE_NOT_FOUND (subscription, plan), CORE_STALE_VERSION, BILLING_SUBSCRIPTION_STATE,
   * BILLING_PLAN_RETIRED, BILLING_PLAN_NOT_FOR_SITE, BILLING_PLAN_UNCHANGED, BILLING_BILLING_TYPE_DIFFERS,
   * BILLING_CHANGE_PLANNED, BILLING_PLAN_WITHOUT_PRICE, BILLING_CURRENCY_MISMATCH
   */
  async change(id: string, request: PlanChangeRequest, options: ActionOptions = {}): Promise<ActionOutcome> {
    const wanted = await this.plans.get(request.planId);
    if (wanted.status === 'RETIRED') throw BillingErrors.PLAN_RETIRED();
    return this.runner.run(id, options, async (service) => {
      const { subscription, today } = service;
      if (wanted.siteId !== null && wanted.siteId !== subscription.siteId) throw BillingErrors.PLAN_NOT_FOR_SITE();
      if (wanted.id === subscription.planId) throw SubscriptionErrors.PLAN_UNCHANGED();
      const plan = await this.loader.learnPlan(service, wanted.id, today);
      if (plan.billingType !== service.plan.billingType) throw SubscriptionErrors.BILLING_TYPE_DIFFERS();
      if (subscription.status === 'PENDING' || subscription.status === 'TRIAL') return otherPlan(service, plan);
      const when = request.when ?? timingOf(running(service), plan);
      return when === 'NOW' ? changeNow(running(service), plan, today, uuidv7()) : changeLater(running(service), plan);
    });
  }

  /** A planned change whose day has come. */
  async carryOut(id: string, planId: string, on: LocalDate, changeId: string): Promise<ActionOutcome> {
    return this.runner.run(id, {}, async (service) => {
      const plan = await this.loader.learnPlan(service, planId, on);
      return service.history && service.subscription.status === 'ACTIVE'
        ? changeNow(running(service), plan, on, changeId)
        : otherPlan(service, plan, changeId);
    });
  }
}

/** Before billing begins a change costs nothing. */
function otherPlan(service: ServiceInHand, plan: CataloguePlan, changeId = uuidv7()): Decision {
  const { subscription, today } = service;
  return decisionOf('PLAN_CHANGED', today, {
    ...{ changeId, transition: transitionOf(service, 'change-plan'), drops: plannedPlans(service) },
    patch: { planId: plan.id, planSince: subscription.startedOn ?? null },
    detail: { planId: plan.id, oldPlanId: subscription.planId },
  });
}

function changeNow(service: RunningService, plan: CataloguePlan, at: LocalDate, changeId: string): Decision {
  const { history, subscription } = service;
  const isOther = !sameStep(plan, history.cycle);
  const cycle = isOther ? newCycle(service, plan, at) : history.cycle;
  const components = componentsOf(service, plan, at);
  const billedFrom = billedAhead(history.charged, plan.id, at);
  const drafts = changePlan(history, { changeId, at, components, cycle, billedFrom });
  const documents = settle(service, drafts, { changeId, replaces: { start: at, end: billedFrom ?? FOREVER } });
  return decisionOf('PLAN_CHANGED', at, {
    ...{ changeId, documents, transition: transitionOf(service, 'change-plan'), reason: 'Perubahan paket' },
    drops: plannedPlans(service).filter((id) => id !== changeId),
    patch: {
      planId: plan.id,
      planSince: at,
      nextPeriodStart: drafts.pointer,
      nextBillAt: billAt(service, plan.billingType, cycle, drafts.pointer),
      ...movedExpiry(service, drafts.pointer),
      ...(isOther ? { billingFrom: cycle.origin, anchorDay: cycle.anchorDay } : {}),
    },
    detail: { planId: plan.id, oldPlanId: subscription.planId },
  });
}

function changeLater(service: RunningService, plan: CataloguePlan): Decision {
  const transition = transitionOf(service, 'schedule');
  if (service.planned.some((one) => one.action === 'CHANGE_PLAN')) throw SubscriptionErrors.CHANGE_PLANNED();
  const { history, today } = service;
  const effectiveOn = periodEnd(history, today);
  const change = { effectiveOn, effectiveAt: dayStart(service, effectiveOn), payload: { planId: plan.id } };
  const id = uuidv7();
  return decisionOf('CHANGE_PLANNED', effectiveOn, {
    ...{ changeId: id, transition, plans: [{ id, action: 'CHANGE_PLAN', ...change }] },
    detail: { action: 'CHANGE_PLAN', planId: plan.id },
  });
}

function newCycle({ subscription }: RunningService, plan: CataloguePlan, at: LocalDate): BillingCycle {
  return cycleFrom(at, anchorOf(subscription), plan);
}

const plannedPlans = ({ planned }: ServiceInHand): string[] =>
  planned.filter((one) => one.action === 'CHANGE_PLAN').map((one) => one.id);

/** What costs no less per day is an upgrade; plans of different intervals are compared by their days. */
function timingOf(service: RunningService, plan: CataloguePlan): Timing {
  const { history, today, policies } = service;
  if (policies.downgrade === 'NOW') return 'NOW';
  const own = history.components.find((component) => component.chargeCode === RECURRING);
  const oldPrice = (own && priceOn(own, today, own.since)?.amount) ?? 0n;
  const newPrice = priceOn(plan, today)?.amount ?? 0n;
  const [oldDays, newDays] = [history.cycle, newCycle(service, plan, today)].map((cycle) =>
    BigInt(naturalPeriod(cycle, today).naturalDays),
  ) as [bigint, bigint];
  return defaultTiming({ action: 'CHANGE_PLAN', oldPrice: oldPrice * newDays, newPrice: newPrice * oldDays });
}
