import { Injectable } from '@nestjs/common';
import { addDays, type LocalDate, localDateOf } from '@app/core';
import {
  type Bill,
  type DueSubscription,
  type PendingCharge,
  planAccount,
  type PlannedPeriodChange,
} from '../../domain/bill-planner';
import { taxed } from '../../domain/invoice-calculator';
import { mergePolicies } from '../../domain/policies/billing-policies';
import { signupOf } from '../../domain/policies/terms';
import { NO_TAX } from '../../domain/tax/tax-code';
import { type Subscription } from '../../repositories/subscription.repository';
import { ProductsService } from '../catalogue/products.service';
import { PlansService } from '../plans.service';
import { type Decision, type PlannedChange } from './decision';
import { billAt, type ServiceInHand } from './service-in-hand';

/** What the billing run will make of a service next. */
export interface NextInvoice {
  /** When the run takes it. */
  billAt: Date;
  /** The lines of this service and what waits; other services of the account may stand on the same invoice. */
  bill: Bill;
}

/** Looks ahead: the first invoice after a decision, computed by the code of the run with everything as it will be. */
@Injectable()
export class NextInvoices {
  constructor(
    private readonly plans: PlansService,
    private readonly products: ProductsService,
  ) {}

  /** @param after the subscription as the decision leaves it; undefined: there is nothing more to bill, or nobody knows when */
  async of(service: ServiceInHand, decision: Decision, after: Subscription): Promise<NextInvoice | undefined> {
    const due = dueAfter(service, decision, after);
    if (!due) return undefined;
    const { account, planning, now } = service;
    const asOf = due.at > now ? due.at : now;
    const today = (zone: string): LocalDate => localDateOf(asOf, zone);
    const pending = [
      ...(account.pending ?? []),
      ...waitingAfter(service, decision),
      ...(await this.fees(service, decision)),
    ];
    const replaced = new Set(decision.documents.replaced);
    const { bills } = planAccount(
      { ...account, pending: pending.filter((charge) => !replaced.has(charge.id)) },
      [due.subscription],
      { ...planning, asOf, today, periodCap: undefined },
    );
    const [bill] = bills;
    return bill && { billAt: due.at, bill };
  }

  /** Setup fees, which are charged once the activation is done. */
  private async fees(service: ServiceInHand, decision: Decision): Promise<PendingCharge[]> {
    const { from, to } = decision.transition;
    if (from !== 'PENDING' || (to !== 'ACTIVE' && to !== 'TRIAL')) return [];
    const { subscription, account, planning, today } = service;
    const fees: PendingCharge[] = [];
    for (const { productId, kind, quantity } of (await this.plans.get(service.plan.id)).products) {
      if (kind !== 'ONE_OFF') continue;
      const product = await this.products.get(productId);
      const unitPrice = await this.products.priceOn(productId, today, account.currency);
      const asked = { ...NO_TAX, code: product.taxCode };
      const taxRule = planning.taxFor?.(asked, account, today) ?? asked;
      const gross = unitPrice * BigInt(quantity);
      const { name: description, revenueAccount } = product;
      fees.push({
        id: productId,
        billAfter: addDays(today, -1_000),
        line: {
          ...{ kind: 'SETUP', subscriptionId: subscription.id, chargeCode: `SETUP:${productId}`, productId },
          ...{ description, revenueAccount, quantity, unitPrice, taxRule, gross, discount: 0n },
          ...{ periodStart: null, periodEnd: null, naturalDays: null, ...taxed(gross, taxRule) },
        },
      });
    }
    return fees;
  }
}

function waitingAfter({ today }: ServiceInHand, { documents, changeId }: Decision): PendingCharge[] {
  return documents.pending.map((line, n) => ({ id: `${changeId}:${n}`, billAfter: today, line }));
}

function dueAfter(
  service: ServiceInHand,
  decision: Decision,
  after: Subscription,
): { at: Date; subscription: DueSubscription } | undefined {
  const { nextPeriodStart, startedOn, status, anchorDay, planId } = after;
  const plan = service.context.plans.get(planId);
  const isBilled =
    (status === 'ACTIVE' || status === 'TRIAL') && after.payerCustomerId === service.subscription.payerCustomerId;
  if (!plan || !isBilled || nextPeriodStart === null || startedOn === null) return undefined;
  const origin = after.billingFrom ?? startedOn;
  const cycle = { origin, anchorDay, stepMonths: plan.stepMonths, stepDays: plan.stepDays };
  const at = after.nextBillAt ?? billAt(service, plan.billingType, cycle, nextPeriodStart);
  const planned = plannedAfter(service, decision);
  // why: the stub of an anchor is no business of the run
  if (at === null || planned.some(({ action }) => action === 'CHANGE_ANCHOR')) return undefined;
  const facts = { planId, anchorDay, nextPeriodStart, startedOn: origin, billingType: plan.billingType };
  return { at, subscription: { ...facts, ...ownFacts(service, decision, after), planned: periodChangeOf(planned) } };
}

function ownFacts(
  service: ServiceInHand,
  decision: Decision,
  after: Subscription,
): Pick<DueSubscription, 'id' | 'addOns' | 'signup' | 'planSince' | 'serviceCustomerId'> {
  const isFirst = after.nextPeriodStart === (after.billingFrom ?? after.startedOn);
  return {
    id: after.id,
    addOns: decision.addOns ?? service.addOns,
    signup: isFirst ? signupOf(mergePolicies(service.policies, after.policies)) : undefined,
    planSince: after.planSince ?? undefined,
    serviceCustomerId: after.payerCustomerId === null ? undefined : after.customerId,
  };
}

/** What waits once the decision is carried out, the first day first. */
function plannedAfter(service: ServiceInHand, { plans, drops, changeId }: Decision): Waiting[] {
  const kept = service.planned.filter(({ id }) => !drops.includes(id) && id !== changeId);
  return [...kept, ...plans].sort((a, b) => (a.effectiveOn < b.effectiveOn ? -1 : 1));
}

type Waiting = Pick<PlannedChange, 'action' | 'effectiveOn' | 'payload'>;

function periodChangeOf(planned: readonly Waiting[]): PlannedPeriodChange | undefined {
  const first = planned.find(({ action }) => action === 'CANCEL' || action === 'CHANGE_PLAN');
  if (!first) return undefined;
  const { effectiveOn: on, payload } = first;
  return { on, change: payload.planId === undefined ? 'CANCEL' : { planId: payload.planId } };
}
