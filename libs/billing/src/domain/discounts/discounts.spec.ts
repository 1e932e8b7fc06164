import * as fc from 'fast-check';
import { anyPrice, anyTax, propertyRuns } from '../../testing/property.fixture-spec';
import { afterUse, type Discount, discountsInForce, mayCombine } from './discount';
import { applyDiscounts } from './discounted-lines';

const PPN = { code: 'PPN', num: 11n, den: 100n, inclusive: false };
const discount = (id: string, more: Partial<Discount>): Discount => ({
  id,
  code: id,
  scope: 'INVOICE',
  value: { amount: 10_000n },
  combinable: true,
  ...more,
});
const lines = [
  { gross: 100_000n, taxRule: PPN, planId: 'a', subscriptionId: '1' },
  { gross: 50_000n, taxRule: PPN, planId: 'b', subscriptionId: '2' },
];

describe('D1, D2: discounts and coupons', () => {
  it('take line discounts off before coupons, whichever was granted first', () => {
    const half = discount('coupon', { value: { percentBp: 5_000n } });
    const line = discount('line', { scope: 'LINE', subscriptionId: '1', value: { amount: 20_000n } });
    const invoice = applyDiscounts(lines, [half, line]);
    expect(invoice.used.map(({ discountId, applied }) => [discountId, applied])).toEqual([
      ['line', 20_000n],
      ['coupon', 65_000n],
    ]);
    expect(invoice.lines.map((one) => one.base)).toEqual([40_000n, 25_000n]);
  });

  it('keep to their plans, and never take more than there is', () => {
    const coupon = discount('k', { planIds: ['b'], value: { amount: 80_000n } });
    const invoice = applyDiscounts(lines, [coupon]);
    expect(invoice.lines.map((one) => one.discount)).toEqual([0n, 50_000n]);
    expect(invoice.total).toBe(111_000n);
  });

  it('cut an inclusive price as gross', () => {
    const [line] = applyDiscounts(
      [{ gross: 111_000n, taxRule: { ...PPN, inclusive: true } }],
      [discount('k', {})],
    ).lines;
    expect([line?.net, line?.tax]).toEqual([90_991n, 10_009n]);
  });

  it('run out after their periods; one that is not combinable stands alone', () => {
    const once = discount('once', { periodsLeft: 1 });
    expect(discountsInForce([afterUse(once)])).toEqual([]);
    const alone = discount('alone', { combinable: false });
    expect(discountsInForce([once, alone]).map((one) => one.id)).toEqual(['alone']);
    expect([mayCombine([], alone), mayCombine([once], alone), mayCombine([alone], once)]).toEqual([true, false, false]);
  });

  it('nothing is lost or made: gross − discount = base, base = what is taxed, totals are sums', () => {
    const line = fc.record({ gross: anyPrice, taxRule: anyTax });
    const value = fc.oneof(
      fc.record({ amount: anyPrice }),
      fc.record({ percentBp: fc.bigInt({ min: 1n, max: 10_000n }) }),
    );
    const granted = fc.array(fc.record({ scope: fc.constantFrom('LINE' as const, 'INVOICE' as const), value }), {
      maxLength: 3,
    });
    fc.assert(
      fc.property(fc.array(line, { maxLength: 5 }), granted, (all, some) => {
        const invoice = applyDiscounts(
          all,
          some.map((one, i) => discount(String(i), one)),
        );
        const applied = invoice.used.reduce((sum, one) => sum + one.applied, 0n);
        return (
          applied === invoice.lines.reduce((sum, one) => sum + one.discount, 0n) &&
          invoice.lines.every((one) => one.base >= 0n && one.base === one.line.gross - one.discount) &&
          invoice.total === invoice.lines.reduce((sum, one) => sum + one.net + one.tax, 0n)
        );
      }),
      propertyRuns,
    );
  });
});
