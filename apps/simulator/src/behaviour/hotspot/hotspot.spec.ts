import { type ConsoleResult } from '../../engine/console';
import { SimulatedRouter } from '../../router/simulated-router';
import { type Version } from '../../versions/version-profile';

const MAC = '02:00:00:00:00:0A';
const OTHER = '02:00:00:00:00:0B';
let sim: SimulatedRouter;

function start(version: Version = '7.16', rows: Record<string, Record<string, string>[]> = {}): void {
  sim = new SimulatedRouter({ version, network: 20, hotspot: {}, rows, modemTiming: { redialMs: 20 } });
}

const run = (...words: string[]): ConsoleResult => sim.run(...words);
const addUser = (...words: string[]): ConsoleResult =>
  run('/ip/hotspot/user/add', '=name=v1', '=password=001', ...words);
const login = (user = 'v1', password = '001', mac = MAC) => sim.hotspot.login(mac, user, password);
const only = (menu: string): Record<string, string> | undefined => sim.rows(menu)[0];

beforeEach(async () => {
  start();
  await sim.start();
});

afterEach(async () => {
  await sim.close();
});

describe('menus of the hotspot', () => {
  it('begin with default-trial and the default profiles', () => {
    expect(run('/ip/hotspot/user/print').rows).toMatchObject([{ '.id': '*0', name: 'default-trial', default: 'true' }]);
    expect(run('/ip/hotspot/user/remove', '=.id=*0').trap).toMatch(/^failure/);
    expect(run('/ip/hotspot/user/profile/print').rows).toMatchObject([{ name: 'default', 'shared-users': '1' }]);
  });

  it('keep users unique per server', () => {
    run('/ip/hotspot/add', '=name=hs2', '=interface=ether2');
    expect(addUser().trap).toBeNull();
    expect(addUser().trap).toBe('failure: already have user with this name for this server');
    expect(addUser('=server=hs2').trap).toBeNull();
    expect(addUser('=server=hs2').trap).toBe('failure: already have user with this name for this server');
    expect(addUser('=server=hs9').trap).toBe('input does not match any value of server');
    run('/ip/hotspot/user/remove', '=.id=*1');
    expect(run('/ip/hotspot/user/set', '=.id=v1', '=comment=found').trap).toBeNull();
    expect(run('/ip/hotspot/user/print', '?comment=found').rows).toMatchObject([{ server: 'hs2' }]);
  });

  it.each([
    ['input does not match any value of profile', ['/ip/hotspot/user/add', '=name=x', '=profile=none']],
    ['no such command', ['/ip/hotspot/user/unset', '=.id=*0', '=value-name=comment']],
    ['no such command', ['/ip/hotspot/user/profile/comment', '=numbers=default', '=comment=x']],
    ['no such command', ['/ip/hotspot/active/add', '=user=x']],
    ['invalid value for argument rate-limit', ['/ip/hotspot/user/profile/add', '=name=x', '=rate-limit=fast']],
    ['failure: profile with the same name already exists', ['/ip/hotspot/user/profile/add', '=name=default']],
    ['failure: already have such name', ['/ip/hotspot/add', '=name=hotspot1', '=interface=ether2']],
  ])('refuse: %s', (message, words) => {
    expect(run(...words).trap).toBe(message);
  });

  it('compare times typed, as Mikhmon relies on', () => {
    addUser();
    expect(run('/ip/hotspot/user/print', '?uptime=00:00:00', '=count-only=').ret).toBe('2');
    expect(run('/ip/hotspot/user/print', '?limit-uptime=1h').rows).toEqual([]);
    run('/ip/hotspot/user/set', '=.id=v1', '=limit-uptime=01:00:00', '=mac-address=02:00:00:00:00:0a');
    expect(run('/ip/hotspot/user/print', '?limit-uptime=1h').rows).toMatchObject([{ 'mac-address': MAC }]);
    run('/ip/hotspot/user/set', '=.id=v1', '=mac-address=');
    expect(sim.row('/ip/hotspot/user', 'v1')).not.toHaveProperty('mac-address');
  });
});

