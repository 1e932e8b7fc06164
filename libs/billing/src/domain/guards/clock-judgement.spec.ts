import { type ClockReadings, judgeClock } from './clock-judgement';
import { periodCap } from './period-cap';

const NOW = Date.UTC(2025, 10, 1);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** A tick five minutes after the last one, all clocks right, seen by a process that lives. */
const readings = (more: Partial<ClockReadings> = {}): ClockReadings => ({
  dbNow: new Date(NOW),
  appNow: new Date(NOW),
  monotonicMs: 1_000_000,
  lastAsOf: new Date(NOW - 5 * MINUTE),
  lastHeartbeat: new Date(NOW - MINUTE),
  previous: { wall: new Date(NOW - 5 * MINUTE), monotonicMs: 1_000_000 - 5 * MINUTE },
  ...more,
});

describe('G7: the clocks of a tick', () => {
  it('agree: it runs', () => {
    expect(judgeClock(readings())).toEqual({ kind: 'TICK' });
    expect(judgeClock(readings({ lastAsOf: null, lastHeartbeat: null, previous: null }))).toEqual({ kind: 'TICK' });
  });

  it('went back by more than five minutes: refused', () => {
    expect(judgeClock(readings({ lastAsOf: new Date(NOW + 5 * MINUTE) })).kind).toBe('TICK');
    expect(judgeClock(readings({ lastAsOf: new Date(NOW + HOUR) }))).toMatchObject({
      kind: 'REFUSE',
      why: 'WENT_BACK',
    });
  });

  it('disagree by more than 30 seconds: refused', () => {
    expect(judgeClock(readings({ appNow: new Date(NOW - 31_000) }))).toMatchObject({
      kind: 'REFUSE',
      why: 'CLOCKS_DISAGREE',
    });
  });

  it('jumped a year while the process lived: everything waits (F14)', () => {
    const year = new Date(NOW + 365 * 24 * HOUR);
    expect(judgeClock(readings({ dbNow: year, appNow: year }))).toMatchObject({ kind: 'HOLD', why: 'CLOCK_FAULT' });
    expect(judgeClock(readings({ dbNow: year })).kind).toBe('HOLD');
  });

  it('stood still with everybody down: a catch-up (F16)', () => {
    const down = { lastAsOf: new Date(NOW - 240 * HOUR), lastHeartbeat: new Date(NOW - 240 * HOUR), previous: null };
    expect(judgeClock(readings(down))).toEqual({ kind: 'CATCH_UP', gapMs: 240 * HOUR });
  });

  it('a process that slept with the machine is no fault when its own clock slept too, but a catch-up', () => {
    const slept = {
      lastHeartbeat: new Date(NOW - 5 * HOUR),
      previous: { wall: new Date(NOW - 5 * HOUR), monotonicMs: 1_000_000 - 5 * HOUR },
    };
    expect(judgeClock(readings(slept)).kind).toBe('CATCH_UP');
  });

  it('the cap of periods follows', () => {
    expect([periodCap(false), periodCap(true)]).toEqual([2, 24]);
  });
});
