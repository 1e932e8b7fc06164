import { localDate } from '@app/core';
import { expiryAfterPause, renew } from './renewal';
import { isBalanceLow } from './daily';

const at = (text: string): Date => new Date(text);
const service = (expiry: string | null, step = { stepMonths: 1, stepDays: 0 }) => ({
  expiresAt: expiry === null ? null : at(expiry),
  anchorDay: 31,
  step,
  zone: 'Asia/Jakarta',
});

describe('prepaid services (1.4)', () => {
  it('paid before the expiry: from it, by the anchor: 31 Jan → 28 Feb → 31 Mar', () => {
    const first = renew(service('2025-01-31T23:59:59+07:00'), at('2025-01-20T10:00:00+07:00'));
    expect(first.expiresAt).toEqual(at('2025-02-28T23:59:59+07:00'));
    const second = renew(service('2025-02-28T23:59:59+07:00'), at('2025-02-20T10:00:00+07:00'));
    expect(second).toMatchObject({ start: '2025-02-28', end: '2025-03-31', anchorDay: 31 });
  });

  it('paid after it: from the payment, or from the expiry where that is the policy', () => {
    const late = at('2025-02-10T14:30:00+07:00');
    expect(renew(service('2025-01-31T23:59:59+07:00'), late)).toEqual({
      start: localDate('2025-02-10'),
      end: localDate('2025-03-10'),
      anchorDay: 10,
      expiresAt: at('2025-03-10T14:30:00+07:00'),
    });
    expect(renew(service('2025-01-31T23:59:59+07:00'), late, 'FROM_EXPIRY').expiresAt).toEqual(
      at('2025-02-28T23:59:59+07:00'),
    );
    expect(renew(service(null), late).end).toBe('2025-03-10');
    expect(renew(service(null, { stepMonths: 0, stepDays: 7 }), late).end).toBe('2025-02-17');
  });

  it('a pause moves the expiry and keeps its time of day (P03)', () => {
    const moved = expiryAfterPause(at('2025-12-05T23:59:59+07:00'), { days: 10 }, 'Asia/Jakarta');
    expect(moved).toEqual(at('2025-12-15T23:59:59+07:00'));
    const overSummerTime = expiryAfterPause(at('2025-03-29T12:00:00+01:00'), { days: 2 }, 'Europe/Berlin');
    expect(overSummerTime).toEqual(at('2025-03-31T12:00:00+02:00'));
  });

  it('end below the least balance', () => {
    expect([isBalanceLow(0n, 0n), isBalanceLow(-1n, 0n)]).toEqual([false, true]);
  });
});
