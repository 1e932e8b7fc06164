import { Injectable } from '@nestjs/common';
import { together } from '@app/platform';
import { CATCH_UP_CAP } from '../../domain/guards/period-cap';
import {
  type BillableAccount,
  type BillLine,
  type DueSubscription,
  type PendingCharge,
  type PlanningContext,
} from '../../domain/bill-planner';
import { taxed, type TaxRule } from '../../domain/invoice-calculator';
import { type BillingPolicies, mergePolicies, type PolicyPatch } from '../../domain/policies/billing-policies';
import { cashIncrementOf, rhythmOf, signupOf } from '../../domain/policies/terms';
import {
  BillableExtrasRepository,
  type ChargedDays,
  type PendingChargeRow,
} from '../../repositories/catalogue/billable-extras.repository';
import { type ClaimedAccount, type DueRow } from '../../repositories/due-batch.repository';
import { type BillingRunContext, BillingRunContexts } from '../billing-run-context.service';
import { BusinessCalendar } from './business-calendar.service';

/** An account with everything that its bills are computed from. */
export interface Billable {
  account: BillableAccount;
  subscriptions: readonly DueSubscription[];
  planning: PlanningContext;
}

/**
 * Puts together what the catalogue and the policies say about accounts that are being billed: plans, bundles, add-ons,
 * one-off charges that wait, discounts, planned changes, terms. A fixed number of statements for any number of accounts.
 */
@Injectable()
export class BillableFacts {
  constructor(
    private readonly contexts: BillingRunContexts,
    private readonly extras: BillableExtrasRepository,
    private readonly calendar: BusinessCalendar,
  ) {}

  /** @param due subscriptions of these accounts */
  async of(
    context: BillingRunContext,
    accounts: readonly ClaimedAccount[],
    due: readonly DueRow[],
  ): Promise<Billable[]> {
    const ids = due.map((row) => row.id);
    const [, addOns, discounts, planned, charges] = await together([
      this.contexts.learn(context, accounts, due),
      this.extras.addOns(ids),
      this.extras.discounts(ids),
      this.extras.planned(ids),
      this.extras.pendingCharges(accounts.map((account) => account.customerId)),
    ]);
    await this.contexts.learnPlans(
      context,
      [...planned.values()].flatMap(({ change }) => (change === 'CANCEL' ? [] : [change.planId])),
    );
    const rowsOf = groupByCustomer(due);
    const billables: Billable[] = [];
    for (const claimed of accounts) {
      const { policies: own, ...account } = claimed;
      const planning = await this.planningOf(context, claimed);
      const rows = rowsOf.get(account.customerId) ?? [];
      const granted = discounts.size === 0 ? [] : rows.flatMap((row) => discounts.get(row.id) ?? []);
      billables.push({
        planning,
        account: {
          ...account,
          pending: charges.get(account.customerId)?.map((row) => pendingOf(row, account, planning)),
          discounts: granted.length === 0 ? undefined : granted,
        },
        subscriptions: rows.map((row) => ({
          ...row,
          planSince: row.planSince ?? undefined,
          serviceCustomerId: row.serviceCustomerId ?? undefined,
          billingType: context.plans.get(row.planId)?.billingType,
          addOns: addOns.get(row.id),
          planned: planned.get(row.id),
          periodCap: hasOwnCatchUp(row) ? CATCH_UP_CAP : undefined,
          signup: signup(context, row, account.siteId, own),
        })),
      });
    }
    return billables;
  }

  /** The rules for one account: those of its site, and what was decided for it alone. */
  async planningOf(context: BillingRunContext, account: ClaimedAccount): Promise<PlanningContext> {
    const site = context.sites.get(account.siteId);
    if (!site) throw new Error(`site ${account.siteId} is not in the context`);
    if (account.policies === null) return site.planning;
    const policies = mergePolicies(site.policies, account.policies);
    return {
      ...site.planning,
      terms: await this.calendar.terms(account.siteId, policies),
      rhythm: rhythmOf(policies),
      issueZeroInvoices: policies.issueZeroInvoices,
      cashIncrement: cashIncrementOf(policies),
    };
  }
}

/** A charge that waits as a line: its tax is that of the issue date, which is today. */
export function pendingOf(row: PendingChargeRow, account: BillableAccount, planning: PlanningContext): PendingCharge {
  const { id, kind, subscriptionId, revenueAccount, description, quantity, unitPrice, billAfter, period } = row;
  const asked: TaxRule = { code: row.taxCode, num: 0n, den: 1n, inclusive: false };
  const taxRule = planning.taxFor?.(asked, account, planning.today(account.timeZone)) ?? asked;
  const gross = period ? BigInt(period.gross) : unitPrice * BigInt(quantity);
  return {
    id,
    billAfter,
    line: {
      ...{ kind, subscriptionId, revenueAccount, description, quantity, unitPrice, taxRule, gross, discount: 0n },
      ...(period ? daysOf(period) : { ...NO_DAYS, chargeCode: `CHARGE:${id}` }),
      planId: row.planId ?? undefined,
      productId: row.productId ?? undefined,
      serviceCustomerId: row.serviceCustomerId ?? undefined,
      ...taxed(gross, taxRule),
    },
  };
}

const NO_DAYS = { periodStart: null, periodEnd: null, naturalDays: null };

function daysOf({
  chargeCode,
  start,
  end,
  naturalDays,
}: ChargedDays): Pick<BillLine, keyof typeof NO_DAYS | 'chargeCode'> {
  return { chargeCode, periodStart: start, periodEnd: end, naturalDays };
}

/** Who is billed for the first time was started on that day by somebody; who was unparked had somebody look. */
const hasOwnCatchUp = (row: DueRow): boolean => row.isCatchUp || row.nextPeriodStart === row.startedOn;

/** Only the first period asks how a signup is charged. */
function signup(
  context: BillingRunContext,
  row: DueRow,
  siteId: string,
  account: PolicyPatch | null,
): DueSubscription['signup'] {
  if (row.nextPeriodStart !== row.startedOn) return undefined;
  const site = context.sites.get(siteId);
  if (!site) return undefined;
  const levels = [context.plans.get(row.planId)?.policies, account, row.policies];
  return signupOf(policiesFor(site.policies, levels));
}

function policiesFor(site: BillingPolicies, levels: readonly (PolicyPatch | null | undefined)[]): BillingPolicies {
  const decided = levels.filter((level): level is PolicyPatch => level !== null && level !== undefined);
  return decided.length === 0 ? site : mergePolicies(site, ...decided);
}

function groupByCustomer(rows: readonly DueRow[]): Map<string, DueRow[]> {
  const byCustomer = new Map<string, DueRow[]>();
  for (const row of rows) {
    const list = byCustomer.get(row.customerId);
    if (list) list.push(row);
    else byCustomer.set(row.customerId, [row]);
  }
  return byCustomer;
}
