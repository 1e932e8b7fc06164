import { type ConsoleResult } from './console';
import { SimulatedRouter } from '../router/simulated-router';
import { type Version } from '../versions/version-profile';

let sim: SimulatedRouter;
const run = (...words: string[]): ConsoleResult => sim.run(...words);
const trapOf = (...words: string[]): string | null => run(...words).trap;

beforeEach(() => {
  sim = new SimulatedRouter({ version: '7.16' });
});

const on = (version: Version): void => {
  sim = new SimulatedRouter({ version });
};

describe('add', () => {
  it('answers with the id and fills in what the menu says', () => {
    expect(run('/ppp/profile/add', '=name=10M', '=rate-limit=2M/10M')).toEqual({ rows: [], ret: '*1', trap: null });
    expect(run('/ppp/secret/add', '=name=budi', '=password=001234', '=profile=10M', '=disabled=yes').ret).toBe('*1');
    expect(run('/ppp/secret/print').rows).toEqual([
      {
        '.id': '*1',
        name: 'budi',
        service: 'any',
        'caller-id': '',
        password: '001234',
        profile: '10M',
        routes: '',
        'ipv6-routes': '',
        'limit-bytes-in': '0',
        'limit-bytes-out': '0',
        'last-logged-out': '1970-01-01 00:00:00',
        'last-caller-id': '',
        'last-disconnect-reason': '',
        disabled: 'true',
      },
    ]);
  });

  it.each([
    ['failure: secret with the same name already exists', ['/ppp/secret/add', '=name=budi']],
    ['failure: profile with the same name already exists', ['/ppp/profile/add', '=name=default']],
    ['failure: pool with such name exists', ['/ip/pool/add', '=name=pppoe-pool', '=ranges=10.0.0.1']],
    ['failure: already have such name', ['/queue/simple/add', '=name=q', '=target=10.0.0.1']],
    ['failure: already have such entry', ['/ip/firewall/address-list/add', '=list=l', '=address=10.0.0.1']],
    ['input does not match any value of profile', ['/ppp/secret/add', '=name=x', '=profile=none-such']],
    ['input does not match any value of parent', ['/queue/simple/add', '=name=x', '=target=1.1.1.1', '=parent=p']],
    ['invalid value for argument remote-address', ['/ppp/secret/add', '=name=x', '=remote-address=']],
    ['invalid value for argument remote-address', ['/ppp/secret/add', '=name=x', '=remote-address=pppoe-pool']],
    ['unknown parameter colour', ['/ppp/secret/add', '=name=x', '=colour=red']],
    ['unknown parameter last-logged-out', ['/ppp/secret/add', '=name=x', '=last-logged-out=never']],
    ['no such command', ['/ppp/active/add', '=name=x']],
    ['no such command prefix', ['/ppp/sekret/add', '=name=x']],
    [
      'failure: upload-max-limit less than upload-limit',
      ['/queue/simple/add', '=name=x', '=target=1.1.1.1', '=limit-at=2M/2M', '=max-limit=1M/4M'],
    ],
  ])('is refused: %s', (message, words) => {
    run('/ppp/secret/add', '=name=budi');
    run('/queue/simple/add', '=name=q', '=target=10.0.0.2');
    run('/ip/firewall/address-list/add', '=list=l', '=address=10.0.0.1');
    expect(trapOf(...words)).toBe(message);
  });

  it('needs a name', () => {
    expect(trapOf('/ppp/secret/add', '=password=x')).toMatch(/name/);
  });

  it('copies another item', () => {
    run('/ppp/secret/add', '=name=budi', '=password=p', '=comment=c');
    run('/ppp/secret/add', '=copy-from=budi', '=name=siti');
    expect(sim.row('/ppp/secret', 'siti')).toMatchObject({ password: 'p', comment: 'c' });
  });

  it('numbers in hexadecimal and never twice', () => {
    for (let i = 1; i <= 11; i++) run('/ppp/secret/add', `=name=u${i}`);
    expect(sim.row('/ppp/secret', 'u10')).toMatchObject({ '.id': '*A' });
    run('/ppp/secret/remove', '=.id=u11');
    expect(run('/ppp/secret/add', '=name=again').ret).toBe('*C');
  });
});

