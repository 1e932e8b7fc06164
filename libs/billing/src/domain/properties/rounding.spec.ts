import * as fc from 'fast-check';
import { allocate, rdiv } from '@app/core';
import { anyPrice, propertyRuns } from '../../testing/property.fixture-spec';
import { displayBase, taxInGross, taxOnNet } from '../invoice-calculator';

const PPN = { code: 'PPN', num: 11n, den: 100n, inclusive: false };

describe('M2, M4, X1, X2: rounding', () => {
  it('M2: half up, away from zero, and never more than half a unit off', () => {
    const divisor = fc.bigInt({ min: 1n, max: 10n ** 6n });
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), divisor, (n, d) => {
        const off = 2n * (rdiv(n, d) * d - n);
        return off <= d && off >= -d && rdiv(-n, d) === -rdiv(n, d);
      }),
      propertyRuns,
    );
  });

  it('M4: an allocation is complete, in proportion to one unit, and earlier lines win ties', () => {
    const weights = fc.array(anyPrice, { minLength: 1, maxLength: 8 }).filter((list) => list.some((one) => one > 0n));
    fc.assert(
      fc.property(anyPrice, weights, (total, list) => {
        const whole = list.reduce((a, b) => a + b, 0n);
        const parts = allocate(total, list);
        const isFair = parts.every((part, i) => {
          const floor = (total * list[i]!) / whole;
          return part === floor || part === floor + 1n;
        });
        const isOrdered = list.every((weight, i) => parts[list.indexOf(weight)]! >= parts[i]!);
        return isFair && isOrdered && parts.reduce((a, b) => a + b, 0n) === total;
      }),
      propertyRuns,
    );
  });

  it('X2: net and tax of a gross are the gross, and the net gives that tax to one unit', () => {
    fc.assert(
      fc.property(anyPrice, (gross) => {
        const { net, tax } = taxInGross(gross, { ...PPN, inclusive: true });
        const again = taxOnNet(net, PPN).tax - tax;
        return net + tax === gross && again >= -1n && again <= 1n;
      }),
      propertyRuns,
    );
  });

  it('X1: the tax comes from the net, not from the rounded base: 150,032 and 150,077', () => {
    const ofBase = (net: bigint): bigint => rdiv(displayBase(net, 11n, 12n) * 12n, 100n);
    expect([150_032n, 150_077n].map((net) => taxOnNet(net, PPN).tax)).toEqual([16_504n, 16_508n]);
    expect([150_032n, 150_077n].map(ofBase)).toEqual([16_503n, 16_509n]);
  });

  it('X1: the rounded base would be wrong for 53,333 of the first 2,000,000 nets, in both directions', () => {
    let [more, less] = [0, 0];
    for (let n = 1; n <= 2_000_000; n++) {
      const net = BigInt(n);
      const difference = rdiv(displayBase(net, 11n, 12n) * 12n, 100n) - taxOnNet(net, PPN).tax;
      if (difference > 0n) more++;
      else if (difference < 0n) less++;
    }
    expect(more + less).toBe(53_333);
    expect(Math.min(more, less)).toBeGreaterThan(0);
  });
});
