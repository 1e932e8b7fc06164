import * as fc from 'fast-check';
import { localDate } from '@app/core';
import { anyPrice, propertyRuns } from '../../testing/property.fixture-spec';
import { inOrderOfPayment } from '../allocation';
import { withholdingOf } from '../tax/tax-code';
import { valueDateEffects } from './backdating';
import { commissionAccrued, commissionStep } from './commission';
import { linkRefusal } from './payers';
import { reversePayment } from './reversal';
import { paymentRoute } from './routing';

describe('commission (1.10)', () => {
  it('parts of a payment accrue what the whole would, and a refund takes exactly that back', () => {
    const base = fc.record({ net: anyPrice, tax: anyPrice, bp: fc.bigInt({ min: 0n, max: 10_000n }) });
    fc.assert(
      fc.property(base, fc.array(anyPrice, { maxLength: 6 }), ({ net, tax, bp }, payments) => {
        const invoice = { net, total: net + tax, rate: { num: bp, den: 10_000n } };
        let [paid, accrued] = [0n, 0n];
        for (const payment of payments) {
          accrued += commissionStep(paid, paid + payment, invoice);
          paid += payment;
        }
        return accrued === commissionAccrued(paid, invoice) && accrued + commissionStep(paid, 0n, invoice) === 0n;
      }),
      propertyRuns,
    );
  });
});

describe('reversal (1.10)', () => {
  it('takes back what was asked for, the deposit first, then the last allocation', () => {
    const allocations = [
      { invoiceId: 'a', amount: 100n },
      { invoiceId: 'b', amount: 50n },
    ];
    expect(reversePayment(90n, { allocations, deposit: 20n }, 20n)).toEqual({
      fromDeposit: 20n,
      allocations: [
        { invoiceId: 'b', amount: -50n },
        { invoiceId: 'a', amount: -20n },
      ],
      shortfall: 0n,
    });
    expect(reversePayment(20n, { allocations, deposit: 20n }, 5n)).toMatchObject({ fromDeposit: 5n, shortfall: 15n });
    expect(() => reversePayment(171n, { allocations, deposit: 20n }, 20n)).toThrow(RangeError);
  });

  it('conserves', () => {
    fc.assert(
      fc.property(
        fc.array(anyPrice, { maxLength: 5 }),
        anyPrice,
        anyPrice,
        fc.nat(100),
        (parts, deposit, balance, share) => {
          const allocations = parts.map((amount, i) => ({ invoiceId: String(i), amount }));
          const paid = parts.reduce((a, b) => a + b, deposit);
          const amount = (paid * BigInt(share)) / 100n;
          const back = reversePayment(amount, { allocations, deposit }, balance);
          const sum = back.allocations.reduce((total, part) => total - part.amount, 0n);
          return sum + back.fromDeposit + back.shortfall === amount && back.fromDeposit <= balance;
        },
      ),
      propertyRuns,
    );
  });
});

describe('payments (1.10)', () => {
  it('go to the oldest due day, then the lowest number', () => {
    const open = [
      { dueOn: '2025-11-10', seq: 9n },
      { dueOn: '2025-10-10', seq: 12n },
      { dueOn: '2025-10-10', seq: 3n },
    ];
    expect(inOrderOfPayment(open).map((one) => one.seq)).toEqual([3n, 12n, 9n]);
  });

  it('are never refused, whatever became of the invoice', () => {
    expect(paymentRoute('OPEN')).toBe('ALLOCATE');
    expect(paymentRoute('PAID')).toBe('OTHERS');
    expect(paymentRoute('VOID')).toBe('DEPOSIT_AND_ALERT');
    expect(paymentRoute('UNCOLLECTIBLE', true)).toBe('RECOVERY');
    expect(paymentRoute(undefined, true)).toBe('DEPOSIT_AND_ALERT');
  });

  it('X4: 2 % of the DPP is withheld', () => {
    expect(withholdingOf(150_000n)).toBe(3_000n);
  });

  it('count from their value date (X04, X06)', () => {
    const invoice = { dueOn: localDate('2025-11-10'), isolirAt: new Date('2025-11-14T00:00:00+07:00') };
    const payment = { zone: 'Asia/Jakarta', postedAt: new Date('2025-11-14T00:07:00+07:00') };
    const early = valueDateEffects({ ...payment, paidAt: new Date('2025-11-10T23:59:59+07:00') }, invoice);
    expect(early).toMatchObject({ onTime: true, daysLate: 0, accessBreach: true });
    const late = valueDateEffects({ ...payment, paidAt: new Date('2025-11-14T00:00:00+07:00') }, invoice);
    expect(late).toMatchObject({ onTime: false, daysLate: 4, accessBreach: false });
  });
});

describe('families (1.10)', () => {
  const links = new Map([['child', 'mother']]);

  it('have one payer, one level, no cycle', () => {
    expect(linkRefusal('x', 'x', links)).toBe('SELF');
    expect(linkRefusal('x', 'child', links)).toBe('PAYER_IS_CHILD');
    expect(linkRefusal('mother', 'x', links)).toBe('CHILD_IS_PAYER');
    expect(linkRefusal('x', 'mother', links)).toBeUndefined();
  });
});
