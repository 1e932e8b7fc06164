import { type DesiredResource, hotspotUserKey, RESOURCE_KINDS, type ResourceKind } from './desired-resource';
import { address, addresses, mac, nameOrNone, pair, pause, pausePair, rateOrNone } from './normalise';
import { inWaves } from './reference-order';
import { RESOURCE_SPECS } from './resource-spec';
import { type ActualRow, columnsFor, planKind } from './sync-plan';

const plan = (
  kind: ResourceKind,
  desired: DesiredResource[],
  rows: ActualRow[],
  keys: readonly string[] | 'all' = 'all',
) => planKind({ kind, desired, rows, keys, rewriteHidden: new Set() });
const verbs = (kind: ResourceKind, desired: DesiredResource[], rows: ActualRow[]) =>
  plan(kind, desired, rows).actions.map(({ action, key }) => `${action} ${key}`);

describe('kinds of router objects', () => {
  it('every kind says only attributes that it has', () => {
    for (const kind of RESOURCE_KINDS) {
      const { attributes, unsettable, emptied, secret, references, endsSession, natural } = RESOURCE_SPECS[kind];
      const named = [...unsettable, ...Object.keys(emptied), ...secret, ...Object.keys(references), ...endsSession];
      for (const attribute of [...named, ...natural])
        expect([kind, Object.keys(attributes)]).toEqual([kind, expect.arrayContaining([attribute])]);
      expect(unsettable.filter((attribute) => attribute in emptied)).toEqual([]);
      for (const kinds of Object.values(references)) {
        for (const other of kinds)
          expect(RESOURCE_KINDS.indexOf(other)).toBeLessThanOrEqual(RESOURCE_KINDS.indexOf(kind));
      }
    }
  });

  it('emptying leads to what then compares as empty', () => {
    for (const kind of RESOURCE_KINDS) {
      for (const [attribute, value] of Object.entries(RESOURCE_SPECS[kind].emptied)) {
        const normalise = RESOURCE_SPECS[kind].attributes[attribute]!;
        expect([kind, attribute, normalise(value)]).toEqual([kind, attribute, normalise('')]);
      }
    }
  });

  it('a nameless object is found by its mark, wherever the operator wrote in front of it', () => {
    const entry: DesiredResource = {
      kind: 'address-list',
      key: 'sub-1',
      owner: 'sub-1',
      values: { list: 'isolir', address: '10.0.0.2' },
    };
    const row = { '.id': '*1', comment: 'rumah biru langgan:sub-1', list: 'isolir', address: '10.0.0.2' };
    expect(verbs('address-list', [entry], [row])).toEqual([]);
    expect(plan('address-list', [entry], [{ ...row, address: '10.0.0.9' }]).actions).toMatchObject([
      { action: 'update', id: '*1', changes: [{ attribute: 'address', from: '10.0.0.9', to: '10.0.0.2' }] },
    ]);
    expect(verbs('address-list', [], [row])).toEqual(['remove sub-1']);
    expect(() => plan('address-list', [{ ...entry, owner: 'x' }], [])).toThrow(RangeError);
  });

  it('the same entry without a mark is a conflict; what the router made itself is nobody’s', () => {
    const entry: DesiredResource = {
      kind: 'address-list',
      key: 'sub-1',
      owner: 'sub-1',
      values: { list: 'isolir', address: '10.0.0.2' },
    };
    const row = { '.id': '*7', comment: 'punya operator', list: 'isolir', address: '10.0.0.2/32' };
    const result = plan('address-list', [entry], [row, { ...row, '.id': '*8', address: '10.0.0.3' }]);
    expect(result.actions).toEqual([{ kind: 'address-list', key: 'sub-1', action: 'conflict', id: '*7' }]);
    expect(result.foreign.map(({ label }) => label)).toEqual(['isolir 10.0.0.2/32', 'isolir 10.0.0.3']);
    expect(plan('address-list', [entry], [{ ...row, dynamic: 'true' }])).toMatchObject({
      actions: [{ action: 'create' }],
      foreign: [],
    });
  });

  it('copies of a marked row go', () => {
    const row = { '.id': '*1', comment: 'langgan:r1', address: '10.0.0.2', 'mac-address': '', type: 'bypassed' };
    const wanted: DesiredResource = {
      kind: 'ip-binding',
      key: 'r1',
      owner: 'r1',
      values: { address: '10.0.0.2', type: 'bypassed' },
    };
    expect(plan('ip-binding', [wanted], [row, { ...row, '.id': '*2' }]).actions).toMatchObject([
      { action: 'remove', id: '*2' },
    ]);
  });

  it('hotspot users are one per server', () => {
    const user = (name: string, server?: string): DesiredResource => ({
      kind: 'hotspot-user',
      key: hotspotUserKey(name, server),
      owner: `v-${name}-${server ?? 'all'}`,
      values: { ...(server === undefined ? {} : { server }), password: 'x' },
    });
    const { actions } = plan(
      'hotspot-user',
      [user('a/b'), user('a/b', 'hs1'), user('a')],
      [
        { '.id': '*1', name: 'a', server: 'all', comment: 'langgan:v-a-all', password: 'x' },
        { '.id': '*2', name: 'a', server: 'hs1', comment: 'langgan:old', password: 'x' },
      ],
    );
    expect(actions).toMatchObject([
      { action: 'create', key: 'a/b', values: { name: 'a/b' } },
      { action: 'create', key: 'hs1/a/b', values: { name: 'a/b', server: 'hs1' } },
      { action: 'remove', key: 'hs1/a', id: '*2' },
    ]);
    expect(() => plan('hotspot-user', [{ ...user('a', 'hs2'), key: 'hs1/a' }], [])).toThrow(RangeError);
  });

  it('kinds without a comment are ours by the beginning of their name', () => {
    const pool: DesiredResource = {
      kind: 'ip-pool',
      key: 'lg-isolir',
      owner: 'isolir',
      values: { ranges: '10.9.0.2-10.9.0.9' },
    };
    const rows = [
      { '.id': '*1', name: 'pool1', ranges: '10.0.0.2-10.0.0.9' },
      { '.id': '*2', name: 'lg-old', ranges: '10.1.0.2-10.1.0.9' },
    ];
    const result = plan('ip-pool', [pool], rows);
    expect(result.actions).toEqual([
      {
        kind: 'ip-pool',
        key: 'lg-isolir',
        action: 'create',
        values: { name: 'lg-isolir', ranges: '10.9.0.2-10.9.0.9' },
      },
      { kind: 'ip-pool', key: 'lg-old', action: 'remove', id: '*2', owner: 'lg-old' },
    ]);
    expect(result.foreign.map(({ label }) => label)).toEqual(['pool1']);
    expect(() => plan('ip-pool', [{ ...pool, key: 'isolir' }], rows)).toThrow(/lg-/);
    expect(columnsFor('ip-pool', [pool])).toEqual(['.id', 'name', 'ranges']);
  });

  it('parents are made before their children, in groups of their own', () => {
    const queue = (key: string, parent: string): DesiredResource => ({
      kind: 'simple-queue',
      key,
      owner: key,
      values: { target: '10.0.0.2', parent },
    });
    const { actions } = plan(
      'simple-queue',
      [queue('c', 'b'), queue('b', 'a'), queue('x', 'none'), queue('a', 'none')],
      [],
    );
    expect(actions.map(({ key }) => key)).toEqual(['x', 'a', 'b', 'c']);
    expect(inWaves(actions).map((wave) => wave.map(({ key }) => key))).toEqual([['x', 'a'], ['b'], ['c']]);
  });

  it('attributes that cannot be unset are set to what is none there', () => {
    const user: DesiredResource = {
      kind: 'hotspot-user',
      key: 'a',
      owner: 'v',
      values: { 'limit-uptime': '' },
      unset: ['mac-address'],
    };
    const row = {
      '.id': '*1',
      name: 'a',
      comment: 'langgan:v',
      'limit-uptime': '1h',
      'mac-address': 'AA:BB:CC:DD:EE:FF',
    };
    expect(plan('hotspot-user', [user], [row]).actions).toMatchObject([
      {
        changes: [
          { attribute: 'limit-uptime', to: '0s' },
          { attribute: 'mac-address', to: '00:00:00:00:00:00' },
        ],
        unset: [],
      },
    ]);
    expect(
      verbs('hotspot-user', [user], [{ ...row, 'limit-uptime': '0s', 'mac-address': '00:00:00:00:00:00' }]),
    ).toEqual([]);
  });

  it('spellings', () => {
    expect([address('0.0.0.0'), address('10.0.0.2/32')]).toEqual(['', '10.0.0.2']);
    expect(addresses('10.0.0.3/32,10.0.0.2')).toBe(addresses('10.0.0.2,10.0.0.3'));
    expect([mac('aa-bb-cc-dd-ee-ff'), mac('00:00:00:00:00:00')]).toEqual(['AA:BB:CC:DD:EE:FF', '']);
    expect([nameOrNone('none'), pair('8'), pair('8/8')]).toEqual(['', '8/8', '8/8']);
    expect([pause('none'), pause('0s'), pause(''), pause('00:05:00')]).toEqual(['0', '0', '0', '300']);
    expect([pausePair(''), pausePair('8s/0s')]).toEqual(['0/0', '8/0']);
    expect([rateOrNone(''), rateOrNone('5M/10000k')]).toEqual(['0/0', '5000000/10000000']);
  });
});
