import { addDays, daysBetween, type LocalDate, rdiv } from '@app/core';

/** How a late fee is computed and repeated (billing.md 1.9). */
export interface LateFeeRule {
  readonly value: { readonly amount: bigint } | { readonly percentBp: bigint };
  readonly min?: bigint | undefined;
  readonly max?: bigint | undefined;
  /** Days after the due day before the first fee. */
  readonly graceDays: number;
  /** Undefined: once. Otherwise again after so many days, while something is left to pay. */
  readonly everyDays?: number | undefined;
  /** Most fees of one invoice; undefined: no limit. */
  readonly times?: number | undefined;
}

/** A fee of an invoice: its number is part of the key `(invoice, LATE, n)` (billing.md G1). */
export interface LateFee {
  readonly n: number;
  /** Local day from which it is owed. */
  readonly on: LocalDate;
  readonly amount: bigint;
}

const WHOLE_BP = 10_000n;

/** The fee on what is left to pay, within its bounds: 2 % of 166,500 = 3,330 → min 5,000. Nothing left, no fee. */
export function lateFeeAmount(remaining: bigint, rule: Pick<LateFeeRule, 'value' | 'min' | 'max'>): bigint {
  if (remaining <= 0n) return 0n;
  const plain = 'amount' in rule.value ? rule.value.amount : rdiv(remaining * rule.value.percentBp, WHOLE_BP);
  const atLeast = rule.min !== undefined && plain < rule.min ? rule.min : plain;
  return rule.max !== undefined && atLeast > rule.max ? rule.max : atLeast;
}

/** How many fees an unpaid invoice has earned up to a local day: the first one on the day after the grace. */
export function lateFeesEarned(dueOn: LocalDate, today: LocalDate, rule: LateFeeRule): number {
  const days = daysBetween(firstFeeOn(dueOn, rule), today);
  if (days < 0) return 0;
  const earned = rule.everyDays === undefined ? 1 : Math.floor(days / rule.everyDays) + 1;
  return Math.min(earned, rule.times ?? earned);
}

/** The fees that are owed on `today` and were not raised yet; a catch-up raises all of them, each under its own number. */
export function lateFeesDue(
  invoice: { readonly dueOn: LocalDate; readonly remaining: bigint; readonly raised: number },
  today: LocalDate,
  rule: LateFeeRule,
): LateFee[] {
  const amount = lateFeeAmount(invoice.remaining, rule);
  if (amount === 0n) return [];
  const earned = lateFeesEarned(invoice.dueOn, today, rule);
  const first = firstFeeOn(invoice.dueOn, rule);
  return Array.from({ length: Math.max(earned - invoice.raised, 0) }, (_, i) => {
    const n = invoice.raised + i + 1;
    return { n, on: addDays(first, (n - 1) * (rule.everyDays ?? 0)), amount };
  });
}

/** Fees that a payment takes back: those raised after its value date (billing.md 1.10). */
export function feesToReverse<F extends { readonly raisedAt: Date }>(fees: readonly F[], paidAt: Date): F[] {
  return fees.filter((fee) => fee.raisedAt > paidAt);
}

function firstFeeOn(dueOn: LocalDate, { graceDays }: LateFeeRule): LocalDate {
  return addDays(dueOn, graceDays + 1);
}
