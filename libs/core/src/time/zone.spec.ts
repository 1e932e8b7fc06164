import fc from 'fast-check';
import { addDays, epochDay, fromEpochDay, localDate } from './local-date';
import { instantAt, isTimeZone, localDateOf } from './zone';

const iso = (date: string, zone: string, hour?: number): string => instantAt(localDate(date), zone, hour).toISOString();

const INDONESIA = [
  ['Asia/Jakarta', 7],
  ['Asia/Makassar', 8],
  ['Asia/Jayapura', 9],
] as const;

describe('time zones', () => {
  it.each([
    ['Asia/Jakarta', '2026-01-31T17:00:00.000Z'],
    ['Asia/Makassar', '2026-01-31T16:00:00.000Z'],
    ['Asia/Jayapura', '2026-01-31T15:00:00.000Z'],
    ['UTC', '2026-02-01T00:00:00.000Z'],
  ])('T1: the day begins in %s at its own midnight', (zone, instant) => {
    expect(iso('2026-02-01', zone)).toBe(instant);
    expect(localDateOf(new Date(instant), zone)).toBe('2026-02-01');
    expect(localDateOf(new Date(Date.parse(instant) - 1), zone)).toBe('2026-01-31');
  });

  it.each([
    ['2018-11-04', 'America/Sao_Paulo', 0, '2018-11-04T03:00:00.000Z'], // 00:00 → 01:00
    ['2018-11-04', 'America/Sao_Paulo', 1, '2018-11-04T03:00:00.000Z'],
    ['2026-03-29', 'Asia/Beirut', 0, '2026-03-28T22:00:00.000Z'],
    ['2026-03-08', 'America/New_York', 2, '2026-03-08T07:00:00.000Z'], // 02:00 → 03:00
    ['2026-10-04', 'Australia/Lord_Howe', 2, '2026-10-03T15:30:00.000Z'], // 02:00 → 02:30
    ['2011-12-30', 'Pacific/Apia', 0, '2011-12-30T10:00:00.000Z'], // a day that was left out
    ['2011-12-30', 'Pacific/Apia', 9, '2011-12-30T10:00:00.000Z'],
  ])('T2: %s in %s, a clock that jumps over %d:00', (date, zone, hour, instant) => {
    expect(iso(date, zone, hour)).toBe(instant);
  });

  it.each([
    ['2026-11-01', 'America/Havana', '2026-11-01T04:00:00.000Z'], // 00:00 comes twice
    ['2018-02-18', 'America/Sao_Paulo', '2018-02-18T03:00:00.000Z'], // the hour before it came twice
  ])('T2: %s in %s, a clock that is set back, begins the first time', (date, zone, instant) => {
    expect(iso(date, zone)).toBe(instant);
  });

  it('T2: in every zone, the instant of a day is the first of that day', () => {
    const zones = Intl.supportedValuesOf('timeZone');
    const day = fc.integer({ min: epochDay(localDate('1990-01-01')), max: epochDay(localDate('2037-12-31')) });
    fc.assert(
      fc.property(fc.constantFrom(...zones), day.map(fromEpochDay), (zone, date) => {
        const start = instantAt(date, zone);
        return (
          localDateOf(start, zone) >= date &&
          localDateOf(new Date(start.getTime() - 1), zone) < date &&
          instantAt(addDays(date, 1), zone) >= start
        );
      }),
      { numRuns: 10_000 },
    );
  });

  it('T2: in Indonesia every hour of every day exists and lies where it should', () => {
    const zone = fc.constantFrom(...INDONESIA);
    const day = fc.integer({ min: 10_000, max: 40_000 });
    fc.assert(
      fc.property(zone, day, fc.integer({ min: 0, max: 23 }), ([name, offset], n, hour) => {
        const at = instantAt(fromEpochDay(n), name, hour);
        return at.getTime() === (n * 24 + hour - offset) * 3_600_000;
      }),
      { numRuns: 10_000 },
    );
  });

  it.each(['Asia/Jakarta', 'UTC', 'Etc/GMT-7', 'America/Argentina/Buenos_Aires'])('%s is one', (zone) => {
    expect(isTimeZone(zone)).toBe(true);
  });

  it.each([
    '',
    'Asia/Bandung',
    '+07:00',
    '-0700',
    '7',
    'local',
    'system',
    "Asia/Jakarta'--",
    'Asia/Jakarta ',
    '\u0000',
  ])('%j is none', (zone) => {
    expect(isTimeZone(zone)).toBe(false);
  });

  it('throws for a zone that does not exist', () => {
    expect(() => localDateOf(new Date(0), 'Asia/Bandung')).toThrow(RangeError);
    expect(() => instantAt(localDate('2026-01-01'), 'Asia/Bandung')).toThrow(RangeError);
  });
});
