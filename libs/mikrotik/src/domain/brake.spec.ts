import { type BrakeLimits, digestOf, judge, lossesIn, lossOf } from './brake';
import { type KindPlan, planKind } from './sync-plan';

const LIMITS: BrakeLimits = { min: 5, removePercent: 20, cutPercent: 50 };
const NONE = { removals: 0, cuts: 0 };

const removing = (count: number): KindPlan =>
  planKind({
    kind: 'ppp-secret',
    desired: [],
    rows: Array.from({ length: count }, (_, n) => ({ '.id': `*${n}`, name: `u${n}`, comment: `langgan:s${n}` })),
    keys: 'all',
    rewriteHidden: new Set(),
  });
const isolating = (count: number, cutsOff = true): KindPlan =>
  planKind({
    kind: 'ppp-secret',
    desired: Array.from({ length: count }, (_, n) => ({
      ...{ kind: 'ppp-secret' as const, key: `u${n}`, owner: `s${n}`, cutsOff },
      values: { profile: 'isolir', password: `secret-${n}` },
    })),
    rows: Array.from({ length: count }, (_, n) => ({
      ...{ '.id': `*${n}`, name: `u${n}`, comment: `langgan:s${n}`, profile: 'lg-10M' },
    })),
    keys: 'all',
    rewriteHidden: new Set(),
  });
const judged = (plan: KindPlan, managed: number, lately = NONE, limits = LIMITS) =>
  judge(lossesIn([plan]), lately, { managed, limits });

describe('the brake', () => {
  it('lets go what is within the minimum or the share, whichever is more', () => {
    expect(judged(removing(5), 5)).toBeUndefined();
    expect(judged(removing(20), 100)).toBeUndefined();
    expect(judged(removing(21), 100)).toMatchObject({ removals: 21, removalLimit: 20, managed: 100 });
    expect(judged(removing(6), 6)).toMatchObject({ removalLimit: 5 });
    expect(judged(isolating(50), 100)).toBeUndefined();
    expect(judged(isolating(51), 100)).toMatchObject({ cuts: 51, cutLimit: 50 });
  });

  it('counts what was taken away lately', () => {
    expect(judged(removing(1), 100, { removals: 20, cuts: 0 })).toMatchObject({ removals: 21 });
    expect(judged(isolating(1), 100, { removals: 20, cuts: 0 })).toBeUndefined();
    expect(judged(removing(0), 100, { removals: 99, cuts: 99 })).toBeUndefined();
  });

  it('100 percent is no brake', () => {
    expect(judged(removing(100), 100, NONE, { ...LIMITS, removePercent: 100 })).toBeUndefined();
  });

  it('a restore takes nothing away, nor does an entry that goes from an address list', () => {
    expect(lossesIn([isolating(10, false)])).toEqual([]);
    expect(lossOf({ kind: 'address-list', key: 'a', action: 'remove', id: '*1', owner: 'a' })).toBeUndefined();
    expect(lossOf({ kind: 'ppp-secret', key: 'a', action: 'conflict', id: '*1' })).toBeUndefined();
  });

  it('a change of the isolated that is not about service is no loss; a new entry of a list is one', () => {
    const desired = { kind: 'ppp-secret' as const, key: 'u', owner: 's', cutsOff: true, values: { 'caller-id': 'x' } };
    const row = { '.id': '*1', name: 'u', comment: 'langgan:s' };
    const input = { keys: 'all' as const, rewriteHidden: new Set<string>() };
    expect(lossesIn([planKind({ kind: 'ppp-secret', desired: [desired], rows: [row], ...input })])).toEqual([]);
    expect(lossesIn([planKind({ kind: 'ppp-secret', desired: [desired], rows: [], ...input })])).toEqual([]);
    const entry = { kind: 'address-list' as const, key: 's', owner: 's', cutsOff: true, values: { list: 'isolir' } };
    expect(lossesIn([planKind({ kind: 'address-list', desired: [entry], rows: [], ...input })])).toHaveLength(1);
  });

  it('a digest names the losses, in whatever order', () => {
    const losses = lossesIn([removing(3), isolating(3)]);
    expect(digestOf([...losses].reverse())).toBe(digestOf(losses));
    expect(digestOf(losses.slice(1))).not.toBe(digestOf(losses));
    expect(JSON.stringify(losses.map(({ fingerprint }) => fingerprint))).not.toContain('secret');
  });
});
