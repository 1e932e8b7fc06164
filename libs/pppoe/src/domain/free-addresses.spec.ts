import { formatAddress, freeAddresses, parseAddress, sizeOf } from './free-addresses';

const v4 = { firstAddress: '10.0.0.254', lastAddress: '10.0.1.3', prefixLength: null, excluded: ['10.0.1.0'] };
const v6 = { firstAddress: '2001:db8:1000::', lastAddress: '2001:db8:1000:3ff:ffff:ffff:ffff:ffff', prefixLength: 56 };

describe('free addresses', () => {
  it('reads and writes both families', () => {
    for (const text of ['0.0.0.0', '10.20.0.7', '255.255.255.255', '2001:db8:0:0:0:0:0:1']) {
      expect(formatAddress(parseAddress(text)!)).toBe(text);
    }
    expect(parseAddress('2001:db8::1/56')?.value).toBe(parseAddress('2001:db8:0:0:0:0:0:1')?.value);
    for (const bad of ['', '10.0.0', '10.0.0.256', '1::2::3', '1:2:3', 'gg::'])
      expect(parseAddress(bad)).toBeUndefined();
  });

  it('gives the lowest free ones, over the edge of a byte, and stops at the end', () => {
    expect(sizeOf(v4)).toBe(6n);
    expect(freeAddresses(v4, ['10.0.0.255/32'], 9)).toEqual(['10.0.0.254', '10.0.1.1', '10.0.1.2', '10.0.1.3']);
    expect(freeAddresses(v4, [], 1)).toEqual(['10.0.0.254']);
  });

  it('gives whole prefixes, none of which anything lies in already', () => {
    const range = { ...v6, excluded: [] };
    expect(sizeOf(range)).toBe(4n);
    expect(freeAddresses(range, ['2001:db8:1000:100::/56', '2001:db8:1000:2ab::1'], 9)).toEqual([
      '2001:db8:1000:0:0:0:0:0/56',
      '2001:db8:1000:300:0:0:0:0/56',
    ]);
  });
});
