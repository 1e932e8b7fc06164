import * as fc from 'fast-check';
import { addDays, daysBetween, type LocalDate } from '@app/core';
import { anyAnchor, anyDay, anyPrice, anyTax, propertyRuns } from '../../testing/property.fixture-spec';
import { naturalPeriod, periodFrom } from '../billing-cycle';
import { type ChargedSegment, coverageEnd, creditOf, usedBefore, withCredits } from '../charges/charged-segment';
import { amountsAfter, baseAfter, minus, plus, type PricedStretch, sumOf } from '../charges/price-curve';
import { daysOf, type Stretch } from '../charges/stretch';
import { type LineAmounts } from '../invoice-calculator';
import { dailyDebits } from '../prepaid/daily';

/** A full period or a stub, with or without a discount, taxed in any way. */
const anyStretch: fc.Arbitrary<PricedStretch> = fc
  .record({
    origin: anyDay,
    anchorDay: anyAnchor,
    stepMonths: fc.constantFrom(1, 3, 12),
    price: anyPrice,
    taxRule: anyTax,
  })
  .chain(({ price, taxRule, ...cycle }) => {
    const { start, end, naturalDays } = periodFrom(cycle, cycle.origin);
    const base = fc.option(fc.bigInt({ min: 0n, max: price }), { nil: undefined });
    return base.map((after) => ({ start, end, naturalDays, price, taxRule, base: after }));
  });

const charged = (stretch: PricedStretch): ChargedSegment => ({
  ...stretch,
  lineId: 'l',
  invoiceId: 'i',
  subscriptionId: 's',
  chargeCode: 'RECURRING',
  charged: amountsAfter(stretch, daysOf(stretch)),
  credited: [],
});

const same = (a: LineAmounts, b: LineAmounts): boolean => a.net === b.net && a.tax === b.tax;

/** Days inside the stretch, ascending. */
const cutsOf = (stretch: Stretch, shares: readonly number[]): LocalDate[] =>
  shares.map((share) => addDays(stretch.start, share % (daysOf(stretch) + 1))).sort();

const shares = fc.array(fc.nat(400), { maxLength: 8 });

describe('M3: what is cut adds up', () => {
  it('the segments of a price are the price, for net, tax and gross', () => {
    fc.assert(
      fc.property(anyStretch, shares, (stretch, at) => {
        const segment = charged(stretch);
        const bounds = [stretch.start, ...cutsOf(stretch, at), stretch.end];
        const parts = bounds.slice(1).map((to, i) => minus(usedBefore(segment, to), usedBefore(segment, bounds[i]!)));
        return same(sumOf(parts), segment.charged) && parts.every(({ net, tax }) => net >= 0n && tax >= 0n);
      }),
      propertyRuns,
    );
  });

  it('used + credit = charged, for net and tax', () => {
    fc.assert(
      fc.property(anyStretch, fc.nat(400), (stretch, at) => {
        const segment = charged(stretch);
        const [from] = cutsOf(stretch, [at]);
        const credits = creditOf(segment, { start: from!, end: stretch.end });
        return same(plus(usedBefore(segment, from!), sumOf(credits)), segment.charged);
      }),
      propertyRuns,
    );
  });

  it('days are credited once, whatever is asked for and how often; all of them give back all', () => {
    const asked = fc.array(fc.tuple(fc.nat(400), fc.nat(400)), { maxLength: 6 });
    fc.assert(
      fc.property(anyStretch, asked, (stretch, wishes) => {
        let [segment] = [charged(stretch)];
        for (const wish of wishes) {
          const [start, end] = cutsOf(stretch, wish);
          [segment] = withCredits([segment], creditOf(segment, { start: start!, end: end! })) as [ChargedSegment];
          if (creditOf(segment, { start: start!, end: end! }).length > 0) return false;
        }
        const last = creditOf(segment, stretch);
        return same(sumOf([...segment.credited, ...last]), segment.charged);
      }),
      propertyRuns,
    );
  });

  it('a goodwill credit before leaves only the rest to give back', () => {
    fc.assert(
      fc.property(anyStretch, fc.bigInt({ min: 0n, max: 10n ** 12n }), (stretch, goodwill) => {
        const segment = charged(stretch);
        const net = goodwill < segment.charged.net ? goodwill : segment.charged.net;
        const credits = sumOf(creditOf({ ...segment, creditedOtherwise: { net, tax: 0n } }, stretch));
        return same(credits, { net: segment.charged.net - net, tax: segment.charged.tax });
      }),
      propertyRuns,
    );
  });

  it('EXTEND: a pause uses up nothing, it moves the end', () => {
    const pauses = fc.tuple(fc.nat(400), fc.integer({ min: 1, max: 60 }), fc.nat(400));
    fc.assert(
      fc.property(anyStretch, pauses, (stretch, [at, days, later]) => {
        const start = addDays(stretch.start, at % daysOf(stretch));
        const pause = { start, end: addDays(start, days) };
        const segment = { ...charged(stretch), extensions: [pause] };
        if (coverageEnd(segment) !== addDays(stretch.end, days)) return false;
        const end = addDays(pause.end, later % daysOf(stretch));
        const used = Math.min(daysBetween(stretch.start, end) - days, daysOf(stretch));
        const credit = sumOf(creditOf(segment, { start: end, end: coverageEnd(segment) }));
        const plain = charged(stretch);
        const unused = minus(plain.charged, usedBefore(plain, addDays(stretch.start, used)));
        return same(credit, unused) && creditOf(segment, pause).length === 0;
      }),
      propertyRuns,
    );
  });

  it('the daily debits of a full period are its price', () => {
    const scene = fc.record({ origin: anyDay, anchorDay: anyAnchor, price: anyPrice, taxRule: anyTax });
    fc.assert(
      fc.property(scene, ({ price, taxRule, ...anchor }) => {
        const cycle = { ...anchor, stepMonths: 1 };
        const { start, end, naturalDays } = naturalPeriod(cycle, cycle.origin);
        const debits = dailyDebits(cycle, { from: start, to: end }, taxRule, () => price);
        const charge = amountsAfter({ start, end, naturalDays, price, taxRule }, naturalDays);
        return debits.length === naturalDays && same(sumOf(debits), charge);
      }),
      propertyRuns,
    );
  });

  it('rounding each part by itself would not: 100,000 in three times ten days (V01)', () => {
    const stretch = {
      start: '2025-11-01',
      end: '2025-12-01',
      naturalDays: 30,
      price: 100_000n,
      taxRule: { code: 'NONE', num: 0n, den: 1n, inclusive: false },
    } as PricedStretch;
    expect([10, 20, 30].map((days) => baseAfter(stretch, days))).toEqual([33_333n, 66_667n, 100_000n]);
  });
});
