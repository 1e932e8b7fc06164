import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { addDays, CoreErrors, type LocalDate, localDateOf, type Page, uuidv7 } from '@app/core';
import { CustomersService } from '@app/customers';
import { type ListRequest } from '@app/platform';
import { BillingConfig } from '../billing.config';
import { BillingErrors } from '../billing.errors';
import { nextBillAt } from '../domain/next-bill-at';
import { nextStatus, type SubscriptionAction, type SubscriptionStatus } from '../domain/subscription-state';
import { type BillingAccount } from '../repositories/billing-account.repository';
import { PlanRepository } from '../repositories/plan.repository';
import {
  type AccessView,
  type Subscription,
  type SubscriptionFilter,
  SubscriptionRepository,
} from '../repositories/subscription.repository';
import { AccessService } from './access.service';
import { BillingAccountsService } from './billing-accounts.service';
import { PlansService } from './plans.service';
import { SubscriptionJournal } from './subscription-journal.service';

/** A start may be booked late, but not so late that the catch-up would be parked (billing.md G3). */
export const START_PAST_DAYS = 700;

export interface NewSubscription {
  customerId: string;
  planId: string;
  /** 1–31: the day of the month on which periods begin. */
  anchorDay: number;
  /** Planned first day. */
  startsOn?: LocalDate;
}

/** The life of subscriptions, within the scope of the running actor. Every change holds the account's lock. */
@Injectable()
export class SubscriptionsService {
  constructor(
    private readonly subscriptions: SubscriptionRepository,
    private readonly plans: PlansService,
    private readonly prices: PlanRepository,
    private readonly customers: CustomersService,
    private readonly accounts: BillingAccountsService,
    private readonly access: AccessService,
    private readonly journal: SubscriptionJournal,
    private readonly config: BillingConfig,
  ) {}

  /** @throws DomainError CORE_NOT_FOUND, also for one outside the scope */
  async get(id: string): Promise<Subscription> {
    const subscription = await this.subscriptions.find(id);
    if (!subscription) throw CoreErrors.NOT_FOUND({ what: 'subscription', id });
    return subscription;
  }

  async list(request: ListRequest, filter: SubscriptionFilter): Promise<Page<Subscription>> {
    return this.subscriptions.page(request, filter);
  }

  /** What the network should grant it. One that never started is DISABLED. @throws as {@link get} */
  async accessOf(id: string): Promise<AccessView> {
    const access = await this.subscriptions.access(id);
    if (!access) throw CoreErrors.NOT_FOUND({ what: 'subscription', id });
    return access;
  }

  /**
   * Makes a PENDING subscription, and the customer's billing account with the first one.
   *
   * @throws DomainError CORE_NOT_FOUND (customer, plan), BILLING_CUSTOMER_ARCHIVED, BILLING_PLAN_RETIRED,
   * BILLING_PLAN_NOT_FOR_SITE
   */
  @Transactional()
  async create(input: NewSubscription): Promise<Subscription> {
    const customer = await this.customers.get(input.customerId);
    if (customer.status === 'ARCHIVED') throw BillingErrors.CUSTOMER_ARCHIVED();
    const plan = await this.plans.get(input.planId);
    if (plan.status === 'RETIRED') throw BillingErrors.PLAN_RETIRED();
    if (plan.siteId !== null && plan.siteId !== customer.siteId) throw BillingErrors.PLAN_NOT_FOR_SITE();
    const account = await this.accounts.lockOrOpen(input.customerId);
    const id = uuidv7();
    const { customerId, planId, anchorDay, startsOn = null } = input;
    await this.subscriptions.insert({ id, customerId, planId, anchorDay, siteId: account.siteId, startedOn: startsOn });
    const made = await this.get(id);
    await this.journal.created(made);
    return made;
  }

  /**
   * Starts the service: access from now on, and the first invoice with the next billing run.
   *
   * @param startsOn first day to be billed; default: as planned, else today in the customer's zone
   * @throws DomainError CORE_NOT_FOUND, BILLING_SUBSCRIPTION_STATE, BILLING_START_TOO_FAR, BILLING_PLAN_WITHOUT_PRICE,
   * BILLING_CURRENCY_MISMATCH
   */
  @Transactional()
  async activate(id: string, startsOn?: LocalDate): Promise<Subscription> {
    const { subscription, account } = await this.lock(id);
    const status = transition(subscription.status, 'activate');
    const today = localDateOf(account.now, account.timeZone);
    const start = startsOn ?? subscription.startedOn ?? today;
    if (start > today || start < addDays(today, -START_PAST_DAYS)) {
      throw BillingErrors.START_TOO_FAR({ past: START_PAST_DAYS });
    }
    await this.checkPrice(subscription.planId, start, account);
    const billAt = nextBillAt(start, account.timeZone, this.config);
    const patch = { status, startedOn: start, nextPeriodStart: start, nextBillAt: billAt };
    const changed = await this.subscriptions.change(id, patch);
    await this.journal.activated(subscription, changed);
    return this.apply(changed, account);
  }

  /**
   * Ends the service at once, without credit for days already billed.
   *
   * @throws DomainError CORE_NOT_FOUND, BILLING_SUBSCRIPTION_STATE
   */
  @Transactional()
  async cancel(id: string): Promise<Subscription> {
    const { subscription, account } = await this.lock(id);
    const status = transition(subscription.status, 'cancel');
    const endsOn = localDateOf(account.now, account.timeZone);
    const changed = await this.subscriptions.change(id, { status, endsOn });
    await this.journal.cancelled(subscription, changed);
    return this.apply(changed, account);
  }

  private async lock(id: string): Promise<{ subscription: Subscription; account: BillingAccount & { now: Date } }> {
    const { customerId } = await this.get(id);
    const account = await this.accounts.lockOrOpen(customerId);
    return { subscription: await this.get(id), account };
  }

  private async apply(changed: Subscription, account: BillingAccount & { now: Date }): Promise<Subscription> {
    await this.access.reevaluate([changed.customerId], account.now, { mayIsolate: false });
    return changed;
  }

  private async checkPrice(planId: string, start: LocalDate, account: BillingAccount): Promise<void> {
    const price = await this.prices.priceOn(planId, start);
    if (!price) throw BillingErrors.PLAN_WITHOUT_PRICE({ date: start });
    if (price.currency !== account.currency) {
      throw BillingErrors.CURRENCY_MISMATCH({ expected: account.currency, actual: price.currency });
    }
  }
}

function transition(status: SubscriptionStatus, action: SubscriptionAction): SubscriptionStatus {
  const next = nextStatus(status, action);
  if (!next) throw BillingErrors.SUBSCRIPTION_STATE({ action, status });
  return next;
}
