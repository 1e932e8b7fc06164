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
 * charges ride on the first invoice; where every period was free they are invoiced alone.
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
      const { lines, move, firstDate } = walkSubscription(account, subscription, context);
      plan.moves.push(move);
      if (firstDate !== undefined) sheet.open(firstDate);
      for (const { date, line } of lines) sheet.add(date, line, subscription);
    } catch (error) {
      plan.refusals.push(refusalOf(subscription.id, error));
    }
  }
  const contents = sheet.contents(dueCharges(account, context));
  const assembly = new BillAssembly(account, context);
  plan.bills = contents.map((content) => assembly.bill(content));
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
  private first: LocalDate | undefined;

  open(date: LocalDate): void {
    if (this.first === undefined || date < this.first) this.first = date;
  }

  add(date: LocalDate, line: BillLine, subscription: DueSubscription): void {
    const key = subscription.separateInvoice === true ? `R:${date}/${subscription.id}` : `R:${date}`;
    const entry = this.byKey.get(key);
    if (entry) entry.lines.push(line);
    else this.byKey.set(key, { date, lines: [line] });
  }

  /** One content per invoice, by bill date; the one-off charges stand on the first consolidated one. */
  contents(charges: readonly BillLine[]): BillContent[] {
    if (charges.length > 0 && this.first !== undefined) this.sweep(charges, this.first);
    return [...this.byKey]
      .map(([billKey, { date, lines }]) => ({ billKey, from: fromOf(lines) ?? date, lines }))
      .sort((a, b) => (a.billKey < b.billKey ? -1 : 1));
  }

  private sweep(charges: readonly BillLine[], first: LocalDate): void {
    const keys = [...this.byKey.keys()].filter((key) => !key.includes('/')).sort();
    const entry = this.byKey.get(keys[0] ?? '');
    if (entry) entry.lines.push(...charges);
    else this.byKey.set(`R:${first}`, { date: first, lines: [...charges] });
  }
}

function fromOf(lines: readonly BillLine[]): LocalDate | undefined {
  return lines.find((line) => line.periodStart !== null)?.periodStart ?? undefined;
}

function dueCharges({ pending, timeZone }: BillableAccount, context: PlanningContext): BillLine[] {
  if (!pending || pending.length === 0) return [];
  const today = context.today(timeZone);
  return pending.filter((charge) => charge.billAfter <= today).map(lineOfCharge);
}

const lineOfCharge = ({ id, line }: PendingCharge): BillLine => ({ ...line, chargeId: id });

function refusalOf(subscriptionId: string, error: unknown): Refusal {
  const reason = error instanceof Error ? error.message : String(error);
  return { subscriptionId, code: error instanceof RefusedError ? error.code : 'CALCULATION', reason };
}
