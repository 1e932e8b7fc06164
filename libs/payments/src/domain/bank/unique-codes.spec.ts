import fc from 'fast-check';
import { freeCode } from './unique-codes';

const LIMITS = { codeMax: 99, codeLimit: 999 };
const first = (): number => 0;

describe('codes of unique amounts (payments.md 10)', () => {
  it('stays in the small range until more than half of it is in use', () => {
    const half = new Set(Array.from({ length: 49 }, (_, i) => i + 1));
    expect(freeCode(half, LIMITS, (count) => count - 1)).toBe(99);
    half.add(50);
    expect(freeCode(half, LIMITS, (count) => count - 1)).toBe(198);
  });

  it('uses the last code of the limit, then none', () => {
    const all = Array.from({ length: 999 }, (_, i) => i + 1);
    expect(freeCode(new Set(all.slice(1)), LIMITS, first)).toBe(1);
    expect(freeCode(new Set(all), LIMITS, first)).toBeUndefined();
  });

  it('gives a free code within the limit whatever is taken', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: -5, max: 1_200 })), fc.nat(), (taken, random) => {
        const code = freeCode(new Set(taken), LIMITS, (count) => random % count);
        expect(code !== undefined && code >= 1 && code <= 999 && !taken.includes(code)).toBe(true);
      }),
    );
  });
});
