import fc from 'fast-check';
import { BUCKETS, distribute, type Substitute, uncovered } from './bucket-shares';

const all = [{ from: 0, to: BUCKETS }];
const substitute = (routerId: string, weight = 1, room: number | null = null): Substitute => ({
  routerId,
  weight,
  room,
});

const sizes = (subscribers: number, ...substitutes: Substitute[]): Record<string, number> => {
  const found: Record<string, number> = {};
  for (const { routerId, from, to } of distribute(all, substitutes, subscribers)) {
    found[routerId] = (found[routerId] ?? 0) + to - from;
  }
  return found;
};

describe('shares of a failed router', () => {
  it('go by weight', () => {
    expect(sizes(100, substitute('a'), substitute('b', 3))).toEqual({ a: 256, b: 768 });
    expect(sizes(100)).toEqual({});
  });

  it('respect room while another has some, and spread what fits nowhere', () => {
    expect(sizes(1024, substitute('a', 1, 100), substitute('b'))).toEqual({ a: 100, b: 924 });
    expect(sizes(1024, substitute('a', 1, 100), substitute('b', 1, 300))).toEqual({ a: 412, b: 612 });
    expect(sizes(1024, substitute('a', 1, 0), substitute('b', 1, -5))).toEqual({ a: 512, b: 512 });
  });

  it('finds what nobody holds', () => {
    expect(uncovered([])).toEqual(all);
    expect(
      uncovered([
        { from: 10, to: 20 },
        { from: 0, to: 5 },
      ]),
    ).toEqual([
      { from: 5, to: 10 },
      { from: 20, to: BUCKETS },
    ]);
    expect(uncovered(all)).toEqual([]);
  });

  it('cover every bucket exactly once, whatever was covered before', () => {
    const substitutes = fc.array(
      fc.record({ weight: fc.integer({ min: 1, max: 9 }), room: fc.option(fc.integer({ min: 0, max: 500 })) }),
      { minLength: 1, maxLength: 5 },
    );
    const cuts = fc.uniqueArray(fc.integer({ min: 0, max: BUCKETS }), { minLength: 2, maxLength: 2 });
    fc.assert(
      fc.property(substitutes, cuts, fc.integer({ min: 0, max: 2_000 }), (shapes, [one = 0, two = 0], subscribers) => {
        const kept = { routerId: 'kept', from: Math.min(one, two), to: Math.max(one, two) };
        const named = shapes.map((shape, n) => ({ routerId: `r${n}`, ...shape }));
        const added = distribute(uncovered([kept]), named, subscribers);
        expect(uncovered([kept, ...added])).toEqual([]);
        expect([kept, ...added].reduce((sum, { from, to }) => sum + to - from, 0)).toBe(BUCKETS);
      }),
    );
  });
});
