import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { CoreErrors, type LocalDate, uuidv7 } from '@app/core';
import { CustomersService } from '@app/customers';
import { AuditLog, Outbox } from '@app/platform';
import { AdoptionErrors } from '../adoption.errors';
import { BillingErrors } from '../billing.errors';
import { nextBillAt } from '../domain/next-bill-at';
import { SubscriptionChanged } from '../events/subscription-changed.event';
import {
  type AdoptablePlan,
  type AdoptedRow,
  AdoptedSubscriptionRepository,
} from '../repositories/adopted-subscription.repository';
import { AccessService } from './access.service';
import { BillingPolicies } from './catalogue/billing-policies.service';

/** A service that a customer has already, as he has it. */
export interface AdoptedSubscription {
  customerId: string;
  planId: string;
  /** 1–31. */
  anchorDay: number;
  /** First day that we bill; nothing before it ever is. */
  billFrom: LocalDate;
  /** False: it waits for its activation and has no access. */
  isRunning: boolean;
}

/**
 * Takes over services that run already: they are ACTIVE at once, with their pointer on the first day that is to be billed, so
 * that no invoice is made for the time before. For imports; who starts a new service uses `SubscriptionsService`.
 */
@Injectable()
export class AdoptedSubscriptions {
  constructor(
    private readonly rows: AdoptedSubscriptionRepository,
    private readonly customers: CustomersService,
    private readonly policies: BillingPolicies,
    private readonly access: AccessService,
    private readonly outbox: Outbox,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Plans that services of a site may be taken over to: on sale, with a price, billed by the period.
   *
   * @throws DomainError CORE_NOT_FOUND, BILLING_PLAN_RETIRED, BILLING_PLAN_NOT_FOR_SITE, BILLING_PLAN_WITHOUT_PRICE,
   * BILLING_ADOPTION_PLAN_NOT_ADOPTABLE
   */
  async plans(ids: readonly string[], siteId: string, billFrom: LocalDate): Promise<Map<string, AdoptablePlan>> {
    const wanted = [...new Set(ids)];
    const found = new Map((await this.rows.plans(wanted, billFrom)).map((plan) => [plan.id, plan]));
    for (const id of wanted) {
      const plan = found.get(id);
      if (!plan) throw CoreErrors.NOT_FOUND({ what: 'plan', id });
      if (plan.status === 'RETIRED') throw BillingErrors.PLAN_RETIRED();
      if (plan.siteId !== null && plan.siteId !== siteId) throw BillingErrors.PLAN_NOT_FOR_SITE();
      if (plan.currency === null) throw BillingErrors.PLAN_WITHOUT_PRICE({ date: billFrom });
      if (plan.serviceKind !== 'PPPOE' || !plan.billingType.startsWith('RECURRING_')) {
        throw AdoptionErrors.PLAN_NOT_ADOPTABLE({ code: plan.code });
      }
    }
    return found;
  }

  /**
   * Any number with a fixed number of statements, all or none. The plans were checked by {@link plans}.
   *
   * @returns the ids, in the order of the input
   * @throws DomainError CORE_NOT_FOUND for a customer out of scope
   */
  @Transactional()
  async createMany(inputs: readonly AdoptedSubscription[]): Promise<string[]> {
    if (inputs.length === 0) return [];
    const customerIds = [...new Set(inputs.map(({ customerId }) => customerId))];
    await this.rows.openAccounts([...(await this.customers.snapshots(customerIds)).values()]);
    const accounts = new Map((await this.rows.lockAccounts(customerIds)).map((one) => [one.customerId, one]));
    const made: AdoptedRow[] = [];
    for (const { customerId, planId, anchorDay, billFrom, isRunning } of inputs) {
      const account = accounts.get(customerId);
      if (!account) throw CoreErrors.NOT_FOUND({ what: 'customer', id: customerId });
      const { leadDays, runHour } = await this.policies.of(account.siteId);
      const at = nextBillAt(billFrom, account.timeZone, { leadDays, runHour });
      const running = isRunning ? { from: billFrom, nextBillAt: at } : null;
      made.push({ id: uuidv7(), customerId, siteId: account.siteId, planId, anchorDay, running });
    }
    await this.rows.insert(made);
    await this.tell(made);
    const [first] = accounts.values();
    if (first) await this.access.reevaluate(customerIds, first.now, { mayIsolate: false });
    return made.map(({ id }) => id);
  }

  private async tell(made: readonly AdoptedRow[]): Promise<void> {
    await this.outbox.publishMany(
      SubscriptionChanged,
      made.map(({ id }) => ({ key: `${id}:1`, payload: { subscriptionId: id } })),
    );
    await this.audit.recordMany(
      made.map(({ id, siteId, ...after }) => ({
        ...{ action: 'subscription.adopted', subject: { type: 'subscription', id }, siteId, after },
      })),
    );
  }
}
