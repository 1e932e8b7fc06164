import { type Asker } from '../../engine/command';
import { type ConsoleResult, runAtConsole } from '../../engine/console';
import { type RouterOptions } from '../../router/router-options';
import { SimulatedRouter } from '../../router/simulated-router';
import { type Version } from '../../versions/version-profile';

let sim: SimulatedRouter;
const open: SimulatedRouter[] = [];

function start(version: Version = '7.16', options: Partial<RouterOptions> = {}): void {
  sim = new SimulatedRouter({ version, ...options });
  open.push(sim);
}

const run = (...words: string[]): ConsoleResult => sim.run(...words);

beforeEach(() => {
  start();
});

afterEach(async () => {
  for (const router of open.splice(0)) await router.close();
});

describe('versions', () => {
  it.each([
    ['6.49', /^[a-z]{3}\/\d\d\/\d{4}$/],
    ['7.10', /^\d{4}-\d\d-\d\d$/],
    ['7.16', /^\d{4}-\d\d-\d\d$/],
    ['7.20', /^\d{4}-\d\d-\d\d$/],
  ] as const)('%s writes dates its way', (version, date) => {
    start(version);
    expect(sim.rows('/system/clock')[0]?.date).toMatch(date);
  });

  it('know the menus of their line', () => {
    for (const version of ['6.49', '7.10', '7.16', '7.20'] as const) {
      start(version);
      const isNew = version !== '6.49';
      expect('servers' in sim.table('/system/ntp/client').schema.properties).toBe(isNew);
      expect(run('/file/add', '=name=a.txt').trap === null).toBe(isNew);
      expect(sim.table('/user').property('inactivity-policy') !== undefined).toBe(['7.16', '7.20'].includes(version));
    }
  });

  it('call the allowed addresses of a service by their name, as 7.24 does', () => {
    start('7.20', { availableFrom: true });
    run('/ip/service/set', '=.id=api', '=available-from=10.0.0.0/8');
    expect(sim.row('/ip/service', 'api')).toMatchObject({ address: '10.0.0.0/8', 'available-from': '10.0.0.0/8' });
    start('7.20');
    expect(run('/ip/service/set', '=.id=api', '=available-from=x').trap).toBe('unknown parameter available-from');
  });
});

describe('the clock', () => {
  it('is set by zone, date and time, and put right by NTP', () => {
    run('/system/clock/set', '=time-zone-name=Asia/Jayapura');
    expect(sim.rows('/system/clock')).toMatchObject([{ 'gmt-offset': '+09:00' }]);
    expect(run('/system/clock/set', '=time-zone-name=Mars/Base').trap).toBe(
      'input does not match any value of time-zone-name',
    );
    run('/system/clock/set', '=date=2020-02-03', '=time=04:05:06');
    expect(sim.rows('/system/clock')).toMatchObject([
      { date: '2020-02-03', time: expect.stringMatching(/^04:05:0/) as string },
    ]);
    expect(sim.clockOffsetMs).toBeLessThan(-1e10);
    run('/system/ntp/client/set', '=enabled=yes', '=servers=id.pool.ntp.org');
    expect(Math.abs(sim.clockOffsetMs)).toBeLessThan(1_000);
    expect(sim.rows('/system/ntp/client')).toMatchObject([{ status: 'synchronized' }]);
  });
});

describe('users and groups', () => {
  const asker = (name: string, ...policies: string[]): Asker => ({
    user: name,
    may: (policy) => policies.includes(policy),
  });

  it.each([
    [
      'ftp and the like',
      ['/user/group/add', '=name=g', '=policy=read,fly'],
      'input does not match any value of policy',
    ],
    ['a group that is not there', ['/user/add', '=name=u', '=group=none'], 'input does not match any value of group'],
    ['a name that is none', ['/user/add', '=name=*u', '=group=full'], 'invalid value for argument name'],
    ['the last full user', ['/user/remove', '=.id=admin'], 'failure: can not remove last user with full rights'],
    ['a group from the factory', ['/user/group/remove', '=.id=read'], 'failure: can not remove default item'],
  ])('are checked: %s', (_what, words, message) => {
    expect(run(...words).trap).toBe(message);
  });

  it('print what a group grants and what not', () => {
    run('/user/group/add', '=name=langgan', '=policy=read,write,api,test');
    expect(sim.row('/user/group', 'langgan')?.policy).toMatch(/^!local,.*,read,write,!policy,test,.*,api,!rest-api/);
    run('/user/add', '=name=second', '=group=full');
    expect(run('/user/remove', '=.id=admin').trap).toBeNull();
  });

  it.each([
    ['/ppp/secret/print', 'read'],
    ['/ppp/secret/add', 'write'],
    ['/ip/firewall/filter/move', 'write'],
    ['/ip/hotspot/active/login', 'write'],
    ['/queue/simple/reset-counters-all', 'write'],
    ['/user/add', 'policy'],
    ['/user/group/set', 'policy'],
    ['/certificate/add', 'policy'],
    ['/system/backup/save', 'policy'],
    ['/tool/ping', 'test'],
    ['/tool/torch', 'test'],
    ['/system/reboot', 'reboot'],
    ['/system/shutdown', 'reboot'],
    ['/password', 'password'],
  ])('%s needs %s', (command, policy) => {
    const all = ['read', 'write', 'policy', 'test', 'reboot', 'sensitive', 'api', 'ftp', 'password'];
    const state = Reflect.get(sim, 'state') as Parameters<typeof runAtConsole>[0];
    const others = asker('u', ...all.filter((other) => other !== policy));
    expect(runAtConsole(state, [command], others).trap).toBe('not enough permissions (9)');
    expect(runAtConsole(state, [command, '=colour=red'], asker('u', policy)).trap).not.toBe(
      'not enough permissions (9)',
    );
  });

  it('hides secrets from those who may not see them', () => {
    run('/ip/hotspot/user/add', '=name=v', '=password=geheim');
    run('/radius/add', '=address=10.0.0.1', '=secret=geheim');
    const state = Reflect.get(sim, 'state') as Parameters<typeof runAtConsole>[0];
    for (const menu of ['/ip/hotspot/user', '/radius']) {
      expect(JSON.stringify(runAtConsole(state, [`${menu}/print`], asker('u', 'read')).rows)).not.toContain('geheim');
      expect(JSON.stringify(run(`${menu}/print`).rows)).toContain('geheim');
    }
  });
});

