import fc from 'fast-check';
import { parseRateLimit, Traffic } from './traffic';

describe('rate limits', () => {
  it.each([
    ['2M/10M', 2_000_000n, 10_000_000n],
    ['512k', 512_000n, 512_000n],
    ['1M/4M 2M/8M 1M/4M 10/10 8', 1_000_000n, 4_000_000n],
  ])('%s', (text, upload, download) => {
    expect(parseRateLimit(text)).toEqual({ upload, download });
  });

  it('are none where nothing readable stands', () => {
    expect(parseRateLimit(undefined)).toBeNull();
    expect(parseRateLimit('fast')).toBeNull();
  });
});

describe('Traffic', () => {
  it('never shrinks and stays below the limit', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(10 ** 8), fc.nat(10 ** 6), (name, start, more) => {
        let now = start;
        const traffic = new Traffic(name, { upload: 2_000_000n, download: 10_000_000n }, () => now);
        const before = [traffic.uploaded(), traffic.downloaded()] as const;
        now += more;
        const seconds = BigInt(Math.ceil(now / 1_000));
        expect(traffic.uploaded()).toBeGreaterThanOrEqual(before[0]);
        expect(traffic.downloaded()).toBeGreaterThanOrEqual(before[1]);
        expect(traffic.downloaded()).toBeLessThanOrEqual((10_000_000n / 8n) * seconds);
        expect(traffic.rate().upload).toBeLessThan(2_000_000n);
      }),
    );
  });
});