describe('set, unset, comment, enable, remove', () => {
  beforeEach(() => {
    for (const name of ['a', 'b', 'c']) run('/ppp/secret/add', `=name=${name}`);
  });

  it('finds items by id, by name and in lists', () => {
    run('/ppp/secret/set', '=.id=*1', '=comment=one');
    run('/ppp/secret/set', '=numbers=b,*3', '=comment=two');
    expect(sim.rows('/ppp/secret').map((row) => row.comment)).toEqual(['one', 'two', 'two']);
    run('/ppp/secret/comment', '=.id=*1', '=comment=');
    expect(sim.row('/ppp/secret', 'a')).not.toHaveProperty('comment');
  });

  it('touches nothing when one of a list is unknown', () => {
    expect(trapOf('/ppp/secret/remove', '=.id=*1,*99')).toBe('no such item');
    expect(sim.rows('/ppp/secret')).toHaveLength(3);
    on('6.49');
    expect(trapOf('/ppp/secret/remove', '=.id=*1')).toBe('no such item (4)');
  });

  it('refuses a set without an item', () => {
    expect(trapOf('/ppp/secret/set', '=profile=default-encryption')).toMatch(/numbers/);
    expect(sim.rows('/ppp/secret').every((row) => row.profile === 'default')).toBe(true);
  });

  it('clears an address by unset only', () => {
    run('/ppp/secret/set', '=.id=a', '=remote-address=10.0.0.1');
    expect(trapOf('/ppp/secret/set', '=.id=a', '=remote-address=')).toBe('invalid value for argument remote-address');
    run('/ppp/secret/unset', '=.id=a', '=value-name=remote-address');
    expect(sim.row('/ppp/secret', 'a')).not.toHaveProperty('remote-address');
  });

  it('enables and disables', () => {
    run('/ppp/secret/disable', '=numbers=a,b');
    expect(run('/ppp/secret/print', '?disabled=yes', '=count-only=').ret).toBe('2');
    run('/ppp/secret/enable', '=numbers=a');
    expect(run('/ppp/secret/print', '?disabled=true', '=count-only=').ret).toBe('1');
    expect(trapOf('/ppp/profile/disable', '=numbers=default')).toBe('no such command');
  });

  it('refuses a name that is taken', () => {
    expect(trapOf('/ppp/secret/set', '=.id=a', '=name=b')).toMatch(/already exists/);
    expect(trapOf('/ppp/secret/set', '=.id=a', '=name=a')).toBeNull();
  });

  it('keeps built-in profiles', () => {
    expect(trapOf('/ppp/profile/remove', '=.id=default')).toMatch(/^failure/);
  });

  it('shows a renamed profile in its secrets, and the id of a removed one', () => {
    run('/ppp/profile/add', '=name=10M');
    run('/ppp/secret/set', '=.id=a', '=profile=10M');
    run('/ppp/profile/set', '=.id=10M', '=name=20M');
    expect(sim.row('/ppp/secret', 'a')).toMatchObject({ profile: '20M' });
    run('/ppp/profile/remove', '=.id=20M');
    expect(sim.row('/ppp/secret', 'a')).toMatchObject({ profile: '*1' });
  });

  it('places and moves rules', () => {
    const add = (name: string, ...more: string[]): ConsoleResult =>
      run('/ip/firewall/filter/add', '=chain=forward', '=action=drop', `=comment=${name}`, ...more);
    const order = (): (string | undefined)[] => sim.rows('/ip/firewall/filter').map((row) => row.comment);
    add('one');
    add('two');
    add('zero', '=place-before=*1');
    expect(order()).toEqual(['zero', 'one', 'two']);
    run('/ip/firewall/filter/move', '=numbers=*2', '=destination=*3');
    expect(order()).toEqual(['two', 'zero', 'one']);
  });
});

describe('print', () => {
  it('gives the asked columns in their order, and an empty row where there is none', () => {
    run('/ppp/secret/add', '=name=a');
    expect(Object.keys(run('/ppp/secret/print', '=.proplist=profile,.id,name').rows[0] ?? {})).toEqual([
      'profile',
      '.id',
      'name',
    ]);
    expect(run('/ppp/secret/print', '=.proplist=comment').rows).toEqual([{}]);
  });

  it('gets single values and finds ids', () => {
    run('/ppp/secret/add', '=name=a');
    run('/ppp/secret/add', '=name=b');
    expect(run('/ppp/secret/get', '=.id=b', '=value-name=profile').ret).toBe('default');
    expect(run('/ppp/secret/find', '?name=b').ret).toBe('*2');
    expect(run('/system/identity/get', '=value-name=name').ret).toBe('router-7.16');
  });

  it('never prints a password of a user', () => {
    expect(JSON.stringify(run('/user/print').rows)).not.toContain('secret');
  });

  it('refuses where', () => {
    expect(trapOf('/ppp/secret/print', '=where=x')).toBe('unknown parameter where');
  });

  it.each(['6.49', '7.10', '7.16', '7.20'] as const)('has every menu on %s', (version) => {
    on(version);
    for (const menu of sim.menus()) expect(trapOf(`${menu}/print`)).toBeNull();
    expect(run('/system/resource/print').rows[0]?.version).toMatch(new RegExp(`^${version.replace('.', '\\.')}`));
    expect('max-sessions' in (run('/ip/service/print').rows[0] ?? {})).toBe(version === '7.16' || version === '7.20');
  });

  it('shows health in the shape of the line', () => {
    expect(run('/system/health/print').rows).toMatchObject([{ name: 'voltage' }, { name: 'temperature' }]);
    on('6.49');
    expect(run('/system/health/print').rows).toEqual([{ voltage: '24.2', temperature: '41' }]);
    on('7.20');
    expect(trapOf('/system/health/reset')).toBe('no such command or directory (reset)');
  });
});
