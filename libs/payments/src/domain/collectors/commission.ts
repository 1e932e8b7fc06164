import { rdiv } from '@app/core';

/**
 * What a collector earns by one more remittance: the curve through everything that he remitted at this rate, so that no
 * rounding is won or lost by handing over in small parts (as billing.md 1.10, N01).
 *
 * @param before sum of what he remitted at this rate before, and what he earned by it
 * @param base handed over now; negative: taken back
 */
export function commissionOf(before: { base: bigint; accrued: bigint }, base: bigint, rateBp: number): bigint {
  return rdiv((before.base + base) * BigInt(rateBp), 10_000n) - before.accrued;
}