describe('a client', () => {
  beforeEach(() => {
    run(
      '/ip/hotspot/user/profile/add',
      '=name=2M',
      '=rate-limit=1M/2M',
      '=address-list=voucher',
      '=keepalive-timeout=none',
    );
    addUser('=profile=2M');
    sim.hotspot.join({ mac: MAC });
  });

  it('is a host first, then active with queue, list and counters', async () => {
    expect(only('/ip/hotspot/host')).toMatchObject({ 'mac-address': MAC, address: '10.20.64.10', authorized: 'false' });
    expect(sim.rows('/ip/pool/used')).toMatchObject([{ pool: 'hs-pool', owner: 'hotspot' }]);
    expect(login()).toEqual({ ok: true, address: '10.20.64.10', user: 'v1' });
    expect(only('/ip/hotspot/host')).toMatchObject({ authorized: 'true' });
    expect(only('/ip/hotspot/active')).toMatchObject({ user: 'v1', server: 'hotspot1', 'login-by': 'http-pap' });
    expect(only('/ip/hotspot/active')).not.toHaveProperty('session-time-left');
    expect(sim.row('/queue/simple', '<hotspot-v1>')).toMatchObject({ 'max-limit': '1000000/2000000', dynamic: 'true' });
    expect(sim.rows('/ip/firewall/address-list')).toMatchObject([{ list: 'voucher', address: '10.20.64.10' }]);
    sim.hotspot.consume(MAC, { bytesIn: 500n, bytesOut: 70_000n, uptimeMs: 90_000 });
    expect(sim.row('/ip/hotspot/user', 'v1')).toMatchObject({ uptime: '1m30s' });
    expect(BigInt(only('/ip/hotspot/active')?.['bytes-out'] ?? 0)).toBeGreaterThanOrEqual(70_000n);
    expect(sim.hotspot.logout(MAC, { forget: true })).toBe(true);
    expect([only('/ip/hotspot/active'), only('/queue/simple')]).toEqual([undefined, undefined]);
    expect(sim.row('/ip/hotspot/user', 'v1')).toMatchObject({ uptime: '1m30s' });
    run('/ip/hotspot/user/reset-counters', '=numbers=v1');
    expect(sim.row('/ip/hotspot/user', 'v1')).toMatchObject({ uptime: '0s', 'bytes-out': '0' });
    expect(sim.rows('/log').map((row) => row.message)).toEqual(
      expect.arrayContaining(['v1 (10.20.64.10): logged in', 'v1 (10.20.64.10): logged out: user request']),
    );
    await sim.reboot(1);
    expect(only('/ip/hotspot/host')).toMatchObject({ 'mac-address': MAC, authorized: 'false' });
  });

  it.each([
    ['invalid username or password', () => login('nobody')],
    ['invalid username or password', () => login('v1', '1')],
    ['unknown host IP 1.2.3.4', () => login('v1', '001', '1.2.3.4')],
    ['invalid username or password', () => (run('/ip/hotspot/user/disable', '=numbers=v1'), login())],
    [
      'user v1 is not allowed to log in from this MAC address',
      () => (run('/ip/hotspot/user/set', '=.id=v1', `=mac-address=${OTHER}`), login()),
    ],
    [
      'RADIUS server is not responding',
      () => (run('/ip/hotspot/profile/set', '=.id=hsprof1', '=use-radius=yes'), login('r')),
    ],
  ])('is refused: %s', (error, attempt) => {
    expect(attempt()).toEqual({ ok: false, error });
  });

  it('shares a user with as many as the profile says', () => {
    login();
    sim.hotspot.join({ mac: OTHER });
    expect(login('v1', '001', OTHER)).toEqual({ ok: false, error: 'no more sessions are allowed for user v1' });
    expect(login()).toMatchObject({ ok: true }); // the same device takes its own place
    run('/ip/hotspot/user/profile/set', '=.id=2M', '=shared-users=unlimited');
    expect(login('v1', '001', OTHER)).toMatchObject({ ok: true });
    expect(sim.rows('/ip/hotspot/active')).toHaveLength(2);
  });

  it('is cut off by limit-uptime and does not come in again', async () => {
    run('/ip/hotspot/profile/set', '=.id=hsprof1', '=login-by=http-pap');
    run('/ip/hotspot/user/set', '=.id=v1', '=limit-uptime=1h');
    login();
    expect(only('/ip/hotspot/active')).toMatchObject({
      'session-time-left': expect.stringMatching(/^1h|59m59s/) as string,
    });
    sim.hotspot.consume(MAC, { uptimeMs: 3_600_000 });
    await sim.until(() => only('/ip/hotspot/active') === undefined);
    expect(login()).toEqual({ ok: false, error: 'user v1 has reached uptime limit' });
    expect(sim.rows('/log').at(-3)?.message).toBe('v1 (10.20.64.10): logged out: session timeout');
  });

  it('is cut off by limit-bytes-total', async () => {
    run('/ip/hotspot/profile/set', '=.id=hsprof1', '=login-by=http-pap');
    run('/ip/hotspot/user/set', '=.id=v1', '=limit-bytes-total=1M');
    login();
    expect(only('/ip/hotspot/active')).toMatchObject({ 'limit-bytes-total': '1000000' });
    sim.hotspot.consume(MAC, { bytesOut: 999_999n });
    await sim.until(() => only('/ip/hotspot/active') === undefined);
    expect(login()).toEqual({ ok: false, error: 'user v1 has reached traffic limit' });
  });

  it('may come again after a session-timeout, which bounds one session only', async () => {
    run('/ip/hotspot/profile/set', '=.id=hsprof1', '=login-by=http-pap');
    run('/ip/hotspot/user/profile/set', '=.id=2M', '=session-timeout=50ms');
    login();
    await sim.until(() => only('/ip/hotspot/active') === undefined);
    expect(login()).toMatchObject({ ok: true });
  });

  it('is logged out when idle, and gone when out of reach', async () => {
    run('/ip/hotspot/profile/set', '=.id=hsprof1', '=login-by=http-pap');
    run('/ip/hotspot/user/profile/set', '=.id=2M', '=idle-timeout=40ms', '=keepalive-timeout=40ms');
    login();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(only('/ip/hotspot/active')).toBeDefined();
    sim.hotspot.rest(MAC, true);
    await sim.until(() => only('/ip/hotspot/active') === undefined);
    login();
    sim.hotspot.leave(MAC);
    await sim.until(() => only('/ip/hotspot/active') === undefined);
    expect(only('/ip/hotspot/host')).toBeUndefined();
    expect(sim.rows('/ip/pool/used')).toEqual([]);
  });

  it('comes back by its cookie, without any check, until the cookie is removed', async () => {
    login();
    expect(only('/ip/hotspot/cookie')).toMatchObject({ user: 'v1', 'mac-cookie': 'true', 'expires-in': '2d23h59m59s' });
    run('/ip/hotspot/user/disable', '=numbers=v1');
    run('/ip/hotspot/active/remove', `=.id=${only('/ip/hotspot/active')?.['.id'] ?? ''}`);
    expect(only('/ip/hotspot/active')).toBeUndefined();
    await sim.until(() => only('/ip/hotspot/active')?.['login-by'] === 'mac-cookie');
    run('/ip/hotspot/cookie/remove', `=.id=${only('/ip/hotspot/cookie')?.['.id'] ?? ''}`);
    run('/ip/hotspot/active/remove', `=.id=${only('/ip/hotspot/active')?.['.id'] ?? ''}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(only('/ip/hotspot/active')).toBeUndefined();
  });

  it('is let in over the API', () => {
    const by = (...words: string[]): string | null => run('/ip/hotspot/active/login', ...words).trap;
    expect(by('=user=v1', '=password=001', '=ip=10.9.9.9')).toBe('failure: unknown host IP 10.9.9.9');
    expect(by('=user=v1', '=password=x', '=ip=10.20.64.10')).toBe('failure: invalid username or password');
    expect(by('=user=v1', '=password=001', '=ip=10.20.64.10', `=mac-address=${MAC}`)).toBeNull();
    expect(only('/ip/hotspot/active')).toMatchObject({ user: 'v1', address: '10.20.64.10' });
  });

  it('is bypassed, blocked or given an address by a binding', async () => {
    const bind = (...words: string[]): void => {
      run('/ip/hotspot/ip-binding/add', `=mac-address=${MAC}`, ...words);
    };
    bind('=type=bypassed', '=to-address=10.20.64.99');
    await sim.until(() => only('/ip/hotspot/host')?.bypassed === 'true');
    expect(sim.reach({ from: '10.20.64.99' })).toMatchObject({ verdict: 'allowed' });
    run('/ip/hotspot/ip-binding/set', '=.id=*1', '=type=blocked');
    await sim.until(() => only('/ip/hotspot/host')?.blocked === 'true');
    expect(sim.reach({ from: '10.20.64.99' })).toMatchObject({ verdict: 'rejected' });
    expect(login()).toMatchObject({ ok: false });
    run('/ip/hotspot/ip-binding/remove', '=.id=*1');
    await sim.until(() => only('/ip/hotspot/host')?.blocked === 'false');
    const host = only('/ip/hotspot/host')?.['.id'] ?? '';
    expect(run('/ip/hotspot/host/make-binding', `=numbers=${host}`, '=type=bypassed').trap).toBeNull();
    expect(only('/ip/hotspot/ip-binding')).toMatchObject({ 'mac-address': MAC, type: 'bypassed' });
  });

  it('reaches the login page and the walled garden before the login, everything after', () => {
    const from = '10.20.64.10';
    run('/ip/hotspot/walled-garden/add', '=dst-host=*.example.com');
    run('/ip/hotspot/walled-garden/ip/add', '=dst-address=198.51.100.7', '=protocol=tcp', '=dst-port=443');
    expect(sim.reach({ from, port: 80 })).toMatchObject({ verdict: 'redirected', to: '10.20.64.1:80' });
    expect(sim.reach({ from })).toMatchObject({ verdict: 'rejected' });
    expect(sim.reach({ from, port: 53, protocol: 'udp' })).toMatchObject({ verdict: 'allowed' });
    expect(sim.reach({ from, host: 'pay.example.com' })).toMatchObject({ verdict: 'allowed' });
    expect(sim.reach({ from, to: '198.51.100.7' })).toMatchObject({ verdict: 'allowed' });
    login();
    expect(sim.reach({ from })).toMatchObject({ verdict: 'allowed' });
  });

  it('gets a queue without brackets on old lines', async () => {
    await sim.close();
    start('6.49', {
      '/ip/hotspot/user/profile': [{ name: '2M', 'rate-limit': '1M/2M' }],
      '/ip/hotspot/user': [{ name: 'v1', password: '001', profile: '2M' }],
    });
    sim.hotspot.join({ mac: MAC });
    expect(login()).toMatchObject({ ok: true });
    expect(sim.row('/queue/simple', 'hotspot-v1')).toBeDefined();
  });
});
