import { type LocalDate } from '@app/core';
import { sumOf } from '../charges/price-curve';
import { afterUse, type Discount, discountsInForce } from '../discounts/discount';
import { applyDiscounts, type UsedDiscount } from '../discounts/discounted-lines';
import { cashRounding } from '../documents/cash-rounding';
import { dueOn, isolirAt, overdueAt } from '../due-dates';
import { NO_TAX } from '../tax/tax-code';
import { type Bill, type BillableAccount, type BillLine, type PlanningContext } from './planning';

/** Lines that belong on one invoice. */
export interface BillContent {
  readonly billKey: string;
  readonly lines: readonly BillLine[];
  /** First day that it charges for, where the due day is a fixed day of the month. */
  readonly from: LocalDate;
}

/** Fines, roundings and carried balances are not reduced. */
const NOT_DISCOUNTED = ['LATE_FEE', 'ROUNDING', 'OPENING_BALANCE'];

/** Finishes the bills of one account, in the order given: discounts are used up from one to the next. */
export class BillAssembly {
  private discounts: readonly Discount[];

  constructor(
    private readonly account: BillableAccount,
    private readonly context: PlanningContext,
  ) {
    this.discounts = account.discounts ?? [];
  }

  bill({ billKey, lines, from }: BillContent): Bill {
    const { account, context } = this;
    const issuedOn = context.today(account.timeZone);
    const terms = account.terms ?? context.terms;
    const due = dueOn(issuedOn, terms, from);
    const { priced, used } = this.discounted(lines);
    const all = this.rounded(priced);
    const { net, tax } = sumOf(all);
    return {
      account,
      billKey,
      issuedOn,
      dueOn: due,
      overdueAt: overdueAt(due, account.timeZone, context.at),
      isolirAt: isolirAt(due, account.timeZone, terms, context.at),
      lines: all,
      discounts: used,
      net,
      tax,
    };
  }

  private discounted(lines: readonly BillLine[]): { priced: readonly BillLine[]; used: readonly UsedDiscount[] } {
    const inForce = this.discounts.length === 0 ? [] : discountsInForce(this.discounts);
    if (inForce.length === 0) return { priced: lines, used: [] };
    const kept = lines.filter((line) => NOT_DISCOUNTED.includes(line.kind));
    const { lines: result, used } = applyDiscounts(
      lines.filter((line) => !NOT_DISCOUNTED.includes(line.kind)),
      inForce,
    );
    this.discounts = this.discounts.map((one) => (used.some((u) => u.discountId === one.id) ? afterUse(one) : one));
    const priced = result.map(({ line, discount, base, net, tax }): BillLine =>
      discount === 0n ? line : { ...line, discount, base, net, tax },
    );
    return { priced: [...priced, ...kept], used };
  }

  /** An explicit line makes the total payable in cash (billing.md M5). */
  private rounded(lines: readonly BillLine[]): readonly BillLine[] {
    const { cashIncrement = 1n } = this.context;
    if (cashIncrement === 1n) return lines;
    const { net, tax } = sumOf(lines);
    const amount = cashRounding(net + tax, cashIncrement);
    return amount === 0n ? lines : [...lines, roundingLine(amount)];
  }
}

function roundingLine(amount: bigint): BillLine {
  return {
    kind: 'ROUNDING',
    subscriptionId: null,
    chargeCode: 'ROUNDING',
    description: 'Pembulatan',
    periodStart: null,
    periodEnd: null,
    naturalDays: null,
    quantity: 1,
    unitPrice: amount,
    taxRule: NO_TAX,
    gross: amount,
    discount: 0n,
    net: amount,
    tax: 0n,
  };
}
