import { clockSkewMs, instantOf } from './clock-reading';
import { isAtLeast, majorOf, plainVersion } from './ros-version';

describe('the clock of a router', () => {
  it.each([
    ['jan/02/2026', '10:11:12', '+07:00', '2026-01-02T03:11:12.000Z'],
    ['Dec/31/2025', '23:59:59', '-03:30', '2026-01-01T03:29:59.000Z'],
    ['2026-01-02', '00:00:00', '+09:00', '2026-01-01T15:00:00.000Z'],
    ['1970-01-01', '00:00:05', '+00:00', '1970-01-01T00:00:05.000Z'],
    ['2026-01-02', '10:11:12', undefined, '2026-01-02T10:11:12.000Z'],
  ])('%s %s %s', (date, time, offset, expected) => {
    expect(instantOf({ date, time, 'gmt-offset': offset })?.toISOString()).toBe(expected);
  });

  it.each([
    {},
    { date: 'xyz/02/2026', time: '10:11:12' },
    { date: '2026-01-02', time: 'soon' },
    { date: '02.01.2026' },
  ])('is unknown where it prints %j', (reading) => {
    expect(clockSkewMs(reading, new Date(0))).toBeUndefined();
  });

  it('is ahead or behind by milliseconds', () => {
    const reading = { date: '2026-01-02', time: '10:00:00', 'gmt-offset': '+07:00' };
    expect(clockSkewMs(reading, new Date('2026-01-02T03:00:00.500Z'))).toBe(0);
    expect(clockSkewMs(reading, new Date('2026-01-02T02:50:00.500Z'))).toBe(600_000);
    expect(clockSkewMs(reading, new Date('2026-01-02T03:10:00.500Z'))).toBe(-600_000);
  });
});

describe('RouterOS versions', () => {
  it.each([
    ['7.10', '7.9', true],
    ['7.9', '7.10', false],
    ['7.16.2 (stable)', '7.16', true],
    ['6.49.19 (long-term)', '7.1', false],
    ['7.20beta4', '7.20', true],
    ['7.18', '7.18', true],
    ['', '6.49', false],
  ])('%s is at least %s: %s', (version, than, expected) => {
    expect(isAtLeast(version, than)).toBe(expected);
  });

  it('are read without their channel', () => {
    expect([plainVersion('7.16.2 (stable)'), majorOf('6.49.19 (long-term)')]).toEqual(['7.16.2', 6]);
  });
});
