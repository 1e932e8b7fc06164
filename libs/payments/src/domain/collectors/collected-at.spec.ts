import { OFFLINE_AFTER_MS, resolveCollectedAt } from './collected-at';

const asOf = new Date('2026-11-22T05:00:00Z');
const before = (ms: number): Date => new Date(asOf.getTime() - ms);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe('resolveCollectedAt', () => {
  it('takes now where the phone says nothing', () => {
    expect(resolveCollectedAt({}, asOf)).toEqual({ receivedAt: asOf, flags: [], offline: false });
  });

  it('takes what the phone says, days later too', () => {
    const collectedAt = before(3 * DAY);
    expect(resolveCollectedAt({ collectedAt, sentAt: before(5_000) }, asOf)).toEqual({
      ...{ receivedAt: collectedAt, flags: [], offline: true },
    });
  });

  it('forgives a clock that is ahead by less than two minutes', () => {
    expect(resolveCollectedAt({ collectedAt: before(-90_000) }, asOf)).toEqual({
      ...{ receivedAt: asOf, flags: [], offline: false },
    });
  });

  it('puts a wrong clock right by what it says at the time of sending', () => {
    const wrong = { collectedAt: before(-10 * HOUR), sentAt: before(-12 * HOUR) };
    const { receivedAt, flags, offline } = resolveCollectedAt(wrong, asOf);
    expect({ receivedAt, flags, offline }).toEqual({
      receivedAt: before(2 * HOUR),
      flags: ['CLOCK_SKEW'],
      offline: true,
    });
  });

  it('records the future as now, and flags it', () => {
    expect(resolveCollectedAt({ collectedAt: before(-DAY) }, asOf)).toMatchObject({
      ...{ receivedAt: asOf, flags: ['CLOCK_AHEAD'] },
    });
  });

  it('records what is too old at the oldest day that counts, and flags it', () => {
    const { receivedAt, flags } = resolveCollectedAt({ collectedAt: before(400 * DAY) }, asOf);
    expect(flags).toEqual(['TOO_OLD']);
    expect(receivedAt.getTime()).toBe(asOf.getTime() - 90 * DAY + 60_000);
  });

  it('calls only what waited longer than the tolerance offline', () => {
    expect(resolveCollectedAt({ collectedAt: before(OFFLINE_AFTER_MS) }, asOf).offline).toBe(false);
    expect(resolveCollectedAt({ collectedAt: before(OFFLINE_AFTER_MS + 1) }, asOf).offline).toBe(true);
  });
});
