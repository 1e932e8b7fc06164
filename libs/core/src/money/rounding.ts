/**
 * Integer division rounded half-up, away from zero: the only rounding of money in the product (billing.md M2).
 * `rdiv(5n, 2n) === 3n`, `rdiv(-5n, 2n) === -3n`.
 *
 * @throws RangeError when `d` is zero
 */
export function rdiv(n: bigint, d: bigint): bigint {
  if (d === 0n) throw new RangeError('division by zero');
  const negative = n < 0n !== d < 0n;
  const num = n < 0n ? -n : n;
  const den = d < 0n ? -d : d;
  const rounded = (2n * num + den) / (2n * den);
  return negative ? -rounded : rounded;
}
