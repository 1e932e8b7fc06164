import fc from 'fast-check';
import { allocate, segment } from './split';

const total = fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n });
const whole = fc.bigInt({ min: 1n, max: 400n });
const sum = (parts: readonly bigint[]): bigint => parts.reduce((a, b) => a + b, 0n);
const RUNS = { numRuns: 10_000 };

/** A stretch and ascending positions in it. */
const cutStretch = whole.chain((size) =>
  fc.tuple(
    fc.constant(size),
    fc
      .array(fc.bigInt({ min: 0n, max: size }), { maxLength: 12 })
      .map((cuts) => cuts.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))),
  ),
);

/** The segments between neighbouring positions. */
function segmentsOf(amount: bigint, cuts: readonly bigint[], size: bigint): bigint[] {
  const bounds = [0n, ...cuts, size];
  return bounds.slice(1).map((to, i) => segment(amount, bounds[i] ?? 0n, to, size));
}

describe('M3: segments of a charge', () => {
  it('are the figures of the rule', () => {
    expect(segment(150_000n, 0n, 12n, 31n)).toBe(58_065n);
    expect(segment(150_000n, 12n, 31n, 31n)).toBe(91_935n);
  });

  it('add up to the charge, wherever it is cut', () => {
    fc.assert(
      fc.property(total, cutStretch, (amount, [size, cuts]) => {
        const parts = segmentsOf(amount, cuts, size);
        expect(sum(parts)).toBe(amount);
      }),
      RUNS,
    );
  });

  it('cut once more change nothing else: used and unused add up', () => {
    fc.assert(
      fc.property(total, cutStretch, (amount, [size, cuts]) => {
        const [a = 0n, b = size, c = size] = cuts;
        expect(segment(amount, a, b, size) + segment(amount, b, c, size)).toBe(segment(amount, a, c, size));
        expect(segment(amount, 0n, a, size) + segment(amount, a, size, size)).toBe(amount);
      }),
      RUNS,
    );
  });

  it('never change sign and never exceed the charge', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 15n }), cutStretch, (amount, [size, cuts]) => {
        const parts = segmentsOf(amount, cuts, size);
        expect(parts.every((part) => part >= 0n && part <= amount)).toBe(true);
        expect(segmentsOf(-amount, cuts, size)).toEqual(parts.map((part) => -part));
      }),
      RUNS,
    );
  });

  it.each([
    [0n, 1n, 0n],
    [0n, 1n, -1n],
    [-1n, 1n, 2n],
    [2n, 1n, 3n],
  ])('refuse the bounds %d to %d of %d', (from, to, size) => {
    expect(() => segment(100n, from, to, size)).toThrow(RangeError);
  });
});

describe('M4: allocation over weights', () => {
  const weights = fc
    .array(fc.bigInt({ min: 0n, max: 10n ** 12n }), { minLength: 1, maxLength: 30 })
    .filter((list) => list.some((weight) => weight > 0n));

  it.each([
    [100n, [1n, 1n, 1n], [34n, 33n, 33n]],
    [101n, [1n, 1n, 1n], [34n, 34n, 33n]],
    [-100n, [1n, 1n, 1n], [-34n, -33n, -33n]],
    [10n, [0n, 1n, 3n], [0n, 3n, 7n]],
    [1n, [1n, 2n], [0n, 1n]],
    [0n, [0n, 0n], [0n, 0n]],
    [7n, [5n], [7n]],
  ])('%d over %j is %j', (amount, list, expected) => {
    expect(allocate(amount, list)).toEqual(expected);
  });

  it('gives everything away, each part within one unit of its share', () => {
    fc.assert(
      fc.property(total, weights, (amount, list) => {
        const parts = allocate(amount, list);
        const all = sum(list);
        expect(sum(parts)).toBe(amount);
        const fair = parts.every((part, i) => {
          const error = part * all - amount * (list[i] ?? 0n);
          return error < all && error > -all && (list[i] !== 0n || part === 0n);
        });
        expect(fair).toBe(true);
      }),
      RUNS,
    );
  });

  it('favours the larger remainder, then the earlier position', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 9n }), weights, (amount, list) => {
        const all = sum(list);
        const parts = allocate(amount, list);
        const lines = parts.map((part, i) => {
          const share = amount * (list[i] ?? 0n);
          return { extra: part - share / all, remainder: share % all };
        });
        const served = lines.filter((line) => line.extra === 1n);
        const passed = lines.filter((line) => line.extra === 0n);
        expect(served.length + passed.length).toBe(lines.length);
        const ranked = (line: (typeof lines)[number]): [bigint, number] => [line.remainder, -lines.indexOf(line)];
        const beats = ([a, i]: [bigint, number], [b, j]: [bigint, number]): boolean => a > b || (a === b && i > j);
        expect(served.every((winner) => passed.every((loser) => beats(ranked(winner), ranked(loser))))).toBe(true);
      }),
      { numRuns: 3_000 },
    );
  });

  it('refuses negative weights, and nothing to spread over', () => {
    expect(() => allocate(1n, [1n, -1n])).toThrow(RangeError);
    expect(() => allocate(1n, [0n])).toThrow(RangeError);
    expect(() => allocate(1n, [])).toThrow(RangeError);
    expect(allocate(0n, [])).toEqual([]);
  });
});
