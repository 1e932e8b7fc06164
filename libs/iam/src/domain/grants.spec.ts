import fc from 'fast-check';
import { expandGrants, isWithin } from './grants';

const catalogue = ['invoice:read', 'invoice:void', 'owner:appoint', 'plan:read', 'plan-price:write'];

describe('grants of a role', () => {
  it.each([
    [['invoice:read'], ['invoice:read']],
    [['*:read'], ['invoice:read', 'plan:read']],
    [['invoice:*'], ['invoice:read', 'invoice:void']],
    [
      ['!owner:appoint', '*:*'],
      ['invoice:read', 'invoice:void', 'plan:read', 'plan-price:write'],
    ],
    [['invoice:*', '!*:void'], ['invoice:read']],
    [['nothing:there', 'plan:*'], ['plan:read']],
    [['', ':', '*', 'invoice', '!'], []],
    [[], []],
  ])('%j is %j', (grants, expected) => {
    expect([...expandGrants(grants, catalogue)].sort()).toEqual([...expected].sort());
  });

  it('never gives more for a grant that is taken away, and never what does not exist', () => {
    const grant = fc.constantFrom('*:*', '*:read', 'invoice:*', 'plan:read', '!invoice:*', '!*:read', 'ghost:read');
    fc.assert(
      fc.property(fc.array(grant), fc.constantFrom('!*:*', '!invoice:read', '!plan:*'), (grants, taken) => {
        const before = expandGrants(grants, catalogue);
        expect(isWithin(expandGrants([...grants, taken], catalogue), before)).toBe(true);
        expect(isWithin(before, new Set(catalogue))).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});
