import fc from 'fast-check';
import { choosePlacements, type PlacementMember } from './placement-choice';

const member = (routerId: string, more: Partial<PlacementMember> = {}): PlacementMember => ({
  ...{ routerId, weight: 1, capacity: null, priority: 1, available: true, homes: 0, guests: 0 },
  ...more,
});

const chosen = (members: PlacementMember[], count = 1): readonly string[] | string => {
  const choice = choosePlacements(members, count);
  return 'routerIds' in choice ? choice.routerIds : choice.refused;
};

describe('choosing a home', () => {
  it('takes the least loaded by weight', () => {
    expect(chosen([member('a', { homes: 10 }), member('b', { homes: 9 })])).toEqual(['b']);
    expect(chosen([member('a', { homes: 10, weight: 3 }), member('b', { homes: 9 })])).toEqual(['a']);
    expect(chosen([member('a'), member('b', { weight: 2 })])).toEqual(['b']);
  });

  it('does not count guests as load, but as room', () => {
    expect(chosen([member('a', { homes: 1, guests: 50 }), member('b', { homes: 2 })])).toEqual(['a']);
    expect(chosen([member('a', { homes: 1, guests: 9, capacity: 10 }), member('b', { homes: 2 })])).toEqual(['b']);
  });

  it('fills members of a lower priority number first', () => {
    const standby = member('b', { priority: 2 });
    expect(chosen([member('a', { homes: 99, capacity: 100 }), standby], 2)).toEqual(['a', 'b']);
    expect(chosen([member('a', { available: false }), standby])).toEqual(['b']);
  });

  it('says why there is no place', () => {
    expect(chosen([])).toBe('NO_HEALTHY_MEMBER');
    expect(chosen([member('a', { available: false })])).toBe('NO_HEALTHY_MEMBER');
    expect(chosen([member('a', { capacity: 1 })], 2)).toBe('FULL');
  });

  it('exceeds no capacity and ends within one subscriber of the weights', () => {
    const members = fc.array(
      fc.record({ weight: fc.integer({ min: 1, max: 9 }), capacity: fc.option(fc.integer({ min: 0, max: 60 })) }),
      { minLength: 1, maxLength: 6 },
    );
    fc.assert(
      fc.property(members, fc.integer({ min: 1, max: 200 }), (shapes, count) => {
        const all = shapes.map((shape, n) => member(`r${n}`, shape));
        const routerIds = chosen(all, count);
        if (typeof routerIds === 'string') {
          expect(all.reduce((sum, { capacity }) => sum + (capacity ?? Infinity), 0)).toBeLessThan(count);
          return;
        }
        const homes = all.map((one) => routerIds.filter((id) => id === one.routerId).length);
        all.forEach((one, n) => {
          expect(homes[n]).toBeLessThanOrEqual(one.capacity ?? Infinity);
          const isFull = homes[n] === one.capacity;
          for (const [m, other] of all.entries()) {
            if (!isFull) expect((homes[m]! - 1) / other.weight).toBeLessThanOrEqual(homes[n]! / one.weight + 1e-9);
          }
        });
      }),
    );
  });
});
