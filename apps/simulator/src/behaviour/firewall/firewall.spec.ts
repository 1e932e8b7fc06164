import { type ConsoleResult } from '../../engine/console';
import { type RouterOptions } from '../../router/router-options';
import { SimulatedRouter } from '../../router/simulated-router';

let sim: SimulatedRouter;
const start = (options: Partial<RouterOptions> = {}): void => {
  sim = new SimulatedRouter({ version: '7.16', network: 20, ...options });
};
const run = (...words: string[]): ConsoleResult => sim.run(...words);
const filter = (...words: string[]): ConsoleResult => run('/ip/firewall/filter/add', '=chain=forward', ...words);
const comments = (): (string | undefined)[] => sim.rows('/ip/firewall/filter').map((row) => row.comment);

beforeEach(() => {
  start();
});

afterEach(async () => {
  await sim.close();
});

describe.each(['filter', 'nat', 'mangle', 'raw'])('rules of %s', (table) => {
  const menu = `/ip/firewall/${table}`;
  const add = (...words: string[]): ConsoleResult => run(`${menu}/add`, '=chain=x', ...words);

  it('are placed, moved in lists, switched off and reset', () => {
    const ids = ['a', 'b', 'c'].map((name) => add(`=comment=${name}`).ret);
    add('=comment=first', `=place-before=${ids[0] ?? ''}`);
    run(`${menu}/move`, `=numbers=${ids[1] ?? ''},${ids[2] ?? ''}`, `=destination=${ids[0] ?? ''}`);
    expect(sim.rows(menu).map((row) => row.comment)).toEqual(['first', 'b', 'c', 'a']);
    run(`${menu}/disable`, `=numbers=${ids[0] ?? ''}`);
    expect(run(`${menu}/print`, '?disabled=true').rows).toHaveLength(1);
    expect(run(`${menu}/reset-counters-all`).trap).toBeNull();
    expect(run(`${menu}/reset-counters`, `=numbers=${ids[0] ?? ''}`).trap).toBeNull();
    expect(add('=place-before=*999').trap).toBe('no such item');
  });

  it('are checked', () => {
    expect(run(`${menu}/add`, '=action=accept').trap).toMatch(/chain/);
    expect(add('=action=explode').trap).toBe('input does not match any value of action');
    expect(add('=src-address=10.0.0.300').trap).toBe('invalid value for argument src-address');
    expect(add('=protocol=tcp', '=dst-port=70000').trap).toBe('value of dst-port out of range (0..65535)');
    expect(add('=dst-port=80').trap).toMatch(/^failure: ports can be specified/);
    expect(add('=action=jump').trap).toMatch(/jump-target/);
    expect(add('=src-address=!10.0.0.0/8', '=protocol=!udp').trap).toBeNull();
    expect(add('=colour=red').trap).toBe('unknown parameter colour');
  });

  it('are invalid while their interface is missing', () => {
    const id = add('=in-interface=ether9').ret ?? '';
    expect(sim.row(menu, id)).toMatchObject({ invalid: 'true' });
    run(`${menu}/set`, `=.id=${id}`, '=in-interface=ether2');
    expect(sim.row(menu, id)).toMatchObject({ invalid: 'false' });
    run(`${menu}/unset`, `=.id=${id}`, '=value-name=in-interface');
    expect(sim.row(menu, id)).not.toHaveProperty('in-interface');
  });
});

describe('the dummy rule of FastTrack', () => {
  it('stands on top while a FastTrack rule is on, and cannot be removed', () => {
    start({ defaultFirewall: true });
    const [dummy] = sim.rows('/ip/firewall/filter');
    expect(dummy).toMatchObject({ dynamic: 'true', comment: 'special dummy rule to show fasttrack counters' });
    expect(run('/ip/firewall/filter/remove', `=.id=${dummy?.['.id'] ?? ''}`).trap).toMatch(/^failure/);
    filter('=action=drop', '=comment=mine', `=place-before=${dummy?.['.id'] ?? ''}`);
    expect(comments().slice(0, 2)).toEqual(['special dummy rule to show fasttrack counters', 'mine']);
    const fasttrack = sim.rows('/ip/firewall/filter').find((row) => row.action === 'fasttrack-connection');
    run('/ip/firewall/filter/disable', `=numbers=${fasttrack?.['.id'] ?? ''}`);
    expect(comments()[0]).toBe('mine');
    expect(sim.rows('/ip/firewall/raw')).toEqual([]);
  });
});

