import { extended } from './extension';
import { type Voucher } from './voucher';

const NOW = new Date('2026-11-22T10:00:00Z');
const hours = (count: number): Date => new Date(NOW.getTime() + count * 3_600_000);
const voucher = (more: Partial<Voucher>): Voucher =>
  ({
    ...{ firstLoginAt: hours(-5), expiresAt: null, validityMinutes: null, validUntil: null, uptimeLimitSeconds: null },
    ...{ dataLimitBytes: null, usedSeconds: 0n, usedBytes: 0n },
    ...more,
  }) as Voucher;

describe('extension of a voucher', () => {
  it('counts from its end, or from now when that is past', () => {
    expect(extended(voucher({ expiresAt: hours(2) }), { minutes: 60 }, NOW)?.expiresAt).toEqual(hours(3));
    expect(extended(voucher({ expiresAt: hours(-2) }), { minutes: 60 }, NOW)?.expiresAt).toEqual(hours(1));
  });

  it('moves a fixed last day too, never to an earlier one', () => {
    const fixed = { expiresAt: hours(1), validUntil: hours(1) };
    expect(extended(voucher(fixed), { minutes: 60 }, NOW)?.validUntil).toEqual(hours(2));
    const later = { expiresAt: hours(1), validUntil: hours(9) };
    expect(extended(voucher(later), { minutes: 60 }, NOW)?.validUntil).toEqual(hours(9));
  });

  it('is refused where it changes nothing, or the voucher would be over all the same', () => {
    expect(extended(voucher({ expiresAt: hours(1) }), {}, NOW)).toBeUndefined();
    expect(extended(voucher({}), { minutes: 60 }, NOW)).toBeUndefined();
    expect(extended(voucher({ expiresAt: hours(1) }), { bytes: 5n }, NOW)).toBeUndefined();
    const used = { dataLimitBytes: 10n, usedBytes: 10n, expiresAt: hours(-1) };
    expect(extended(voucher(used), { minutes: 60 }, NOW)).toBeUndefined();
    expect(extended(voucher(used), { minutes: 60, bytes: 5n }, NOW)).toMatchObject({ dataLimitBytes: 15n });
  });
});
