import { judge } from './janitor';
import { MAX_CHECKS, nextCheckAt } from './check-schedule';

const at = (text: string): Date => new Date(`2026-11-22T${text}Z`);
const createdAt = at('00:00:00');

describe('the schedule of questions', () => {
  const next = (checks: number, now: string, expiresAt: Date | null = at('06:00:00'), chance = 0) =>
    nextCheckAt({ createdAt, expiresAt, checks }, at(now), chance)?.toISOString().slice(8, 19);

  it('asks at 5 min, 30 min, 2 h, at the end + 5 min, a day later, then no more', () => {
    expect(next(0, '00:00:00')).toBe('22T00:05:00');
    expect(next(1, '00:05:01')).toBe('22T00:30:00');
    expect(next(2, '00:30:01')).toBe('22T02:00:00');
    expect(next(3, '02:00:01')).toBe('22T06:05:00');
    expect(next(4, '06:05:01')).toBe('23T06:00:00');
    expect(next(MAX_CHECKS, '06:10:00')).toBeUndefined();
  });
  it('asks once about what passed in a downtime', () => {
    expect(next(0, '05:00:00')).toBe('22T06:05:00');
    expect(nextCheckAt({ createdAt, expiresAt: null, checks: 1 }, new Date('2026-12-01T00:00:00Z'), 0)).toBeNull();
  });
  it('orders a short QRIS by time and takes a day when no end is known', () => {
    expect(next(1, '00:05:01', at('00:10:00'))).toBe('22T00:15:00');
    expect(next(3, '02:30:00', null)).toBe('23T00:05:00');
  });
  it('spreads by up to a tenth, five minutes at most, never earlier', () => {
    expect(next(0, '00:00:00', at('06:00:00'), 0.999)).toBe('22T00:05:29');
    expect(next(4, '06:05:01', at('06:00:00'), 0.999)).toBe('23T06:04:59');
  });
});

describe('the janitor', () => {
  const live = { expiresAt: at('06:00:00'), mayAskAgain: true };

  it('settles what is paid, whenever', () => {
    expect(judge('paid', { ...live, mayAskAgain: false }, at('23:00:00'))).toBe('PAID');
  });
  it('keeps what nobody knows better, and closes it when it is over', () => {
    expect(judge('unknown', live, at('07:00:00'))).toBe('KEEP');
    expect(judge('unknown', { ...live, mayAskAgain: false }, at('06:04:59'))).toBe('KEEP');
    expect(judge('absent', { ...live, mayAskAgain: false }, at('06:05:00'))).toBe('EXPIRED');
    expect(judge('pending', { ...live, mayAskAgain: false }, at('06:05:00'))).toBe('EXPIRED');
    expect(judge('unknown', { expiresAt: null, mayAskAgain: false }, at('23:00:00'))).toBe('KEEP');
  });
  it('takes silence for no answer', () => {
    expect(judge('unknown', { ...live, mayAskAgain: false }, at('06:05:00'))).toBe('UNANSWERED');
  });
  it('believes definite answers, and shows people money that came and went', () => {
    expect(judge('expired', live, at('01:00:00'))).toBe('EXPIRED');
    expect(judge('failed', live, at('01:00:00'))).toBe('FAILED');
    expect(judge('refunded', live, at('01:00:00'))).toBe('ODD');
  });
});
