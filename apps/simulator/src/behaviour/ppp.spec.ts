import { SimulatedRouter } from '../router/simulated-router';

/** A router without a started port: the PPP side needs no socket. */
function router(...secrets: Record<string, string>[]): SimulatedRouter {
  return new SimulatedRouter({
    version: '7.16',
    network: 20,
    rows: {
      '/ppp/profile': [
        { name: '10M', 'rate-limit': '2M/10M' },
        { name: 'isolir', 'rate-limit': '128k/128k', 'address-list': 'isolir' },
        { name: 'once', 'only-one': 'yes' },
      ],
      '/ppp/secret': secrets,
    },
  });
}

const BUDI = { name: 'budi', password: '001234', profile: '10M' };

describe('PPPoE', () => {
  // why: modems reach a router only while it is on; the server itself is asked here
  const dial = (target: SimulatedRouter, name: string, password = '001234') =>
    target.ppp.dial({ name, password, callerId: '02:00:00:00:00:01' });

  it('shows a session everywhere that RouterOS shows it', () => {
    const sim = router(BUDI);
    expect(dial(sim, 'budi')).toMatchObject({ online: true });
    expect(sim.row('/ppp/active', 'budi')).toMatchObject({
      '.id': '*80000001',
      service: 'pppoe',
      address: '10.20.0.2',
      'caller-id': '02:00:00:00:00:01',
      uptime: '0s',
      'session-id': '0x81100000',
    });
    expect(sim.row('/interface', '<pppoe-budi>')).toMatchObject({ type: 'pppoe-in', dynamic: 'true', running: 'true' });
    expect(sim.row('/queue/simple', '<pppoe-budi>')).toMatchObject({
      'max-limit': '2000000/10000000',
      dynamic: 'true',
    });
    expect(sim.rows('/ip/pool/used')).toMatchObject([{ pool: 'pppoe-pool', address: '10.20.0.2', info: 'budi' }]);
    expect(sim.rows('/log').map((row) => row.message)).toContain('budi logged in, 10.20.0.2 from 02:00:00:00:00:01');
  });

  it('takes all of it away again and notes the end in the secret', () => {
    const sim = router(BUDI);
    expect(sim.row('/ppp/secret', 'budi')).toMatchObject({ 'last-logged-out': '1970-01-01 00:00:00' });
    dial(sim, 'budi');
    expect(sim.hangUp('budi')).toBe(true);
    expect(sim.online('budi')).toBe(false);
    for (const menu of ['/ppp/active', '/ip/pool/used', '/queue/simple']) expect(sim.rows(menu)).toEqual([]);
    expect(sim.row('/interface', '<pppoe-budi>')).toBeUndefined();
    expect(sim.row('/ppp/secret', 'budi')).toMatchObject({
      'last-disconnect-reason': 'peer-request',
      'last-caller-id': '02:00:00:00:00:01',
      'last-logged-out': expect.stringMatching(/^20\d\d-/) as string,
    });
  });

  it('puts the address into the list of the profile', () => {
    const sim = router({ ...BUDI, profile: 'isolir' });
    dial(sim, 'budi');
    expect(sim.rows('/ip/firewall/address-list')).toMatchObject([
      { list: 'isolir', address: '10.20.0.2', dynamic: 'true' },
    ]);
    sim.run('/ppp/active/remove', '=.id=budi');
    expect(sim.rows('/ip/firewall/address-list')).toEqual([]);
    expect(sim.row('/ppp/secret', 'budi')).toMatchObject({ 'last-disconnect-reason': 'nas-request' });
  });

  it('keeps the terms of a session until it is dialled again', () => {
    const sim = router(BUDI);
    dial(sim, 'budi');
    sim.run('/ppp/secret/set', '=.id=budi', '=profile=isolir', '=disabled=yes');
    expect(sim.online('budi')).toBe(true);
    expect(sim.session('budi')?.terms.profile).toBe('10M');
  });

  it.each([
    ['unknown', 'nobody', '001234', /failed/],
    ['wrong password', 'budi', '1234', /wrong password/],
    ['disabled', 'off', '001234', /disabled/],
    ['other service', 'l2tp', '001234', /wrong service/],
    ['bound to another device', 'bound', '001234', /caller id/],
  ])('refuses: %s', (_what, name, password, reason) => {
    const sim = router(
      BUDI,
      { ...BUDI, name: 'off', disabled: 'true' },
      { ...BUDI, name: 'l2tp', service: 'l2tp' },
      { ...BUDI, name: 'bound', 'caller-id': '02:FF:FF:FF:FF:FF' },
    );
    expect(dial(sim, name, password)).toEqual({ online: false, reason: expect.stringMatching(reason) as string });
  });

  it('replaces a session of the same name, unless only one is allowed', () => {
    const sim = router(BUDI, { ...BUDI, name: 'single', profile: 'once' });
    dial(sim, 'budi');
    dial(sim, 'budi');
    expect(sim.rows('/ppp/active')).toHaveLength(1);
    dial(sim, 'single');
    expect(dial(sim, 'single')).toMatchObject({ online: false });
  });

  it('gives a fixed address, and none where there is none to give', () => {
    const sim = router({ ...BUDI, 'remote-address': '172.16.5.5' }, { ...BUDI, name: 'siti' });
    dial(sim, 'budi');
    expect(sim.session('budi')?.terms.address).toBe('172.16.5.5');
    sim.run('/ip/pool/set', '=.id=pppoe-pool', '=ranges=10.20.0.2');
    expect(dial(sim, 'siti')).toMatchObject({ online: true });
    sim.run('/ppp/secret/add', '=name=ani', '=password=001234');
    expect(dial(sim, 'ani')).toEqual({ online: false, reason: 'could not determine remote address' });
    sim.hangUp('siti');
    expect(dial(sim, 'ani')).toMatchObject({ online: true });
  });

  it('writes dynamic names without brackets on old lines', () => {
    const sim = new SimulatedRouter({ version: '6.49', rows: { '/ppp/secret': [{ name: 'a', password: 'b' }] } });
    sim.ppp.dial({ name: 'a', password: 'b', callerId: '02:00:00:00:00:01' });
    expect(sim.row('/interface', 'pppoe-a')).toBeDefined();
  });

  it('ends by the bytes of its secret, runs scripts, and hangs its queue below its parent', async () => {
    const sim = router({ ...BUDI, 'limit-bytes-out': '10000' });
    sim.run('/queue/simple/add', '=name=all', '=target=10.0.0.0/8');
    sim.run(
      '/ppp/profile/set',
      '=.id=10M',
      '=parent-queue=all',
      '=on-up=:log info "up $user"',
      '=on-down=:log info down',
    );
    dial(sim, 'budi');
    expect(sim.row('/queue/simple', '<pppoe-budi>')).toMatchObject({ parent: 'all' });
    expect(sim.rows('/log').map((row) => row.message)).toContain('up budi');
    await sim.until(() => !sim.online('budi'));
    expect(sim.rows('/log').map((row) => row.message)).toContain('down');
  });
});
