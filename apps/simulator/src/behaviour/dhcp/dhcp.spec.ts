import { type ConsoleResult } from '../../engine/console';
import { SimulatedRouter } from '../../router/simulated-router';

const MAC = '02:00:00:00:00:0A';
let sim: SimulatedRouter;
const run = (...words: string[]): ConsoleResult => sim.run(...words);
const add = (...words: string[]): ConsoleResult => run('/ip/dhcp-server/lease/add', '=server=dhcp1', ...words);
const lease = (): Record<string, string> | undefined => sim.rows('/ip/dhcp-server/lease')[0];

beforeEach(async () => {
  sim = new SimulatedRouter({ version: '7.16', network: 20, dhcp: true, modemTiming: { redialMs: 20 } });
  await sim.start();
});

afterEach(async () => {
  await sim.close();
});

describe('a lease', () => {
  it('is handed out, renewed, made static and waits when its client is gone', async () => {
    expect(sim.dhcp.request({ mac: MAC, hostName: 'hp' })).toEqual({ bound: true, address: '10.20.80.10' });
    expect(lease()).toMatchObject({
      status: 'bound',
      dynamic: 'true',
      'active-mac-address': MAC,
      'host-name': 'hp',
      'expires-after': expect.stringMatching(/^(30m|29m59s)$/) as string,
    });
    const id = lease()?.['.id'] ?? '';
    expect(run('/ip/dhcp-server/lease/set', `=.id=${id}`, '=comment=x').trap).toMatch(/dynamic/);
    expect(run('/ip/dhcp-server/lease/make-static', `=numbers=${id}`).trap).toBeNull();
    expect(lease()).toMatchObject({ '.id': id, dynamic: 'false', status: 'bound' });
    sim.dhcp.release(MAC);
    expect(lease()).toMatchObject({ status: 'waiting', 'last-seen': '0s' });
    expect(lease()).not.toHaveProperty('active-address');
    expect(sim.dhcp.request({ mac: MAC })).toEqual({ bound: true, address: '10.20.80.10' });
    await sim.reboot(1);
    await sim.until(() => lease()?.status === 'bound');
  });

  it('expires when its client does not renew it', async () => {
    run('/ip/dhcp-server/set', '=.id=dhcp1', '=lease-time=100ms');
    sim.dhcp.request({ mac: MAC });
    await new Promise((resolve) => setTimeout(resolve, 250));
    expect(lease()).toBeDefined(); // renewed
    sim.dhcp.leave(MAC);
    await sim.until(() => lease() === undefined);
    expect(sim.rows('/ip/pool/used')).toEqual([]);
  });

  it('that is static comes with lists, queue and ARP entry, and takes changes at once', () => {
    run('/ip/dhcp-server/set', '=.id=dhcp1', '=add-arp=yes');
    add('=address=10.20.80.99', `=mac-address=${MAC.toLowerCase()}`, '=rate-limit=1M/2M', '=comment=budi');
    expect(lease()).toMatchObject({ status: 'waiting', 'last-seen': 'never', 'mac-address': MAC });
    expect(sim.dhcp.request({ mac: MAC })).toEqual({ bound: true, address: '10.20.80.99' });
    expect(sim.rows('/queue/simple')).toMatchObject([{ 'max-limit': '1000000/2000000', target: '10.20.80.99/32' }]);
    expect(sim.rows('/ip/arp')).toMatchObject([{ address: '10.20.80.99', DHCP: 'true', interface: 'ether3' }]);
    run('/ip/dhcp-server/lease/set', '=.id=*1', '=address-lists=isolir');
    expect(sim.rows('/ip/firewall/address-list')).toMatchObject([{ list: 'isolir', address: '10.20.80.99' }]);
    run('/ip/dhcp-server/lease/set', '=.id=*1', '=address-lists=');
    expect(sim.rows('/ip/firewall/address-list')).toEqual([]);
    expect(lease()).toMatchObject({ comment: 'budi', status: 'bound' });
  });

  it('follows what the operator does', async () => {
    add('=address=10.20.80.99', `=mac-address=${MAC}`);
    sim.dhcp.request({ mac: MAC });
    run('/ip/dhcp-server/lease/set', '=.id=*1', '=block-access=yes');
    expect(lease()).toMatchObject({ status: 'waiting' });
    await sim.until(() => lease()?.blocked === 'true');
    run('/ip/dhcp-server/lease/remove', '=.id=*1');
    expect(sim.dhcp.request({ mac: MAC })).toEqual({ bound: true, address: '10.20.80.10' });
    run('/ip/dhcp-server/lease/remove', `=.id=${lease()?.['.id'] ?? ''}`);
    await sim.until(() => lease()?.status === 'bound');
  });

  it('is unique by address, and refused where it cannot be', () => {
    add('=address=10.20.80.99');
    expect(add('=address=10.20.80.99').trap).toMatch(/^failure: already have/);
    expect(add().trap).toBeNull();
    expect(add().trap).toBeNull();
    expect(add('=mac-address=xx').trap).toBe('invalid value for argument mac-address');
    expect(run('/ip/dhcp-server/lease/add', '=server=none').trap).toBe('input does not match any value of server');
    run('/ip/dhcp-server/disable', '=numbers=dhcp1');
    expect(sim.dhcp.request({ mac: MAC })).toMatchObject({ bound: false });
  });
});

