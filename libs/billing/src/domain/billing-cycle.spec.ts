import * as fc from 'fast-check';
import { addDays, daysBetween, fromEpochDay, epochDay, localDate, partsOf } from '@app/core';
import { boundaryAt, boundaryIndex, periodFrom } from './billing-cycle';

const FIRST = epochDay(localDate('2000-01-01'));
const day = fc.integer({ min: FIRST, max: FIRST + 36_525 }).map(fromEpochDay);
const cycle = fc.record({
  origin: day,
  anchorDay: fc.integer({ min: 1, max: 31 }),
  stepMonths: fc.constantFrom(1, 3, 6, 12),
});
const runs = { numRuns: 10_000 };

describe('billing cycle', () => {
  it('boundaries strictly increase, and monthly periods have 28 to 31 days', () => {
    fc.assert(
      fc.property(cycle, fc.integer({ min: -50, max: 50 }), (c, k) => {
        const days = daysBetween(boundaryAt(c, k), boundaryAt(c, k + 1));
        return days >= 28 * c.stepMonths && days <= 31 * c.stepMonths;
      }),
      runs,
    );
  });

  it('every boundary is the anchor day, or the end of a shorter month', () => {
    fc.assert(
      fc.property(cycle, fc.integer({ min: 0, max: 60 }), (c, k) => {
        const boundary = boundaryAt(c, k);
        const isLast = partsOf(addDays(boundary, 1)).day === 1;
        return partsOf(boundary).day === c.anchorDay || (isLast && partsOf(boundary).day < c.anchorDay);
      }),
      runs,
    );
  });

  it('every day lies in exactly one period', () => {
    fc.assert(
      fc.property(cycle, day, (c, date) => {
        const k = boundaryIndex(c, date);
        return boundaryAt(c, k) <= date && date < boundaryAt(c, k + 1);
      }),
      runs,
    );
  });

  it('walking from period to period leaves no gap and reaches the boundaries, whatever the start', () => {
    fc.assert(
      fc.property(cycle, (c) => {
        const periods = [periodFrom(c, c.origin)];
        while (periods.length < 5) periods.push(periodFrom(c, periods.at(-1)!.end));
        const walked = [c.origin, ...periods.map((period) => period.end)];
        const sound = periods.every(
          (period, i) =>
            period.chargedDays === daysBetween(period.start, period.end) &&
            (i === 0 ? period.chargedDays <= period.naturalDays : period.chargedDays === period.naturalDays),
        );
        return sound && walked.slice(1).every((end, i) => end === boundaryAt(c, boundaryIndex(c, c.origin) + 1 + i));
      }),
      runs,
    );
  });
});
