import { rdiv } from './rounding';

/**
 * The part of `total` that falls on the units `[from, to)` of a stretch of `whole` units, by cumulative rounding
 * (billing.md M3): neighbouring segments add up to the charge of the stretch that they cover, never one unit more or less.
 *
 * @throws RangeError when `whole` is not positive or the bounds are out of order
 */
export function segment(total: bigint, from: bigint, to: bigint, whole: bigint): bigint {
  if (whole <= 0n || from < 0n || to < from) throw new RangeError('segment bounds out of order');
  return rdiv(total * to, whole) - rdiv(total * from, whole);
}

/**
 * Spreads `total` over `weights` by floor and largest remainder, ties by position (billing.md M4). The parts add up to
 * `total`; a negative total is spread like its absolute value.
 *
 * @throws RangeError for a negative weight, or for weights that add up to zero while there is something to spread
 */
export function allocate(total: bigint, weights: readonly bigint[]): bigint[] {
  if (weights.some((weight) => weight < 0n)) throw new RangeError('negative weight');
  if (total === 0n) return weights.map(() => 0n);
  const sum = weights.reduce((a, b) => a + b, 0n);
  if (sum === 0n) throw new RangeError('nothing to allocate over');
  const sign = total < 0n ? -1n : 1n;
  const size = total * sign;
  const parts = weights.map((weight) => (size * weight) / sum);
  const byRemainder = weights
    .map((weight, index) => ({ index, remainder: (size * weight) % sum }))
    .sort((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1));
  const left = Number(size - parts.reduce((a, b) => a + b, 0n));
  for (const { index } of byRemainder.slice(0, left)) parts[index] = (parts[index] ?? 0n) + 1n;
  return parts.map((part) => part * sign);
}
