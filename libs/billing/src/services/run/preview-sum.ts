import { type AccountPlan, type BillLine, type Refusal } from '../../domain/bill-planner';
import { type BillingRunContext } from '../billing-run-context.service';
import { type RunComparison } from './run-comparisons.service';

/** Amounts in booking units of the currency. */
export interface PreviewAmounts {
  currency: string;
  net: bigint;
  tax: bigint;
}

/** What one plan would bring. */
export interface PlanPreview extends PreviewAmounts {
  planName: string;
  lineCount: number;
}

/** What one site would bring. */
export interface SitePreview extends PreviewAmounts {
  siteId: string;
  siteCode: string;
  invoiceCount: number;
}

/** What a run would do, and how that differs from the period before. */
export interface RunPreview extends RunComparison {
  asOf: Date;
  /** Ticks were missed, so that more than two periods of a subscription may be billed. */
  isCatchUp: boolean;
  customerCount: number;
  invoiceCount: number;
  lineCount: number;
  /** One row per currency. */
  totals: (PreviewAmounts & { total: bigint })[];
  plans: PlanPreview[];
  sites: SitePreview[];
  /** Subscriptions that would be parked; at most the first {@link SHOWN_REFUSALS}. */
  refusals: Refusal[];
  refusalCount: number;
}

export const SHOWN_REFUSALS = 100;

/** Adds up what batches would bring. */
export class PreviewSum {
  private readonly plans = new Map<string, PlanPreview>();
  private readonly sites = new Map<string, SitePreview>();
  private readonly refusals: Refusal[] = [];
  private refusalCount = 0;
  private customers = 0;
  private invoices = 0;

  constructor(
    private readonly asOf: Date,
    private readonly isCatchUp: boolean,
    private readonly context: BillingRunContext,
  ) {}

  add({ bills, refusals }: Pick<AccountPlan, 'bills' | 'refusals'>, customers: number): void {
    this.customers += customers;
    this.invoices += bills.length;
    this.refusalCount += refusals.length;
    this.refusals.push(...refusals.slice(0, SHOWN_REFUSALS - this.refusals.length));
    for (const { account, lines, net, tax } of bills) {
      const site = this.siteRow(account.siteId, account.currency);
      site.invoiceCount++;
      site.net += net;
      site.tax += tax;
      for (const line of lines) {
        const row = this.planRow(line, account.currency);
        row.lineCount++;
        row.net += line.net;
        row.tax += line.tax;
      }
    }
  }

  result(): Omit<RunPreview, keyof RunComparison> {
    const plans = [...this.plans.values()].sort((a, b) => (a.planName < b.planName ? -1 : 1));
    const currencies = [...new Set(plans.map((plan) => plan.currency))].sort();
    return {
      asOf: this.asOf,
      isCatchUp: this.isCatchUp,
      customerCount: this.customers,
      invoiceCount: this.invoices,
      lineCount: plans.reduce((sum, plan) => sum + plan.lineCount, 0),
      totals: currencies.map((currency) => totalOf(plans, currency)),
      plans,
      sites: [...this.sites.values()].sort((a, b) => (a.siteCode < b.siteCode ? -1 : 1)),
      refusals: this.refusals,
      refusalCount: this.refusalCount,
    };
  }

  private planRow({ planId, description }: BillLine, currency: string): PlanPreview {
    const key = `${planId ?? description} ${currency}`;
    let row = this.plans.get(key);
    if (!row) {
      const plan = planId === undefined ? undefined : this.context.plans.get(planId);
      this.plans.set(key, (row = { planName: plan?.name ?? description, currency, lineCount: 0, net: 0n, tax: 0n }));
    }
    return row;
  }

  private siteRow(siteId: string, currency: string): SitePreview {
    const key = `${siteId} ${currency}`;
    let row = this.sites.get(key);
    if (!row) {
      const siteCode = this.context.sites.get(siteId)?.code ?? '';
      this.sites.set(key, (row = { siteId, siteCode, currency, invoiceCount: 0, net: 0n, tax: 0n }));
    }
    return row;
  }
}

function totalOf(plans: readonly PlanPreview[], currency: string): RunPreview['totals'][number] {
  const rows = plans.filter((plan) => plan.currency === currency);
  const net = rows.reduce((sum, row) => sum + row.net, 0n);
  const tax = rows.reduce((sum, row) => sum + row.tax, 0n);
  return { currency, net, tax, total: net + tax };
}
