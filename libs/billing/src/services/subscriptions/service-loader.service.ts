import { Injectable } from '@nestjs/common';
import { CoreErrors, earlierOf, type LocalDate, localDateOf } from '@app/core';
import { together } from '@app/platform';
import { BillingErrors } from '../../billing.errors';
import { type ServiceHistory } from '../../domain/changes/drafts';
import { type WaitingDebit } from '../../domain/changes/waiting-debit';
import { mergePolicies } from '../../domain/policies/billing-policies';
import { type CataloguePlan } from '../../repositories/billable-plan.repository';
import { type DueRow } from '../../repositories/due-batch.repository';
import { ChangeChargeRepository, waitingDebit } from '../../repositories/subscriptions/change-charge.repository';
import { ChargedLineRepository, type ServiceBooks } from '../../repositories/subscriptions/charged-line.repository';
import { PauseRepository } from '../../repositories/subscriptions/pause.repository';
import { ScheduledChangeRepository } from '../../repositories/subscriptions/scheduled-change.repository';
import {
  type ServiceAccount,
  ServiceAccountRepository,
} from '../../repositories/subscriptions/service-account.repository';
import { type Subscription, SubscriptionRepository } from '../../repositories/subscription.repository';
import { BillingRunContexts } from '../billing-run-context.service';
import { type Billable, BillableFacts } from '../catalogue/billable-facts.service';
import { componentsOf, type ServiceInHand } from './service-in-hand';

/** Rounds in which another transaction may have changed who pays. */
const LOCK_ROUNDS = 3;

/** Brings together what an action decides from: a fixed number of statements. */
@Injectable()
export class ServiceLoader {
  constructor(
    private readonly subscriptions: SubscriptionRepository,
    private readonly accounts: ServiceAccountRepository,
    private readonly lines: ChargedLineRepository,
    private readonly charges: ChangeChargeRepository,
    private readonly scheduled: ScheduledChangeRepository,
    private readonly pauses: PauseRepository,
    private readonly contexts: BillingRunContexts,
    private readonly facts: BillableFacts,
  ) {}

  /**
   * @param options.lock holds every account of the service until the transaction ends, in ascending order of their ids:
   * customer, payer, payers of before whose invoices may be credited, and `also`. False only looks.
   * @throws DomainError CORE_NOT_FOUND, also for one outside the scope
   */
  async open(id: string, options: { lock: boolean; also?: readonly string[] }): Promise<ServiceInHand> {
    const { subscription, accounts } = await this.hold(id, options);
    const payer = accounts.get(subscription.payerCustomerId ?? subscription.customerId);
    if (!payer) throw new Error(`subscription ${id} hangs on no account`);
    const today = localDateOf(payer.now, payer.timeZone);
    const context = this.contexts.create('', { asOf: payer.now, siteId: null }, payer.currency);
    const [billable] = await this.facts.of(context, [payer], [dueRowOf(subscription, payer, today)]);
    const plan = context.plans.get(subscription.planId);
    const site = context.sites.get(payer.siteId);
    if (!billable || !plan || !site) throw new Error(`the facts of subscription ${id} are incomplete`);
    const levels = [plan.policies, payer.policies ?? {}, subscription.policies];
    const common = {
      ...{ subscription, plan, payer, context, today, now: payer.now },
      ...{ account: billable.account, planning: billable.planning },
      policies: mergePolicies(site.policies, ...levels),
      addOns: billable.subscriptions[0]?.addOns ?? [],
    };
    const [history, waiting, planned, pause] = await together([
      this.history(common),
      this.waiting(subscription, billable, today),
      this.scheduled.planned(id),
      this.pauses.open(id),
    ]);
    return { ...common, ...history, waiting, planned, pause };
  }

  /** Holds every account of the service, as {@link open} does with `lock`. @throws DomainError CORE_NOT_FOUND */
  async lock(id: string): Promise<void> {
    await this.hold(id, { lock: true });
  }

  /**
   * A plan that the service may change to.
   *
   * @throws DomainError BILLING_PLAN_WITHOUT_PRICE, BILLING_CURRENCY_MISMATCH
   */
  async learnPlan(
    service: Pick<ServiceInHand, 'context' | 'account'>,
    id: string,
    on: LocalDate,
  ): Promise<CataloguePlan> {
    await this.contexts.learnPlans(service.context, [id]);
    const plan = service.context.plans.get(id);
    if (!plan) throw CoreErrors.NOT_FOUND({ what: 'plan', id });
    mustBePriced(plan, on, service.account.currency);
    return plan;
  }

