import { rdiv } from '@app/core';

/** An invoice as commission sees it: base is the net, cash is measured against the total (billing.md 1.10). */
export interface CommissionBase {
  readonly net: bigint;
  readonly total: bigint;
  readonly rate: { readonly num: bigint; readonly den: bigint };
}

/** Commission accrued once so much of the invoice is paid: R(paid × net × rate ÷ total). Never on more than the total. */
export function commissionAccrued(paid: bigint, { net, total, rate }: CommissionBase): bigint {
  if (total <= 0n) return 0n;
  const counted = paid < total ? (paid > 0n ? paid : 0n) : total;
  return rdiv(counted * net * rate.num, total * rate.den);
}

/** What one payment adds (or, negative, a refund takes back): differences of the cumulative curve, so that parts add up. */
export function commissionStep(paidBefore: bigint, paidAfter: bigint, base: CommissionBase): bigint {
  return commissionAccrued(paidAfter, base) - commissionAccrued(paidBefore, base);
}
