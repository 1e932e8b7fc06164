import * as fc from 'fast-check';
import { epochDay, fromEpochDay, localDate } from '@app/core';
import { type TaxRule } from '../domain/invoice-calculator';

/** Runs of every property of billing.md 1.12. */
const RUNS = 10_000;

/** The seed of this test run: `npm test -- --seed N` prints and sets it; a failure of fast-check names it too. */
export const propertyRuns = { numRuns: RUNS, seed: Number(process.env.TEST_SEED ?? jest.getSeed()) };

jest.setTimeout(180_000); // of files that import this: a busy machine takes its time for ten thousand runs

const FIRST = epochDay(localDate('2020-01-01'));

/** A day of 2020 to 2029: leap years, all lengths of months. */
export const anyDay = fc.integer({ min: FIRST, max: FIRST + 3_652 }).map(fromEpochDay);
export const anyAnchor = fc.integer({ min: 1, max: 31 });
export const anyPrice = fc.oneof(
  fc.bigInt({ min: 0n, max: 200n }),
  fc.bigInt({ min: 1_000n, max: 5_000_000n }),
  fc.bigInt({ min: 0n, max: 10n ** 12n }),
);
export const anyTax: fc.Arbitrary<TaxRule> = fc.record({
  code: fc.constant('T'),
  num: fc.constantFrom(0n, 11n, 20n, 1n),
  den: fc.constantFrom(100n, 107n),
  inclusive: fc.boolean(),
});
