import { type LocalDate } from '@app/core';
import { type BillableAccount, type PlanningContext } from '../../domain/bill-planner';
import { type BillingCycle, periodFrom } from '../../domain/billing-cycle';
import { type BillingType, type ServiceHistory } from '../../domain/changes/drafts';
import { type WaitingDebit } from '../../domain/changes/waiting-debit';
import { type Component, componentOf } from '../../domain/charges/component';
import { nextBillAt } from '../../domain/next-bill-at';
import { type BillingPolicies } from '../../domain/policies/billing-policies';
import { type CataloguePlan } from '../../repositories/billable-plan.repository';
import { type PauseRow } from '../../repositories/subscriptions/pause.repository';
import { type ScheduledChange } from '../../repositories/subscriptions/scheduled-change.repository';
import { type ServiceAccount } from '../../repositories/subscriptions/service-account.repository';
import { type ServiceInvoice } from '../../repositories/subscriptions/charged-line.repository';
import { type Subscription } from '../../repositories/subscription.repository';
import { type BillingRunContext } from '../billing-run-context.service';

/** A service with everything that actions decide from; whoever carries an action out holds the locks of its accounts. */
export interface ServiceInHand {
  readonly subscription: Subscription;
  readonly plan: CataloguePlan;
  /** Who pays: the customer, or the payer of the family. */
  readonly payer: ServiceAccount;
  readonly account: BillableAccount;
  /** Of site, plan, account and subscription, in this order. */
  readonly policies: BillingPolicies;
  readonly planning: PlanningContext;
  readonly context: BillingRunContext;
  /** None while it is PENDING. */
  readonly history: ServiceHistory | undefined;
  readonly invoices: readonly ServiceInvoice[];
  readonly waiting: readonly WaitingDebit[];
  readonly addOns: readonly Component[];
  readonly planned: readonly ScheduledChange[];
  readonly pause: PauseRow | undefined;
  readonly now: Date;
  /** Local day of who pays: periods are counted in his zone. */
  readonly today: LocalDate;
}

/** A service that was activated. */
export type RunningService = ServiceInHand & { readonly history: ServiceHistory };

/** What a service pays for each period on a plan; taxes are those of today, the issue date of what a change bills. */
export function componentsOf(
  service: Pick<ServiceInHand, 'planning' | 'account' | 'addOns' | 'today'>,
  plan: CataloguePlan,
  since: LocalDate | undefined,
): Component[] {
  const { planning, account, addOns, today } = service;
  return [componentOf(plan, since), ...plan.bundle, ...addOns].map((component) => ({
    ...component,
    taxRule: planning.taxFor?.(component.taxRule, account, today) ?? component.taxRule,
  }));
}

/**
 * When the billing run takes the service next: in advance by the start of what is not billed yet, in arrears by the end of
 * its period. Prepaid services are renewed instead: null.
 */
export function billAt(
  { planning, account }: Pick<ServiceInHand, 'planning' | 'account'>,
  billingType: BillingType,
  cycle: BillingCycle,
  pointer: LocalDate,
): Date | null {
  const { rhythm, at } = planning;
  if (billingType === 'RECURRING_ADVANCE') return nextBillAt(pointer, account.timeZone, rhythm, at);
  if (billingType !== 'RECURRING_ARREARS') return null;
  return nextBillAt(periodFrom(cycle, pointer).end, account.timeZone, { ...rhythm, leadDays: 0 }, at);
}

export const isPrepaid = (billingType: BillingType): boolean => billingType.startsWith('PREPAID');
