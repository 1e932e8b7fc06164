import fc from 'fast-check';
import { canonicalAddress, isHost, Networks, parseNetwork, SPECIAL_NETWORKS } from './networks';
import { isPortAmong, parsePorts } from './ports';

describe('hosts', () => {
  it.each(['10.0.0.1', 'fd00::1', 'router-1.isp.co.id', 'r1'])('%s is one', (host) => {
    expect(isHost(host)).toBe(true);
  });
  it.each(['10.0.0.1:8728', 'http://r1', 'a b', '', '-r1', 'user@r1', '10.1', '0x7f.1', '2130706433', 'r_1', 'a..b'])(
    '%s is none',
    (host) => {
      expect(isHost(host)).toBe(false);
    },
  );
});

describe('networks', () => {
  it('hold addresses of both families', () => {
    const networks = new Networks(['10.0.0.0/8', 'fc00::/7']);
    expect(['10.255.0.1', '::ffff:10.0.0.1', '::ffff:a00:1', 'fd12::1'].every((one) => networks.has(one))).toBe(true);
    expect(['11.0.0.1', '127.0.0.1', '::1', 'fe80::1', 'r1'].some((one) => networks.has(one))).toBe(false);
    expect(parseNetwork('10.0.0.0/33')).toBeUndefined();
    expect(() => new Networks(['10.0.0.0'])).toThrow(RangeError);
  });

  it('know an IPv4 address in every IPv6 clothing', () => {
    const byte = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(byte, byte, byte, byte, (a, b, c, d) => {
        const hex = (high: number, low: number) => ((high << 8) | low).toString(16);
        const plain = `${a}.${b}.${c}.${d}`;
        const clothed = [`::ffff:${plain}`, `::FFFF:${hex(a, b)}:${hex(c, d)}`, `0:0:0:0:0:ffff:${plain}`];
        expect(clothed.map(canonicalAddress)).toEqual([plain, plain, plain]);
      }),
    );
  });

  it.each([
    '127.0.0.1',
    '127.255.255.254',
    '0.0.0.0',
    '0.1.2.3',
    '10.0.0.1',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '100.64.0.1',
    '169.254.169.254',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '0:0:0:0:0:0:0:1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::127.0.0.1',
    'fe80::1',
    'fe80::1%eth0',
    'fec0::1',
    'fd00:ec2::254',
    'ff02::1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::1',
  ])('%s is not the public internet', (address) => {
    expect(new Networks(SPECIAL_NETWORKS).has(address)).toBe(true);
  });

  it.each(['8.8.8.8', '1.1.1.1', '172.32.0.1', '100.128.0.1', '2606:4700:4700::1111', '2404:6800:4003::1'])(
    '%s is',
    (address) => {
      expect(new Networks(SPECIAL_NETWORKS).has(address)).toBe(false);
    },
  );
});

describe('ports', () => {
  it('are single or ranges', () => {
    expect(isPortAmong(443, ['443'])).toBe(true);
    expect(isPortAmong(1024, ['443', '1024-65535'])).toBe(true);
    expect(isPortAmong(1023, ['443', '1024-65535'])).toBe(false);
    expect(['0', '65536', '5-4', 'x', '1-', ''].map(parsePorts)).toEqual(Array(6).fill(undefined));
  });
});