describe('log and history', () => {
  it('say what was changed and by whom', () => {
    run('/ppp/secret/add', '=name=budi');
    run('/ppp/secret/remove', '=.id=budi');
    expect(run('/system/history/print').rows.map((row) => row.action)).toEqual([
      'ppp secret <budi> added',
      'ppp secret <budi> removed',
    ]);
    expect(sim.rows('/log').at(-1)).toMatchObject({
      topics: 'system,info',
      message: 'ppp secret <budi> removed by console',
    });
    run('/log/warning', '=message=awas');
    expect(sim.rows('/log').at(-1)).toMatchObject({ topics: 'script,warning', message: 'awas' });
  });

  it('keep a thousand lines', () => {
    for (let i = 0; i < 1_100; i++) run('/log/info', `=message=${i}`);
    expect(sim.rows('/log')).toHaveLength(1_000);
    expect(sim.rows('/log').at(-1)?.message).toBe('1099');
  });
});

describe('small menus', () => {
  it.each([
    [['/ip/address/add', '=address=10.0.0.1', '=interface=ether2'], '/ip/address', { address: '10.0.0.1/32' }],
    [['/ip/route/add', '=dst-address=10.5.0.0/16', '=gateway=10.0.0.2'], '/ip/route', { distance: '1' }],
    [['/ip/dns/set', '=servers=1.1.1.1', '=allow-remote-requests=yes'], '/ip/dns', { servers: '1.1.1.1' }],
    [['/ip/dns/static/add', '=name=portal.lan', '=address=10.0.0.1'], '/ip/dns/static', { type: 'A' }],
    [['/snmp/set', '=enabled=yes'], '/snmp', { enabled: 'true' }],
    [['/system/identity/set', '=name=pop'], '/system/identity', { name: 'pop' }],
    [['/ppp/aaa/set', '=use-radius=yes', '=interim-update=5m'], '/ppp/aaa', { 'interim-update': '5m' }],
    [
      ['/queue/tree/add', '=parent=global', '=max-limit=10M'],
      '/queue/tree',
      { name: 'queue1', 'max-limit': '10000000' },
    ],
    [['/queue/type/add', '=name=pcq', '=kind=pcq'], '/queue/type', { name: 'pcq' }, 10],
    [['/interface/list/add', '=name=WAN'], '/interface/list', { name: 'WAN' }, 4],
    [['/system/logging/add', '=topics=ppp'], '/system/logging', { topics: 'ppp' }, 4],
    [['/system/package/update/set', '=channel=testing'], '/system/package/update', { channel: 'testing' }],
  ])('%j', (words, menu, shown, at = 0) => {
    expect(run(...words).trap).toBeNull();
    expect(run(`${menu}/print`).rows[at]).toMatchObject(shown);
  });

  it('sign certificates', () => {
    run('/certificate/add', '=name=api', '=common-name=router');
    expect(run('/certificate/sign', '=.id=api').trap).toBeNull();
    expect(run('/certificate/print').rows).toMatchObject([
      { fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/) as string },
    ]);
  });

  it('look for updates and watch resources', () => {
    expect(run('/system/package/update/check-for-updates').rows).toMatchObject([{ 'installed-version': '7.16.2' }]);
    expect(run('/system/resource/monitor', '=once=').rows).toHaveLength(1);
    expect(run('/system/resource/cpu/print').rows).toHaveLength(4);
  });
});

describe('power', () => {
  it('reboots over the API: dynamic items, uptime and counters are gone', async () => {
    await sim.start();
    run('/ip/firewall/nat/add', '=chain=dstnat');
    run('/ip/firewall/address-list/add', '=list=l', '=address=1.1.1.1', '=timeout=1h');
    sim.reach({ from: '10.0.0.9' });
    expect(sim.rows('/ip/firewall/nat')).toMatchObject([{ packets: '1' }]);
    run('/system/reboot');
    await sim.until(() => !sim.powered);
    await sim.until(() => sim.powered);
    expect(sim.rows('/ip/firewall/nat')).toMatchObject([{ packets: '0' }]);
    expect(sim.rows('/ip/firewall/address-list')).toEqual([]);
    expect(sim.rows('/system/resource')[0]?.uptime).toMatch(/^\ds$/);
    run('/system/shutdown');
    await sim.until(() => !sim.powered);
  });
});
