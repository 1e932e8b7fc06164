import fc from 'fast-check';
import { type DesiredResource } from './desired-resource';
import { isInStep } from './in-step';
import { markedComment } from './ownership-mark';
import { type ActualRow } from './plan';
import { changesOf, unsetOf } from './plan-values';
import { planKind } from './sync-plan';

const value = (...values: string[]) => fc.constantFrom(...values);
const wanted = fc.record({
  values: fc.record({
    profile: value('10M', 'isolir'),
    password: value('', '001234', 'x'),
    disabled: value('yes', 'no', 'true', 'false'),
    'remote-address': value('', '10.0.0.7', '10.0.0.7/32'),
  }),
  unset: fc.subarray(['remote-address', 'caller-id']),
  owner: value('sub-1', 'sub-11', 'b-1'),
});
const printed = fc.record(
  {
    profile: value('10M', 'isolir'),
    password: value('001234', 'x'),
    disabled: value('true', 'false', 'yes'),
    'remote-address': value('', '10.0.0.7'),
    'caller-id': value('', 'AA:BB'),
    comment: fc
      .tuple(value('', 'telat bayar', 'x langgan:b-1'), value('sub-1', 'sub-11'))
      .map(([a, b]) => markedComment(a, b)),
  },
  { requiredKeys: ['profile'] },
);

describe('the short way through a comparison', () => {
  const resourceOf = (given: { values: Record<string, string>; unset: string[]; owner: string }): DesiredResource => ({
    kind: 'ppp-secret',
    key: 'budi',
    ...given,
  });

  it('says in step only where the comparison proper finds nothing to do', () => {
    fc.assert(
      fc.property(wanted, printed, fc.boolean(), (given, attributes, rewriteHidden) => {
        const resource = resourceOf(given);
        const row = { '.id': '*1', name: 'budi', ...attributes } as unknown as ActualRow;
        const nothing = changesOf(resource, row, rewriteHidden).length + unsetOf(resource, row).length === 0;
        if (isInStep(resource, row, rewriteHidden)) expect(nothing).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it('a copy of our own row is no reason to miss one of the two', () => {
    const resource = resourceOf({ values: { profile: '10M' }, unset: [], owner: 'sub-1' });
    const row = (id: string) => ({ '.id': id, name: 'budi', profile: '10M', comment: 'langgan:sub-1' });
    const input = { kind: 'ppp-secret', desired: [resource], keys: 'all', rewriteHidden: new Set<string>() } as const;
    expect(planKind({ ...input, rows: [row('*1')] })).toMatchObject({ actions: [], inStep: ['budi'], managed: 1 });
    const twice = planKind({ ...input, rows: [row('*1'), row('*2')] });
    expect(twice.actions).toMatchObject([{ action: 'remove', id: '*2' }]);
  });
});
