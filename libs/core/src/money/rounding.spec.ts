import fc from 'fast-check';
import { rdiv } from './rounding';

const numerator = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n });
const divisor = fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }).filter((d) => d !== 0n);
const abs = (n: bigint): bigint => (n < 0n ? -n : n);
const RUNS = { numRuns: 10_000 };

describe('M2: rdiv', () => {
  it.each([
    [5n, 2n, 3n],
    [-5n, 2n, -3n],
    [5n, -2n, -3n],
    [-5n, -2n, 3n],
    [4n, 3n, 1n],
    [-4n, 3n, -1n],
    [1n, 3n, 0n],
    [-1n, 3n, 0n],
    [0n, 7n, 0n],
    [150_000n * 12n, 31n, 58_065n],
  ])('rdiv(%d, %d) is %d', (n, d, expected) => {
    expect(rdiv(n, d)).toBe(expected);
  });

  it('is within half a unit of the truth, and on a tie the one away from zero', () => {
    fc.assert(
      fc.property(numerator, divisor, (n, d) => {
        const rounded = rdiv(n, d);
        const twiceTheError = 2n * abs(n - rounded * d);
        const tie = twiceTheError === abs(d);
        return twiceTheError <= abs(d) && (!tie || abs(rounded * d) > abs(n));
      }),
      RUNS,
    );
  });

  it('is symmetric about zero, exact on multiples, and grows with the numerator', () => {
    fc.assert(
      fc.property(numerator, divisor, fc.bigInt({ min: 0n, max: 10n ** 12n }), (n, d, more) => {
        const symmetric = rdiv(-n, d) === -rdiv(n, d) && rdiv(n, -d) === -rdiv(n, d);
        return symmetric && rdiv(n * d, d) === n && rdiv(n + more, abs(d)) >= rdiv(n, abs(d));
      }),
      RUNS,
    );
  });

  it('refuses to divide by zero', () => {
    expect(() => rdiv(1n, 0n)).toThrow(RangeError);
  });
});
