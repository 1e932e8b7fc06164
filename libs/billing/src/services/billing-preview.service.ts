import { Injectable } from '@nestjs/common';
import { BillingConfig } from '../billing.config';
import { type AccountPlan, type Refusal } from '../domain/bill-planner';
import { DueBatchRepository } from '../repositories/due-batch.repository';
import { BillingBatch } from './billing-batch.service';
import { FIRST_ID } from './billing-run.service';
import { type BillingRunContext, BillingRunContexts } from './billing-run-context.service';
import { BillingRunGuard } from './billing-run-guard.service';

/** What one plan would bring; amounts in booking units of its currency. */
export interface PlanPreview {
  planName: string;
  currency: string;
  lineCount: number;
  net: bigint;
  tax: bigint;
}

/** What a run would do. */
export interface RunPreview {
  asOf: Date;
  customerCount: number;
  invoiceCount: number;
  lineCount: number;
  /** One row per currency. */
  totals: { currency: string; net: bigint; tax: bigint; total: bigint }[];
  plans: PlanPreview[];
  /** Subscriptions that would be parked; at most the first {@link SHOWN_REFUSALS}. */
  refusals: Refusal[];
  refusalCount: number;
}

export const SHOWN_REFUSALS = 100;

/** The dry run: computes everything as the run would, writes nothing, takes no number, locks nobody. */
@Injectable()
export class BillingPreviewService {
  constructor(
    private readonly due: DueBatchRepository,
    private readonly batch: BillingBatch,
    private readonly contexts: BillingRunContexts,
    private readonly guard: BillingRunGuard,
    private readonly config: BillingConfig,
  ) {}

  /** @param request.asOf also in the future: what will be billed then */
  async previewRun(request: { asOf?: Date; siteId?: string } = {}): Promise<RunPreview> {
    const siteId = request.siteId ?? null;
    const asOf = await this.guard.choose(request.asOf, siteId, true);
    const context = this.contexts.create('', { asOf, siteId }, '');
    const preview = new PreviewSum(asOf, context);
    for (let after: string | undefined = FIRST_ID; after !== undefined;) {
      const claim = await this.due.claim(context.filter, after, this.config.batchSize, false);
      preview.add(await this.batch.plan(context, claim.accounts), claim.accounts.length);
      after = claim.last;
    }
    return preview.result();
  }
}

class PreviewSum {
  private readonly plans = new Map<string, PlanPreview>();
  private readonly refusals: Refusal[] = [];
  private refusalCount = 0;
  private customers = 0;
  private invoices = 0;

  constructor(
    private readonly asOf: Date,
    private readonly context: BillingRunContext,
  ) {}

  add(plan: AccountPlan, customers: number): void {
    this.customers += customers;
    this.invoices += plan.bills.length;
    this.refusalCount += plan.refusals.length;
    this.refusals.push(...plan.refusals.slice(0, SHOWN_REFUSALS - this.refusals.length));
    for (const bill of plan.bills) {
      for (const line of bill.lines) {
        const row = this.planRow(line.planId ?? line.description, bill.account.currency);
        row.lineCount++;
        row.net += line.net;
        row.tax += line.tax;
      }
    }
  }

  result(): RunPreview {
    const plans = [...this.plans.values()].sort((a, b) => (a.planName < b.planName ? -1 : 1));
    const currencies = [...new Set(plans.map((plan) => plan.currency))].sort();
    return {
      asOf: this.asOf,
      customerCount: this.customers,
      invoiceCount: this.invoices,
      lineCount: plans.reduce((sum, plan) => sum + plan.lineCount, 0),
      totals: currencies.map((currency) => totalOf(plans, currency)),
      plans,
      refusals: this.refusals,
      refusalCount: this.refusalCount,
    };
  }

  private planRow(planId: string, currency: string): PlanPreview {
    const key = `${planId} ${currency}`;
    const known = this.plans.get(key);
    if (known) return known;
    const planName = this.context.plans.get(planId)?.name ?? planId;
    const row = { planName, currency, lineCount: 0, net: 0n, tax: 0n };
    this.plans.set(key, row);
    return row;
  }
}

function totalOf(plans: readonly PlanPreview[], currency: string): RunPreview['totals'][number] {
  const rows = plans.filter((plan) => plan.currency === currency);
  const net = rows.reduce((sum, row) => sum + row.net, 0n);
  const tax = rows.reduce((sum, row) => sum + row.tax, 0n);
  return { currency, net, tax, total: net + tax };
}
