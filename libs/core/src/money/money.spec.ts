import fc from 'fast-check';
import { Money } from './money';

const amount = fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n });
const idr = (value: bigint): Money => Money.of(value, 'IDR');
const RUNS = { numRuns: 10_000 };

describe('M1: money', () => {
  it('crosses the wire as text and comes back the same', () => {
    fc.assert(
      fc.property(amount, (value) => {
        const back = Money.parse(JSON.parse(JSON.stringify(idr(value))) as { amount: string; currency: string });
        expect(back.equals(idr(value))).toBe(true);
      }),
      RUNS,
    );
  });

  it('adds and subtracts exactly, far beyond what a float could hold', () => {
    fc.assert(
      fc.property(amount, amount, amount, (a, b, c) => {
        expect(
          idr(a)
            .plus(idr(b))
            .plus(idr(c))
            .equals(idr(c).plus(idr(b)).plus(idr(a))),
        ).toBe(true);
        expect(idr(a).plus(idr(b)).minus(idr(b)).equals(idr(a))).toBe(true);
        expect(idr(a).minus(idr(a)).isZero()).toBe(true);
        expect(idr(a).negated().plus(idr(a)).isZero()).toBe(true);
      }),
      RUNS,
    );
  });

  it('is ordered like its amounts, and is exactly one of negative, zero, positive', () => {
    fc.assert(
      fc.property(amount, amount, (a, b) => {
        expect(idr(a).compare(idr(b))).toBe(a < b ? -1 : a > b ? 1 : 0);
        expect([idr(a).isNegative(), idr(a).isZero(), idr(a).isPositive()].filter(Boolean)).toHaveLength(1);
      }),
      RUNS,
    );
  });

  it('splits into a ratio and its complement without loss', () => {
    fc.assert(
      fc.property(amount, fc.bigInt({ min: 0n, max: 366n }), (value, days) => {
        const used = idr(value).ratio(days, 366n);
        expect(used.plus(idr(value).minus(used)).equals(idr(value))).toBe(true);
        expect(idr(value).ratio(366n, 366n).equals(idr(value))).toBe(true);
      }),
      RUNS,
    );
  });

  it('does not mix currencies', () => {
    const usd = Money.of(1n, 'USD');
    expect(() => idr(1n).plus(usd)).toThrow(RangeError);
    expect(() => idr(1n).minus(usd)).toThrow(RangeError);
    expect(() => idr(1n).compare(usd)).toThrow(RangeError);
    expect(idr(1n).equals(usd)).toBe(false);
  });

  it.each(['', '-', '1.5', '1e3', '1 000', '+1', '0x10', '١٢', 'NaN', '1\n', '9'.repeat(19)])(
    'refuses the amount %j',
    (text) => {
      expect(() => Money.parse({ amount: text, currency: 'IDR' })).toThrow(RangeError);
    },
  );

  it.each(['', 'idr', 'XXX', '__proto__', 'constructor', 'toString'])('refuses the currency %j', (currency) => {
    expect(() => Money.of(1n, currency)).toThrow(RangeError);
  });
});
