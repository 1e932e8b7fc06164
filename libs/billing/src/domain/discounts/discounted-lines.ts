import { allocate } from '@app/core';
import { taxed, type TaxRule } from '../invoice-calculator';
import { type Discount, discountOn } from './discount';

/** A line before discounts and tax; a {@link ChargeLine} is one. */
export interface DiscountableLine {
  readonly subscriptionId?: string | null | undefined;
  readonly planId?: string | undefined;
  /** In the terms of the tax rule. */
  readonly gross: bigint;
  readonly taxRule: TaxRule;
}

/** What discounts make of a line. */
export interface DiscountedLine<L> {
  readonly line: L;
  readonly discount: bigint;
  /** `gross − discount`: what is taxed. */
  readonly base: bigint;
  readonly net: bigint;
  readonly tax: bigint;
}

/** How much one discount took, line by line. */
export interface UsedDiscount {
  readonly discountId: string;
  readonly applied: bigint;
  readonly allocation: readonly bigint[];
}

export interface DiscountedInvoice<L> {
  readonly lines: readonly DiscountedLine<L>[];
  /** Those that took something, in order. */
  readonly used: readonly UsedDiscount[];
  readonly net: bigint;
  readonly tax: bigint;
  readonly total: bigint;
}

/**
 * The order of billing.md D1: line amount, line discounts, invoice coupons (allocated over the lines by M4, capped at what
 * is left of them), taxable net, tax, total. Tax is rounded once per line.
 *
 * @param discounts in force, oldest first; line discounts go before coupons whatever their age
 */
export function applyDiscounts<L extends DiscountableLine>(
  lines: readonly L[],
  discounts: readonly Discount[],
): DiscountedInvoice<L> {
  const left = lines.map((line) => line.gross);
  const used: UsedDiscount[] = [];
  const ordered = [...discounts].sort((a, b) => rank(a) - rank(b));
  for (const discount of ordered) {
    const eligible = lines.map((line, i) => (appliesTo(discount, line) ? (left[i] ?? 0n) : 0n));
    const allocation = allocationOf(discount, eligible);
    const applied = total(allocation);
    if (applied === 0n) continue;
    allocation.forEach((part, i) => (left[i] = (left[i] ?? 0n) - part));
    used.push({ discountId: discount.id, applied, allocation });
  }
  const priced = lines.map((line, i) => {
    const base = left[i] ?? 0n;
    return { line, base, discount: line.gross - base, ...taxed(base, line.taxRule) };
  });
  const net = total(priced.map((line) => line.net));
  const tax = total(priced.map((line) => line.tax));
  return { lines: priced, used, net, tax, total: net + tax };
}

/** A line discount is cut line by line, a coupon once for the invoice and then allocated (billing.md M2, M4). */
function allocationOf(discount: Discount, eligible: readonly bigint[]): bigint[] {
  if (discount.scope === 'LINE' && 'percentBp' in discount.value) {
    return eligible.map((amount) => discountOn(amount, discount.value));
  }
  return allocate(discountOn(total(eligible), discount.value), eligible);
}

function appliesTo({ planIds, subscriptionId }: Discount, line: DiscountableLine): boolean {
  if (subscriptionId !== undefined && line.subscriptionId !== subscriptionId) return false;
  return planIds === undefined || (line.planId !== undefined && planIds.includes(line.planId));
}

const rank = (discount: Discount): number => (discount.scope === 'LINE' ? 0 : 1);
const total = (amounts: readonly bigint[]): bigint => amounts.reduce((sum, amount) => sum + amount, 0n);
