import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { type LocalDate, uuidv7 } from '@app/core';
import { CustomersService } from '@app/customers';
import { BillingErrors } from '../../billing.errors';
import { mergePolicies } from '../../domain/policies/billing-policies';
import { type AnchorKind, type Subscription, SubscriptionRepository } from '../../repositories/subscription.repository';
import { BillingAccountsService } from '../billing-accounts.service';
import { BillingPolicies } from '../catalogue/billing-policies.service';
import { PlansService } from '../plans.service';
import { SubscriptionJournal } from '../subscription-journal.service';
import { SubscriptionsReader } from './subscriptions-reader.service';

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

/** Makes subscriptions. */
@Injectable()
export class NewSubscriptions {
  constructor(
    private readonly subscriptions: SubscriptionRepository,
    private readonly reader: SubscriptionsReader,
    private readonly plans: PlansService,
    private readonly customers: CustomersService,
    private readonly accounts: BillingAccountsService,
    private readonly policies: BillingPolicies,
    private readonly journal: SubscriptionJournal,
  ) {}

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
    const after = await this.reader.get(row.id);
    await this.journal.changed({ event: 'CREATED', happenedAt: now, effectiveOn: startsOn, after, detail: { planId } });
    return after;
  }
}
