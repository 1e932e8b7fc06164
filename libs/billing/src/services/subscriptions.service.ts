import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { type LocalDate, type Page, uuidv7 } from '@app/core';
import { CustomersService } from '@app/customers';
import { type ListRequest } from '@app/platform';
import { BillingErrors } from '../billing.errors';
import { mergePolicies } from '../domain/policies/billing-policies';
import {
  type AccessView,
  type AnchorKind,
  type Subscription,
  type SubscriptionFilter,
  SubscriptionRepository,
} from '../repositories/subscription.repository';
import { BillingAccountsService } from './billing-accounts.service';
import { BillingPolicies } from './catalogue/billing-policies.service';
import { PlansService } from './plans.service';
import { SubscriptionJournal } from './subscription-journal.service';
import { Activations } from './subscriptions/activations.service';
import { Cancellations, type CancelRequest } from './subscriptions/cancellations.service';
import { SubscriptionsReader } from './subscriptions/subscriptions-reader.service';

export { START_PAST_DAYS } from './subscriptions/activations.service';

export interface NewSubscription {
  customerId: string;
  planId: string;
  /** 1–31: the day of the month on which periods begin; default: as the policies say. */
  anchorDay?: number;
  /** ANNIVERSARY: the day on which billing begins, whatever {@link anchorDay} is. Default: as the policies say. */
  anchorKind?: AnchorKind;
  /** Planned first day. */
  startsOn?: LocalDate;
  /** Wants invoices of its own. */
  separateInvoice?: boolean;
}

/**
 * Subscriptions within the scope of the running actor: making them, and the short way to start and end them. What else may
 * happen to them, each with its preview, is in `services/subscriptions`.
 */
@Injectable()
export class SubscriptionsService {
  constructor(
    private readonly subscriptions: SubscriptionRepository,
    private readonly reader: SubscriptionsReader,
    private readonly plans: PlansService,
    private readonly customers: CustomersService,
    private readonly accounts: BillingAccountsService,
    private readonly policies: BillingPolicies,
    private readonly activations: Activations,
    private readonly cancellations: Cancellations,
    private readonly journal: SubscriptionJournal,
  ) {}

  /** @throws DomainError CORE_NOT_FOUND, also for one outside the scope */
  async get(id: string): Promise<Subscription> {
    return this.reader.get(id);
  }

  async list(request: ListRequest, filter: SubscriptionFilter): Promise<Page<Subscription>> {
    return this.reader.list(request, filter);
  }

  /** What the network should grant it. One that never started is DISABLED. @throws as {@link get} */
  async accessOf(id: string): Promise<AccessView> {
    return this.reader.accessOf(id);
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
    const { siteId, now } = await this.accounts.lockOrOpen(input.customerId);
    const rules = mergePolicies(await this.policies.of(siteId), plan.policies);
    const { customerId, planId, startsOn = null, separateInvoice = false, anchorDay = rules.anchorDay } = input;
    // why: who names a day wants that day
    const anchorKind = input.anchorKind ?? (input.anchorDay === undefined ? rules.anchorKind : 'FIXED_DAY');
    const row = {
      id: uuidv7(),
      customerId,
      siteId,
      planId,
      anchorKind,
      anchorDay,
      startedOn: startsOn,
      separateInvoice,
    };
    await this.subscriptions.insert(row);
    const after = await this.get(row.id);
    await this.journal.changed({ event: 'CREATED', happenedAt: now, effectiveOn: startsOn, after, detail: { planId } });
    return after;
  }

  /**
   * Starts the service: access from now on; the first invoice with the next billing run, or after the trial of the plan.
   *
   * @param startsOn first day; default: as planned, else today in the zone of who pays
   * @throws DomainError as {@link Activations.activate}
   */
  async activate(id: string, startsOn?: LocalDate): Promise<Subscription> {
    return (await this.activations.activate(id, { startsOn })).subscription;
  }

  /** Ends the service. @throws DomainError as {@link Cancellations.cancel} */
  async cancel(id: string, request: CancelRequest = {}): Promise<Subscription> {
    return (await this.cancellations.cancel(id, request)).subscription;
  }
}
