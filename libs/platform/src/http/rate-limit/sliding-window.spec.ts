import fc from 'fast-check';
import { clientKey } from './client-key';
import { countHit, type Slots } from './sliding-window';

describe('sliding window', () => {
  it('lets through after the wait that it names, not before, and then not everything at once', () => {
    const limits = fc.integer({ min: 1, max: 50 });
    const gaps = fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 10, maxLength: 200 });
    fc.assert(
      fc.property(limits, gaps, (limit, waits) => {
        const hit = { key: 'k', windowMs: 1_000, limit };
        let slots: Slots | undefined;
        let now = 12_345;
        for (const wait of waits) {
          now += wait;
          const [next, { retryMs }] = countHit(hit, now, slots);
          slots = next;
          expect(slots.hits).toBeLessThanOrEqual(limit);
          if (retryMs === 0) continue;
          if (retryMs > 2) expect(countHit(hit, now + retryMs - 2, slots)[1].retryMs).toBeGreaterThan(0);
          expect(countHit(hit, now + retryMs, slots)[1].retryMs).toBe(0);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('never accepts more than twice the limit within any window, and the limit on average', () => {
    const hit = { key: 'k', windowMs: 1_000, limit: 10 };
    let slots: Slots | undefined;
    const accepted: number[] = [];
    for (let now = 0; now < 60_000; now += 7) {
      const [next, { retryMs }] = countHit(hit, now, slots);
      slots = next;
      if (retryMs === 0) accepted.push(now);
    }
    expect(accepted.length).toBeLessThanOrEqual(610);
    expect(accepted.length).toBeGreaterThan(300);
    for (const from of accepted) {
      expect(accepted.filter((at) => at >= from && at < from + 1_000).length).toBeLessThanOrEqual(11);
    }
  });
});

describe('the key of an address', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::6', '2001:db8:1:2::/64'],
    ['2001:db8::6', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
  ])('%s counts under %s', (address, key) => {
    expect(clientKey(address)).toBe(key);
  });
});
