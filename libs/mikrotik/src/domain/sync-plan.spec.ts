import { type DesiredResource } from './desired-resource';
import { duration, flag, rate } from './normalise';
import { markedComment, parseComment } from './ownership-mark';
import { type ActualRow, columnsFor, type PlanInput, planKind } from './sync-plan';

const wanted = (values: Record<string, string>, extra: Partial<DesiredResource> = {}): DesiredResource => ({
  kind: 'ppp-secret',
  key: 'budi',
  values,
  owner: 'sub-1',
  ...extra,
});
const row = (values: Record<string, string> = {}): ActualRow => ({
  '.id': '*1',
  name: 'budi',
  comment: 'rumah biru langgan:sub-1',
  ...values,
});
const plan = (desired: DesiredResource[], rows: ActualRow[], extra: Partial<PlanInput> = {}) =>
  planKind({ kind: 'ppp-secret', desired, rows, keys: 'all', rewriteHidden: new Set(), ...extra });

describe('the plan for one kind', () => {
  it('does nothing when in step, however values are spelt', () => {
    const result = plan(
      [
        wanted(
          { disabled: 'no', profile: '10M', 'remote-address': '10.0.0.2', 'caller-id': '' },
          { unset: ['local-address'] },
        ),
      ],
      [row({ disabled: 'false', profile: '10M', 'remote-address': '10.0.0.2' })],
    );
    expect(result).toEqual({ kind: 'ppp-secret', actions: [], inStep: ['budi'], foreign: [], managed: 1 });
  });

  it('writes only what differs and says when a session has to end', () => {
    const { actions } = plan(
      [wanted({ disabled: 'no', profile: 'isolir', service: 'pppoe' })],
      [row({ disabled: 'false', profile: '10M', service: 'pppoe' })],
    );
    expect(actions).toEqual([
      {
        kind: 'ppp-secret',
        key: 'budi',
        action: 'update',
        id: '*1',
        changes: [{ attribute: 'profile', from: '10M', to: 'isolir' }],
        unset: [],
        endsSession: true,
      },
    ]);
    const service = plan([wanted({ service: 'any' })], [row({ service: 'pppoe' })]);
    expect(service.actions[0]).toMatchObject({ action: 'update', endsSession: false });
  });

  it('creates with the mark behind the given text, without empty values', () => {
    const { actions } = plan([wanted({ profile: '10M', 'remote-address': '', comment: 'Budi' })], []);
    expect(actions).toEqual([
      {
        kind: 'ppp-secret',
        key: 'budi',
        action: 'create',
        values: { name: 'budi', profile: '10M', comment: 'Budi langgan:sub-1' },
      },
    ]);
  });

  it('unsets what must be empty', () => {
    const { actions } = plan([wanted({ 'remote-address': '' })], [row({ 'remote-address': '10.0.0.9' })]);
    expect(actions[0]).toMatchObject({ action: 'update', changes: [], unset: ['remote-address'], endsSession: true });
  });

  it('removes what is ours and unwanted, and leaves foreign objects alone', () => {
    const foreign = { '.id': '*2', name: 'wifi-kantor', comment: 'jangan dihapus' };
    const result = plan([], [row(), foreign]);
    expect(result.actions).toEqual([{ kind: 'ppp-secret', key: 'budi', action: 'remove', id: '*1', owner: 'sub-1' }]);
    expect(result.foreign).toEqual([{ id: '*2', label: 'wifi-kantor' }]);
  });

  it('does not overwrite a foreign object of a wanted name', () => {
    expect(plan([wanted({ profile: '10M' })], [row({ comment: 'lama' })]).actions).toEqual([
      { kind: 'ppp-secret', key: 'budi', action: 'conflict', id: '*1' },
    ]);
  });

  it('touches nothing but the names it was asked for', () => {
    const other = { '.id': '*3', name: 'siti', comment: 'langgan:sub-2' };
    expect(plan([], [row(), other], { keys: ['budi'] }).actions.map(({ key }) => key)).toEqual(['budi']);
    expect(plan([], [], { keys: ['gone'] }).actions).toEqual([]);
  });

  it('moves the mark with the owner and keeps the text of the operator', () => {
    const { actions } = plan([wanted({}, { owner: 'sub-9' })], [row()]);
    expect(actions[0]).toMatchObject({
      changes: [{ attribute: 'comment', to: 'rumah biru langgan:sub-9' }],
      endsSession: false,
    });
  });

  it('rewrites a hidden password only where it may have changed, and ends no session for that', () => {
    const desired = [wanted({ password: '001234' })];
    expect(plan(desired, [row()]).actions).toEqual([]);
    expect(plan(desired, [row()], { rewriteHidden: new Set(['budi']) }).actions[0]).toMatchObject({
      changes: [{ attribute: 'password', to: '001234' }],
      endsSession: false,
    });
    expect(plan(desired, [row({ password: '1234' })]).actions[0]).toMatchObject({ endsSession: true });
    expect(plan(desired, [row({ password: '001234' })]).actions).toEqual([]);
  });

  it('lets only known attributes through', () => {
    expect(() => plan([wanted({ 'name=x': '1' })], [row()])).toThrow(RangeError);
    expect(() => columnsFor('ppp-secret', [wanted({ '.id': '*1' })])).toThrow(RangeError);
    expect(columnsFor('ppp-secret', [wanted({ profile: 'x', comment: 'c' }, { unset: ['remote-address'] })])).toEqual([
      '.id',
      'name',
      'comment',
      'profile',
      'remote-address',
    ]);
  });
});

describe('values', () => {
  it.each([
    ['2M/2M', '2000k/2000000'],
    ['2M', '2M/2M'],
    ['5M/10M 0/0 0/0', '5M/10M'],
    ['', ''],
  ])('rates %s = %s', (a, b) => {
    expect(rate(a)).toBe(rate(b));
  });
  it('rates that differ stay different', () => {
    expect(rate('2M/4M')).not.toBe(rate('4M/2M'));
    expect(rate('2M/2M 4M/4M')).not.toBe(rate('2M/2M'));
  });
  it('flags and durations', () => {
    expect([flag('yes'), flag('true'), flag(''), flag('false'), flag('default')]).toEqual([
      'yes',
      'yes',
      'no',
      'no',
      'default',
    ]);
    expect([duration('1d2h'), duration('26h'), duration('1d02:00:00'), duration('none')]).toEqual([
      '93600',
      '93600',
      '93600',
      'none',
    ]);
  });
  it('marks survive being read', () => {
    expect(parseComment(markedComment('a  b', 'sub-1'))).toEqual({ text: 'a  b', owner: 'sub-1' });
    expect(parseComment('langgan:x tail')).toEqual({ text: 'langgan:x tail', owner: undefined });
    expect(() => markedComment('', 'a b')).toThrow(RangeError);
  });
});
