import { Injectable } from '@nestjs/common';
import { addDays, localDateOf } from '@app/core';
import { SitesService } from '@app/iam';
import { PartitionKeeper, together } from '@app/platform';
import { BillingConfig } from '../billing.config';
import { type BillableAccount, type DueSubscription, type PlanningContext } from '../domain/bill-planner';
import { rememberedInstant, rememberedToday } from '../domain/local-instants';
import { cashIncrementOf, rhythmOf } from '../domain/policies/terms';
import { type TaxCode } from '../domain/tax/tax-code';
import { BillablePlanRepository, type CataloguePlan } from '../repositories/billable-plan.repository';
import { TaxCodeRepository, taxCodeRule } from '../repositories/catalogue/tax-code.repository';
import { type DueFilter } from '../repositories/due-batch.repository';
import { BillingPolicies } from './catalogue/billing-policies.service';
import { BusinessCalendar } from './catalogue/business-calendar.service';
import { taxFinder } from './catalogue/tax-finder';
import { type IssuingSite } from './documents/invoice-issuer.service';

/** A site with the rules by which its accounts are billed. */
export interface BillingSite extends IssuingSite {
  readonly planning: PlanningContext;
}

/** What one run knows; frozen, except that plans and sites are looked up when they first appear. */
export interface BillingRunContext extends PlanningContext {
  readonly runId: string;
  readonly filter: DueFilter;
  readonly currency: string;
  readonly plans: Map<string, CataloguePlan>;
  readonly sites: Map<string, BillingSite>;
  readonly taxCodes: Map<string, TaxCode>;
  readonly signal: AbortSignal | undefined;
}

/** Builds the context of a run and keeps it filled. */
@Injectable()
export class BillingRunContexts {
  constructor(
    private readonly config: BillingConfig,
    private readonly plans: BillablePlanRepository,
    private readonly taxCodes: TaxCodeRepository,
    private readonly sites: SitesService,
    private readonly policies: BillingPolicies,
    private readonly calendar: BusinessCalendar,
    private readonly partitions: PartitionKeeper,
  ) {}

  create(
    runId: string,
    filter: DueFilter,
    currency: string,
    { signal, periodCap }: { signal?: AbortSignal; periodCap?: number } = {},
  ): BillingRunContext {
    const { dueDays, minPaymentDays, graceDays, isolirHour, leadDays, runHour } = this.config;
    return {
      runId,
      filter,
      currency,
      asOf: filter.asOf,
      plans: new Map(),
      sites: new Map(),
      taxCodes: new Map(),
      terms: { dueDays, minPaymentDays, graceDays, isolirHour },
      rhythm: { leadDays, runHour },
      at: rememberedInstant,
      today: rememberedToday(filter.asOf),
      signal,
      periodCap,
    };
  }

  /** Makes room in the ledger for every local day that `asOf` may be somewhere on earth; before a transaction begins. */
  async makeRoom(asOf: Date): Promise<void> {
    const day = localDateOf(asOf, 'UTC');
    await this.partitions.ensure('ledger_entries', addDays(day, -1));
    await this.partitions.ensure('ledger_entries', addDays(day, 1));
  }

  /** Loads the tax codes, and the plans and sites of these rows that the run has not met yet. */
  async learn(
    context: BillingRunContext,
    accounts: readonly Pick<BillableAccount, 'siteId'>[],
    due: readonly Pick<DueSubscription, 'planId'>[],
  ): Promise<void> {
    const planIds = due.map((subscription) => subscription.planId);
    await together([this.learnTaxCodes(context), this.learnPlans(context, planIds)]);
    const siteIds = new Set(accounts.map((account) => account.siteId).filter((id) => !context.sites.has(id)));
    for (const id of siteIds) context.sites.set(id, await this.siteOf(context, id));
  }

  private async learnTaxCodes(context: BillingRunContext): Promise<void> {
    if (context.taxCodes.size > 0) return;
    for (const row of await this.taxCodes.all()) context.taxCodes.set(row.code, taxCodeRule(row));
  }

  /** Loads plans that the run has not met yet. */
  async learnPlans(context: BillingRunContext, ids: readonly string[]): Promise<void> {
    const unknown = [...new Set(ids)].filter((id) => !context.plans.has(id));
    if (unknown.length === 0) return;
    for (const plan of await this.plans.load(unknown)) context.plans.set(plan.id, plan);
  }

  private async siteOf(context: BillingRunContext, id: string): Promise<BillingSite> {
    const { code } = await this.sites.get(id);
    const policies = await this.policies.of(id);
    const { asOf, plans, at, today, periodCap } = context;
    const planning: PlanningContext = {
      ...{ asOf, plans, at, today, periodCap },
      terms: await this.calendar.terms(id, policies),
      rhythm: rhythmOf(policies),
      taxFor: taxFinder(context.taxCodes, policies.vatRegistered),
      issueZeroInvoices: policies.issueZeroInvoices,
      cashIncrement: cashIncrementOf(policies),
    };
    return { code, policies, planning };
  }
}
