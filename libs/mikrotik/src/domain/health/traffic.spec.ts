import { bitsPerSecond, counterDelta, trafficBetween } from './traffic';

describe('traffic of interfaces', () => {
  it.each<[string, string, string, boolean, bigint | null]>([
    ['grows', '1000', '1500', true, 500n],
    ['stands still', '7', '7', true, 0n],
    ['has 20 digits', '18446744073709551000', '18446744073709551600', true, 600n],
    ['wraps at 64 bits', '18446744073709551615', '9', true, 10n],
    ['wraps at 32 bits', '4294967290', '4', true, 10n],
    ['is reset', '3000000000', '5000', true, null],
    ['is reset near the top of nothing', '5000000000', '4', true, null],
    ['is reset by a reboot, however high it was', '4294967290', '4', false, null],
    ['grows through a reboot beyond what it was', '10', '4000', false, 3_990n],
    ['is no number', '', '4', true, null],
    ['is no number', '4', 'unlimited', true, null],
  ])('a counter that %s: %s → %s', (_, before, now, wraps, delta) => {
    expect(counterDelta(before, now, wraps)).toBe(delta);
  });

  it('is unknown when one direction is', () => {
    expect(trafficBetween({ rx: '5', tx: '10' }, { rx: '1', tx: '30' })).toBeNull();
    expect(trafficBetween({ rx: '5', tx: '10' }, { rx: '6', tx: '30' })).toEqual({ rx: 1n, tx: 20n });
  });

  it('is told in bits per second', () => {
    expect(bitsPerSecond(1_250_000n, 10_000)).toBe(1_000_000n);
    expect(bitsPerSecond(1n, 0)).toBe(8_000n);
  });
});
