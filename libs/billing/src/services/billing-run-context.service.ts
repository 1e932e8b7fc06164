import { Injectable } from '@nestjs/common';
import { addDays, localDateOf } from '@app/core';
import { SitesService } from '@app/iam';
import { PartitionKeeper } from '@app/platform';
import { BillingConfig } from '../billing.config';
import { type BillableAccount, type DueSubscription, type PlanningContext } from '../domain/bill-planner';
import { rememberedInstants, rememberedToday } from '../domain/local-instants';
import { type BillablePlan } from '../domain/plan-price';
import { BillablePlanRepository } from '../repositories/billable-plan.repository';
import { type DueFilter } from '../repositories/due-batch.repository';
import { BillingPolicies } from './catalogue/billing-policies.service';
import { type IssuingSite } from './documents/invoice-issuer.service';

/** What one run knows; frozen, except that plans and sites are looked up when they first appear. */
export interface BillingRunContext extends PlanningContext {
  readonly runId: string;
  readonly filter: DueFilter;
  readonly currency: string;
  readonly plans: Map<string, BillablePlan>;
  readonly sites: Map<string, IssuingSite>;
  readonly signal: AbortSignal | undefined;
}

/** Builds the context of a run and keeps it filled. */
@Injectable()
export class BillingRunContexts {
  constructor(
    private readonly config: BillingConfig,
    private readonly plans: BillablePlanRepository,
    private readonly sites: SitesService,
    private readonly policies: BillingPolicies,
    private readonly partitions: PartitionKeeper,
  ) {}

  create(runId: string, filter: DueFilter, currency: string, signal?: AbortSignal): BillingRunContext {
    const { dueDays, minPaymentDays, graceDays, isolirHour, leadDays, runHour } = this.config;
    return {
      runId,
      filter,
      currency,
      asOf: filter.asOf,
      plans: new Map(),
      sites: new Map(),
      terms: { dueDays, minPaymentDays, graceDays, isolirHour },
      rhythm: { leadDays, runHour },
      at: rememberedInstants(),
      today: rememberedToday(filter.asOf),
      signal,
    };
  }

  /** Makes room in the ledger for every local day that `asOf` may be somewhere on earth. */
  async makeRoom(asOf: Date): Promise<void> {
    const day = localDateOf(asOf, 'UTC');
    await this.partitions.ensure('ledger_entries', addDays(day, -1));
    await this.partitions.ensure('ledger_entries', addDays(day, 1));
  }

  /** Loads the plans and sites of these rows that the run has not met yet. */
  async learn(
    context: BillingRunContext,
    accounts: readonly BillableAccount[],
    due: readonly DueSubscription[],
  ): Promise<void> {
    const planIds = new Set(due.map((subscription) => subscription.planId).filter((id) => !context.plans.has(id)));
    if (planIds.size > 0) {
      for (const plan of await this.plans.load([...planIds])) context.plans.set(plan.id, plan);
    }
    const siteIds = new Set(accounts.map((account) => account.siteId).filter((id) => !context.sites.has(id)));
    for (const id of siteIds) {
      const { code } = await this.sites.get(id);
      context.sites.set(id, { code, policies: await this.policies.of(id) });
    }
  }
}
