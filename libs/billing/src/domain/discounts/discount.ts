import { rdiv } from '@app/core';

/** Percent in basis points (1,000 = 10 %), or a fixed amount in booking units (billing.md D2). */
export type DiscountValue = { readonly percentBp: bigint } | { readonly amount: bigint };

/** A discount or coupon that was granted, as the next invoice sees it. */
export interface Discount {
  readonly id: string;
  readonly code: string;
  /** LINE: off the lines of one subscription. INVOICE: a coupon, off the whole invoice. */
  readonly scope: 'LINE' | 'INVOICE';
  readonly value: DiscountValue;
  /** Periods that are left; undefined: forever. 1 of a fresh one: once. */
  readonly periodsLeft?: number | undefined;
  /** Only lines of these plans; undefined: all. */
  readonly planIds?: readonly string[] | undefined;
  /** Only lines of this subscription; undefined: of the whole account. */
  readonly subscriptionId?: string | undefined;
  readonly combinable: boolean;
}

const WHOLE_BP = 10_000n;

/** What it takes off an amount: never more than the amount (billing.md D1). */
export function discountOn(amount: bigint, value: DiscountValue): bigint {
  const wanted = 'amount' in value ? value.amount : rdiv(amount * value.percentBp, WHOLE_BP);
  return wanted < amount ? wanted : amount;
}

/**
 * Does it reduce every day of a service by the same share? Only such ones count where days are charged without an invoice of
 * their own; coupons, and discounts for a number of invoices, are not used up by that.
 */
export function isLasting({ scope, value, periodsLeft }: Discount): boolean {
  return scope === 'LINE' && periodsLeft === undefined && 'percentBp' in value;
}

/** May this one be granted beside those? One that is not combinable stands alone (billing.md D2). */
export function mayCombine(
  granted: readonly Pick<Discount, 'combinable'>[],
  candidate: Pick<Discount, 'combinable'>,
): boolean {
  return granted.length === 0 || (candidate.combinable && granted.every((discount) => discount.combinable));
}

/** Those that an invoice uses: what has run out is gone, and the oldest one that is not combinable stands alone. */
export function discountsInForce(granted: readonly Discount[]): Discount[] {
  const alive = granted.filter((discount) => discount.periodsLeft === undefined || discount.periodsLeft > 0);
  const alone = alive.find((discount) => !discount.combinable);
  return alone ? [alone] : alive;
}

/** The discount after a period in which it was used (billing.md D2: once, N periods, forever). */
export function afterUse(discount: Discount): Discount {
  const { periodsLeft } = discount;
  return periodsLeft === undefined ? discount : { ...discount, periodsLeft: periodsLeft - 1 };
}
