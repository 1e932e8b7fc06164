import { type LocalDate } from '@app/core';
import { BillAssembly, type BillContent } from './planning/bill-assembly';
import { walkSubscription } from './planning/period-walk';
import {
  type AccountPlan,
  type Bill,
  type BillableAccount,
  type BillLine,
  type DueSubscription,
  type PendingCharge,
  type PlanningContext,
  type Refusal,
} from './planning/planning';
import { RefusedError } from './refused-error';

export { CATCH_UP_CAP } from './guards/period-cap';
export * from './planning/planning';
export { type RefusalCode } from './refused-error';

/**
 * Computes everything that is due for one account up to `asOf`, missed periods included: one invoice per scheduled bill
 * date, all issued today (billing.md G3, 1.4). A subscription that cannot be billed is refused as a whole and leaves the
 * others alone (billing.md G5). A period that costs nothing makes no line, but the pointer moves (billing.md Q9). One-off
 * charges ride on the invoice of their time; where a period is free they are invoiced alone.
 */
export function planAccount(
  account: BillableAccount,
  subscriptions: readonly DueSubscription[],
  context: PlanningContext,
): AccountPlan {
  const sheet = new Sheet();
  const plan: AccountPlan = { bills: [], moves: [], refusals: [] };
  for (const subscription of subscriptions) {
    try {
      const { lines, move, dates } = walkSubscription(account, subscription, context);
      plan.moves.push(move);
      if (subscription.separateInvoice !== true) sheet.open(dates);
      for (const { date, line } of lines) sheet.add(date, line, subscription);
    } catch (error) {
      plan.refusals.push(refusalOf(subscription.id, error));
    }
  }
  sheet.sweep(account.pending ?? []);
  const assembly = new BillAssembly(account, context);
  plan.bills = sheet.contents().map((content) => assembly.bill(content));
  return plan;
}

/** An invoice of one-off charges alone, issued now (billing.md 1.4: `invoice_now`). */
export function billCharges(
  account: BillableAccount,
  charges: readonly PendingCharge[],
  context: PlanningContext,
  billKey: string,
): Bill {
  const from = context.today(account.timeZone);
  return new BillAssembly(account, context).bill({ billKey, from, lines: charges.map(lineOfCharge) });
}

/** Collects lines by invoice. */
class Sheet {
  private readonly byKey = new Map<string, { date: LocalDate; lines: BillLine[] }>();
  /** Bill dates of consolidated invoices, also of those that have no line. */
  private readonly dates = new Set<LocalDate>();

  open(dates: readonly LocalDate[]): void {
    for (const date of dates) this.dates.add(date);
  }

  add(date: LocalDate, line: BillLine, subscription: DueSubscription): void {
    this.put(subscription.separateInvoice === true ? `R:${date}/${subscription.id}` : `R:${date}`, date, line);
  }

  /** Each one-off charge goes onto the first consolidated invoice whose bill date has reached it; later ones wait. */
  sweep(charges: readonly PendingCharge[]): void {
    if (charges.length === 0) return;
    const dates = [...this.dates].sort();
    for (const charge of charges) {
      const date = dates.find((one) => charge.billAfter <= one);
      if (date !== undefined) this.put(`R:${date}`, date, lineOfCharge(charge));
    }
  }

  /** One content per invoice, by bill date. */
  contents(): BillContent[] {
    return [...this.byKey]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([billKey, { date, lines }]) => ({ billKey, from: fromOf(lines) ?? date, lines }));
  }

  private put(key: string, date: LocalDate, line: BillLine): void {
    const entry = this.byKey.get(key);
    if (entry) entry.lines.push(line);
    else this.byKey.set(key, { date, lines: [line] });
  }
}

function fromOf(lines: readonly BillLine[]): LocalDate | undefined {
  return lines.find((line) => line.periodStart !== null)?.periodStart ?? undefined;
}

const lineOfCharge = ({ id, line }: PendingCharge): BillLine => ({ ...line, chargeId: id });

function refusalOf(subscriptionId: string, error: unknown): Refusal {
  const reason = error instanceof Error ? error.message : String(error);
  return { subscriptionId, code: error instanceof RefusedError ? error.code : 'CALCULATION', reason };
}
