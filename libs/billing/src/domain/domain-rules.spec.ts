import * as fc from 'fast-check';
import { localDate } from '@app/core';
import { desiredAccess } from './access-rule';
import { allocatePayment } from './allocation';
import { dueOn } from './due-dates';
import { NUMBER_FORMATS, numberOf, seriesOf } from './invoice-number';
import { isolationLimit } from './isolation-brake';
import { invoicePosting, paymentPosting } from './ledger-posting';
import { SUBSCRIPTION_ACTIONS, SUBSCRIPTION_STATUSES, SUBSCRIPTION_TABLE } from './subscription-state';
import { isTransient } from './transient-failure';

const amount = fc.bigInt({ min: 0n, max: 10n ** 12n });

describe('allocation', () => {
  it('conserves the payment, never overpays, and pays in order', () => {
    fc.assert(
      fc.property(fc.array(amount, { maxLength: 8 }), amount, fc.nat(10), (open, pay, target) => {
        const payables = open.map((remaining, i) => ({ id: String(i), remaining }));
        const { allocations, deposit } = allocatePayment(pay, payables, String(target));
        const allocated = allocations.reduce((sum, part) => sum + part.amount, 0n);
        return (
          allocated + deposit === pay &&
          allocations.every((part) => part.amount > 0n && part.remaining >= 0n) &&
          allocations.slice(0, -1).every((part) => part.remaining === 0n) &&
          (deposit === 0n || allocated === open.reduce((sum, remaining) => sum + remaining, 0n))
        );
      }),
      { numRuns: 10_000 },
    );
  });
});

describe('postings', () => {
  const sum = (entries: readonly { amount: bigint }[]): bigint =>
    entries.reduce((total, entry) => total + entry.amount, 0n);

  it('balance, without empty entries', () => {
    fc.assert(
      fc.property(amount, amount, (a, b) => {
        const payment = paymentPosting({ method: 'CASH', amount: a + b, allocated: a, deposit: b });
        return [invoicePosting([{ kind: 'RECURRING', net: a, tax: b }]), payment].every(
          (entries) => sum(entries) === 0n && entries.every((entry) => entry.amount !== 0n),
        );
      }),
      { numRuns: 10_000 },
    );
  });

  it('refuse to be out of balance', () => {
    expect(() => paymentPosting({ method: 'TRANSFER', amount: 10n, allocated: 5n, deposit: 4n })).toThrow(RangeError);
  });
});

describe('rules', () => {
  it('due day: never before the minimum of payment days', () => {
    expect(dueOn(localDate('2025-11-02'), { dueDays: 0, minPaymentDays: 5 })).toBe('2025-11-07');
    expect(dueOn(localDate('2025-11-02'), { dueDays: 10, minPaymentDays: 5 })).toBe('2025-11-12');
  });

  it('numbers: per site and month of issue, at least six digits', () => {
    const [format, day] = [NUMBER_FORMATS.INVOICE, localDate('2025-11-01')];
    expect(seriesOf(format, 'JKT', day)).toBe('INV/JKT/2025/11');
    expect(numberOf(format, 'JKT', day, 42n)).toBe('INV/JKT/2025/11/000042');
    expect(numberOf(format, 'JKT', day, 1_234_567n)).toBe('INV/JKT/2025/11/1234567');
  });

  it('access: state first, then debt above the tolerance', () => {
    const facts = { status: 'ACTIVE' as const, isolirDebt: 1_000n, tolerance: 1_000n };
    expect(desiredAccess(facts)).toEqual({ desired: 'ENABLED', reasons: [] });
    expect(desiredAccess({ ...facts, isolirDebt: 1_001n })).toEqual({ desired: 'ISOLATED', reasons: ['OVERDUE'] });
    expect(desiredAccess({ ...facts, status: 'ENDED' })).toEqual({ desired: 'DISABLED', reasons: ['ENDED'] });
  });

  it('the brake: 50, or a tenth of those with service', () => {
    expect([0, 500, 501, 1_234].map(isolationLimit)).toEqual([50, 50, 50, 123]);
  });

  it('the state machine knows every state and leads only to states', () => {
    const left = new Set(SUBSCRIPTION_TABLE.map((row) => row.from));
    expect(SUBSCRIPTION_STATUSES.filter((status) => !left.has(status))).toEqual(['ENDED']);
    for (const row of SUBSCRIPTION_TABLE) {
      expect(SUBSCRIPTION_STATUSES).toContain(row.to);
      expect(SUBSCRIPTION_ACTIONS).toContain(row.action);
    }
  });

  it('what is transient is never parked', () => {
    const transient = ['57P01', '53100', '08006', '40P01', '55P03', 'ECONNRESET'];
    expect(transient.map((code) => isTransient(Object.assign(new Error('x'), { code })))).toEqual(
      transient.map(() => true),
    );
    expect(['23505', '23514', '22003'].map((code) => isTransient(Object.assign(new Error('x'), { code })))).toEqual([
      false,
      false,
      false,
    ]);
    expect(isTransient(new Error('Connection terminated unexpectedly'))).toBe(true);
    expect(isTransient(new Error('plan is broken'))).toBe(false);
  });
});
