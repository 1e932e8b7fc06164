import { Injectable } from '@nestjs/common';
import { type LocalDate } from '@app/core';
import { type AccountPlan } from '../../domain/bill-planner';
import { BillingComparisonRepository, type PreviousPeriod } from '../../repositories/billing-comparison.repository';
import { type DueFilter } from '../../repositories/due-batch.repository';
import { type DifferenceCause, differencesOf, type DueAmounts } from './difference';

/** How what is due differs from the period before; amounts with tax, in booking units. */
export interface RunComparison {
  previous: { invoiceCount: number; totals: { currency: string; total: bigint }[] };
  differences: { cause: DifferenceCause; currency: string; count: number; amount: bigint }[];
}

/** Compares what a run would bill with what the same subscriptions were billed for their period before. */
@Injectable()
export class RunComparisons {
  constructor(private readonly repository: BillingComparisonRepository) {}

  start(filter: DueFilter): RunComparing {
    return new RunComparing(this.repository, filter);
  }
}

/** One comparison, fed batch by batch: it keeps sums, no rows. */
export class RunComparing {
  private invoices = 0;
  private readonly totals = new Map<string, bigint>();
  private readonly causes = new Map<string, RunComparison['differences'][number]>();
  private first: LocalDate | undefined;
  private last: LocalDate | undefined;

  constructor(
    private readonly repository: BillingComparisonRepository,
    private readonly filter: DueFilter,
  ) {}

  async add({ bills, moves }: Pick<AccountPlan, 'bills' | 'moves'>): Promise<void> {
    const pointers = moves.map(({ subscriptionId, from }) => ({ subscriptionId, from }));
    for (const { from } of pointers) {
      if (this.first === undefined || from < this.first) this.first = from;
      if (this.last === undefined || from > this.last) this.last = from;
    }
    const previous = await this.repository.before(pointers);
    this.count(previous);
    for (const { cause, currency, amount, count } of differencesOf(dueAmounts(bills, pointers), previous)) {
      this.note(cause, currency, count, amount);
    }
  }

  async result(): Promise<RunComparison> {
    if (this.first !== undefined && this.last !== undefined) {
      const ended = await this.repository.ended(this.filter, this.first, this.last);
      this.count(ended);
      for (const { currency, amount } of ended) this.note('ENDED', currency, 1, -amount);
    }
    const totals = [...this.totals].map(([currency, total]) => ({ currency, total }));
    return { previous: { invoiceCount: this.invoices, totals }, differences: [...this.causes.values()] };
  }

  private count(rows: readonly PreviousPeriod[]): void {
    this.invoices += new Set(rows.map((row) => row.invoiceId)).size;
    for (const { currency, amount } of rows) this.totals.set(currency, (this.totals.get(currency) ?? 0n) + amount);
  }

  private note(cause: DifferenceCause, currency: string, count: number, amount: bigint): void {
    const key = `${cause} ${currency}`;
    const known = this.causes.get(key) ?? { cause, currency, count: 0, amount: 0n };
    this.causes.set(key, { ...known, count: known.count + count, amount: known.amount + amount });
  }
}

/** What each subscription would pay: for the period at its pointer, and beyond it. */
function dueAmounts(
  bills: AccountPlan['bills'],
  pointers: readonly { subscriptionId: string; from: LocalDate }[],
): DueAmounts[] {
  const byId = new Map<string, DueAmounts>();
  const firstDay = new Map(pointers.map(({ subscriptionId, from }) => [subscriptionId, from]));
  for (const { account, lines } of bills) {
    for (const { subscriptionId: id, kind, planId = null, unitPrice, net, tax, periodStart } of lines) {
      if (id === null || periodStart === null) continue;
      const own = byId.get(id) ?? { id, planId, unitPrice: 0n, currency: account.currency, amount: 0n, later: 0n };
      const isLater = periodStart > (firstDay.get(id) ?? periodStart);
      if (isLater) own.later += net + tax;
      else own.amount += net + tax;
      if (kind === 'RECURRING' && !isLater) Object.assign(own, { planId, unitPrice });
      byId.set(id, own);
    }
  }
  return [...byId.values()];
}