describe('interfaces', () => {
  it('of bridges and VLANs stand in /interface too', () => {
    run('/interface/bridge/add', '=name=lan');
    run('/interface/vlan/add', '=interface=lan', '=vlan-id=100');
    expect(sim.row('/interface', 'lan')).toMatchObject({ type: 'bridge', running: 'true' });
    expect(sim.row('/interface', 'vlan1')).toMatchObject({ type: 'vlan' });
    run('/interface/bridge/set', '=.id=lan', '=name=lan2', '=comment=c');
    expect(sim.row('/interface', 'lan2')).toMatchObject({ comment: 'c' });
    expect(sim.row('/interface/vlan', 'vlan1')).toMatchObject({ interface: 'lan2' });
    run('/interface/set', '=.id=ether1', '=comment=uplink');
    expect(sim.row('/interface/ethernet', 'ether1')).toMatchObject({ comment: 'uplink' });
    run('/interface/bridge/remove', '=.id=lan2');
    expect(sim.row('/interface', 'lan2')).toBeUndefined();
    expect(run('/interface/bridge/add', '=name=ether1').trap).toBeNull(); // why: hardware may differ
    expect(run('/interface/remove', '=.id=ether1').trap).toBe('no such command');
  });

  it('tell their rates', () => {
    const once = (...words: string[]) => run('/interface/monitor-traffic', '=once=', ...words);
    const { rows } = once('=interface=ether1,ether2');
    expect(rows.map((row) => row.name)).toEqual(['ether1', 'ether2']);
    expect(Number(rows[0]?.['rx-bits-per-second'])).toBeGreaterThan(0);
    expect(Object.keys(once('=interface=ether1', '=.proplist=name,tx-bits-per-second').rows[0] ?? {})).toEqual([
      'name',
      'tx-bits-per-second',
    ]);
    expect(once('=interface=none').trap).toBe('input does not match any value of interface');
  });
});

describe('RADIUS', () => {
  it('is configured', () => {
    expect(run('/radius/add', '=service=ppp,hotspot', '=address=10.0.0.5', '=secret=s').trap).toBeNull();
    expect(run('/radius/add', '=service=mail', '=address=10.0.0.5').trap).toBe(
      'input does not match any value of service',
    );
    expect(run('/radius/unset', '=.id=*1', '=value-name=comment').trap).toBe('no such command');
    run('/radius/incoming/set', '=accept=yes', '=port=3799');
    expect(sim.rows('/radius/incoming')).toMatchObject([{ accept: 'true', port: '3799' }]);
  });
});