  private async hold(
    id: string,
    { lock, also = [] }: { lock: boolean; also?: readonly string[] },
  ): Promise<{ subscription: Subscription; accounts: Map<string, ServiceAccount> }> {
    for (let round = 1; round <= LOCK_ROUNDS; round++) {
      const first = await this.look(id, also);
      const accounts = await this.accounts.of(first.ids, lock);
      if (!lock) return { subscription: first.subscription, accounts };
      const { subscription, ids } = await this.look(id, also);
      if (ids.every((one) => accounts.has(one))) return { subscription, accounts };
    }
    throw new Error(`the payer of subscription ${id} changes all the time`);
  }

  /** The subscription as it is now, and every account that it hangs on. */
  private async look(id: string, also: readonly string[]): Promise<{ subscription: Subscription; ids: string[] }> {
    const [subscription, payers] = await together([this.subscriptions.find(id), this.lines.payers(id)]);
    if (!subscription) throw CoreErrors.NOT_FOUND({ what: 'subscription', id });
    const { customerId, payerCustomerId } = subscription;
    const own = payerCustomerId === null ? [customerId] : [customerId, payerCustomerId];
    return { subscription, ids: [...new Set([...own, ...payers, ...also])] };
  }

  private async history(
    service: Omit<ServiceInHand, 'history' | 'invoices' | 'waiting' | 'planned' | 'pause'>,
  ): Promise<Pick<ServiceInHand, 'history' | 'invoices'>> {
    const { subscription, plan, today } = service;
    const { id, startedOn, nextPeriodStart, pausedFrom, planSince, freeUntil, anchorDay } = subscription;
    if (subscription.status === 'PENDING' || startedOn === null || nextPeriodStart === null) {
      return { history: undefined, invoices: [] };
    }
    const { stepMonths, stepDays, billingType } = plan;
    const cycle = { origin: subscription.billingFrom ?? startedOn, anchorDay, stepMonths, stepDays };
    const from = pausedFrom === null ? today : earlierOf(pausedFrom, today);
    const books: ServiceBooks = await this.lines.of(id, from, cycle);
    const history: ServiceHistory = {
      subscriptionId: id,
      ...{ billingType, cycle, pointer: nextPeriodStart, charged: books.segments },
      freeUntil: freeUntil ?? undefined,
      components: componentsOf(service, plan, planSince ?? startedOn),
    };
    return { history, invoices: books.invoices };
  }

  private async waiting(
    { id }: Subscription,
    { planning, account }: Billable,
    today: LocalDate,
  ): Promise<readonly WaitingDebit[]> {
    return (await this.charges.waiting(id)).map((row) => {
      const asked = { code: row.taxCode, num: 0n, den: 1n, inclusive: false };
      return waitingDebit(row, id, planning.taxFor?.(asked, account, today) ?? asked);
    });
  }
}

function dueRowOf(subscription: Subscription, payer: ServiceAccount, today: LocalDate): DueRow {
  const { id, customerId, planId, anchorDay, planSince, separateInvoice, policies, payerCustomerId } = subscription;
  const origin = subscription.billingFrom ?? subscription.startedOn ?? today;
  return {
    ...{ id, customerId: payer.customerId, planId, anchorDay, separateInvoice, policies },
    startedOn: origin,
    nextPeriodStart: subscription.nextPeriodStart ?? origin,
    planSince: planSince ?? undefined,
    serviceCustomerId: payerCustomerId === null ? undefined : customerId,
    isCatchUp: false,
  };
}

/** @throws DomainError BILLING_PLAN_WITHOUT_PRICE, BILLING_CURRENCY_MISMATCH */
export function mustBePriced(plan: CataloguePlan, on: LocalDate, currency: string): void {
  const price = plan.prices.find((one) => one.validFrom <= on);
  if (!price) throw BillingErrors.PLAN_WITHOUT_PRICE({ date: on });
  if (price.currency !== currency)
    throw BillingErrors.CURRENCY_MISMATCH({ expected: currency, actual: price.currency });
}