describe('address lists', () => {
  const add = (...words: string[]): ConsoleResult => run('/ip/firewall/address-list/add', '=list=l', ...words);
  const entry = (): Record<string, string> | undefined => sim.rows('/ip/firewall/address-list')[0];

  it('count down, are renewed by a set, and go', async () => {
    add('=address=10.0.0.1', '=timeout=1h');
    expect(entry()).toMatchObject({ dynamic: 'true', timeout: expect.stringMatching(/^59m5\ds|1h$/) as string });
    run('/ip/firewall/address-list/set', '=.id=*1', '=comment=c');
    run('/ip/firewall/address-list/set', '=.id=*1', '=timeout=2h');
    expect(entry()).toMatchObject({ comment: 'c', timeout: expect.stringMatching(/^1h59m5\ds|2h$/) as string });
    run('/ip/firewall/address-list/set', '=.id=*1', '=timeout=50ms');
    await sim.until(() => entry() === undefined);
  });

  it('stay where no time is said', () => {
    add('=address=10.0.0.2', '=timeout=none-dynamic');
    add('=address=portal.example.com');
    expect(sim.rows('/ip/firewall/address-list')).toMatchObject([{ dynamic: 'true' }, { dynamic: 'false' }]);
    expect(entry()).not.toHaveProperty('timeout');
    expect(add('=address=portal.example.com').trap).toBe('failure: already have such entry');
    expect(add('=address=not a name').trap).toBe('not a name is not a valid dns name');
  });
});

describe('what a subscriber reaches', () => {
  const ISOLIR = [
    ['=action=jump', '=jump-target=isolir', '=src-address-list=isolir'],
    ['=chain=isolir', '=protocol=udp', '=dst-port=53', '=limit=20,40:packet'],
    ['=chain=isolir', '=dst-address-list=isolir-allow'],
    ['=chain=isolir', '=action=reject', '=reject-with=icmp-admin-prohibited', '=limit=10,20:packet'],
    ['=chain=isolir', '=action=drop'],
  ];
  const at = (more: object = {}) => sim.reach({ from: '10.20.0.2', ...more });

  beforeEach(() => {
    start({
      defaultFirewall: true,
      rows: {
        '/ppp/profile': [{ name: 'isolir', 'address-list': 'isolir' }],
        '/ppp/secret': [
          { name: 'budi', password: 'p' },
          { name: 'tuti', password: 'p', profile: 'isolir' },
        ],
        '/ip/firewall/address-list': [
          { list: 'isolir-allow', address: '198.51.100.10' },
          { list: 'isolir-allow', address: 'pay.example.com' },
        ],
      },
    });
  });

  const installRules = (before: string): void => {
    for (const words of ISOLIR) filter(...words, `=place-before=${before}`);
    const nat = ['=protocol=tcp', '=dst-port=80', '=src-address-list=isolir', '=to-addresses=198.51.100.10'];
    run('/ip/firewall/nat/add', '=chain=dstnat', '=action=dst-nat', '=to-ports=8080', ...nat);
  };
  const dial = (name: string): void => {
    sim.ppp.dial({ name, password: 'p', callerId: '02:00:00:00:00:01' });
  };

  it('is everything for a subscriber in no list', () => {
    installRules('*1');
    dial('budi');
    expect(at()).toMatchObject({ verdict: 'allowed' });
    expect(at({ port: 80 })).toMatchObject({ verdict: 'allowed', to: null });
  });

  it('is the portal, DNS and nothing else for an isolated one', () => {
    installRules('*1');
    dial('tuti');
    expect(at()).toMatchObject({ verdict: 'rejected', by: { menu: '/ip/firewall/filter' } });
    expect(at({ protocol: 'udp', port: 53 })).toMatchObject({ verdict: 'allowed' });
    expect(at({ to: '198.51.100.10' })).toMatchObject({ verdict: 'allowed' });
    expect(at({ host: 'pay.example.com' })).toMatchObject({ verdict: 'allowed' });
    expect(at({ port: 80 })).toMatchObject({ verdict: 'redirected', to: '198.51.100.10:8080' });
    expect(at({ state: 'established' })).toMatchObject({ verdict: 'rejected' });
    expect(sim.rows('/ip/firewall/nat')[0]).toMatchObject({ packets: '1', bytes: '60' });
    sim.hangUp('tuti');
    expect(at()).toMatchObject({ verdict: 'allowed' });
  });

  it('is what was open before where the rules stand behind FastTrack', () => {
    for (const words of ISOLIR) filter(...words);
    dial('tuti');
    expect(at()).toMatchObject({ verdict: 'rejected' });
    expect(at({ state: 'established' })).toMatchObject({ verdict: 'allowed' });
  });

  it('obeys interfaces, switches and invalid rules', () => {
    dial('budi');
    const id = filter('=action=drop', '=in-interface=all-ppp', '=place-before=*1').ret ?? '';
    expect(at()).toMatchObject({ verdict: 'dropped', by: { id } });
    run('/ip/firewall/filter/set', `=.id=${id}`, '=in-interface=ether9');
    expect(at()).toMatchObject({ verdict: 'allowed' });
    run('/ip/firewall/filter/set', `=.id=${id}`, '=in-interface=<pppoe-budi>');
    expect(at()).toMatchObject({ verdict: 'dropped' });
    run('/ip/firewall/filter/disable', `=numbers=${id}`);
    expect(at()).toMatchObject({ verdict: 'allowed' });
  });
});
