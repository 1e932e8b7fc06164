import fc from 'fast-check';
import { DateTime } from 'luxon';
import {
  addDays,
  addMonths,
  clampedDate,
  daysBetween,
  daysInMonth,
  earlierOf,
  epochDay,
  fromEpochDay,
  isLocalDate,
  laterOf,
  localDate,
  partsOf,
} from './local-date';

const DAY_MS = 86_400_000;
const FIRST = Date.UTC(1900, 0, 1) / DAY_MS;
const LAST = Date.UTC(2200, 11, 31) / DAY_MS;
const day = fc.integer({ min: FIRST, max: LAST }).map(fromEpochDay);
const RUNS = { numRuns: 10_000 };

describe('a local date', () => {
  it('is the day that the Gregorian calendar says, every day from 1900 to 2200', () => {
    for (let n = FIRST; n <= LAST; n++) {
      const date = fromEpochDay(n);
      if (date !== new Date(n * DAY_MS).toISOString().slice(0, 10) || epochDay(date) !== n || !isLocalDate(date)) {
        throw new Error(`day ${n} became ${date}`);
      }
    }
  });

  it.each([
    '2026-02-29',
    '2026-02-31',
    '2100-02-29',
    '2026-04-31',
    '2026-13-01',
    '2026-00-10',
    '2026-01-00',
    '0000-01-01',
    '2026-1-1',
    '26-01-01',
    ' 2026-01-01',
    '2026-01-01\n',
    '2026-01-01T00:00:00Z',
    '２０２６-01-01',
    '',
  ])('is not %j', (text) => {
    expect(isLocalDate(text)).toBe(false);
    expect(() => localDate(text)).toThrow(RangeError);
  });

  it('is read only when it exists, whatever three numbers are put together', () => {
    const number = (max: number): fc.Arbitrary<number> => fc.integer({ min: 0, max });
    fc.assert(
      fc.property(number(9_999), number(15), number(35), (year, month, dayOfMonth) => {
        const pad = (n: number, size: number): string => String(n).padStart(size, '0');
        const text = `${pad(year, 4)}-${pad(month, 2)}-${pad(dayOfMonth, 2)}`;
        expect(isLocalDate(text)).toBe(year > 0 && DateTime.fromISO(text, { zone: 'utc' }).isValid);
      }),
      RUNS,
    );
  });

  it('moves by days and back, across month and year', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: -40_000, max: 40_000 }), (date, days) => {
        const moved = addDays(date, days);
        expect(daysBetween(date, moved)).toBe(days);
        expect(addDays(moved, -days)).toBe(date);
      }),
      RUNS,
    );
  });

  it('sorts as text like its days', () => {
    fc.assert(
      fc.property(day, day, (a, b) => {
        expect(a < b).toBe(epochDay(a) < epochDay(b));
        expect([earlierOf(a, b), laterOf(a, b)]).toEqual([a, b].sort());
      }),
      RUNS,
    );
  });

  it('moves by months like luxon, clamped to the end of the month', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: -600, max: 600 }), (date, months) => {
        expect(addMonths(date, months)).toBe(DateTime.fromISO(date, { zone: 'utc' }).plus({ months }).toISODate());
      }),
      RUNS,
    );
  });

  it('P1: keeps an anchor beyond the end of a short month', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: -600, max: 600 }), fc.integer({ min: 1, max: 31 }), (date, months, anchor) => {
        const moved = partsOf(addMonths(date, months, anchor));
        expect(moved.day).toBe(Math.min(anchor, daysInMonth(moved.year, moved.month)));
        const { year, month } = partsOf(date);
        expect(moved.year * 12 + moved.month).toBe(year * 12 + month + months);
      }),
      RUNS,
    );
  });

  it('P1: boundaries counted from the origin strictly rise and leave periods of 28 to 31 days', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 31 }), (origin, anchor) => {
        const boundaries = Array.from({ length: 30 }, (_, k) => addMonths(origin, k, anchor));
        const lengths = boundaries.slice(1).map((boundary, k) => daysBetween(boundaries[k] ?? boundary, boundary));
        expect(lengths.every((length) => length >= 28 && length <= 31)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['2025-01-31', [0, 1, 2, 3], ['2025-01-31', '2025-02-28', '2025-03-31', '2025-04-30']],
    ['2024-01-31', [1, 13], ['2024-02-29', '2025-02-28']],
    ['2025-12-31', [1, 2], ['2026-01-31', '2026-02-28']],
  ])('%s and %j months are %j', (date, months, expected) => {
    expect(months.map((count) => addMonths(localDate(date), count, 31))).toEqual(expected);
  });

  it('knows leap years', () => {
    const februaries = [1900, 2000, 2024, 2025, 2100].map((year) => daysInMonth(year, 2));
    expect(februaries).toEqual([28, 29, 29, 28, 28]);
    expect(clampedDate(2026, 2, 31)).toBe('2026-02-28');
  });
});
