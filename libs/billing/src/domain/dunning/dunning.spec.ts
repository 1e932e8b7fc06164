import { localDate } from '@app/core';
import { desiredAccess, isolirDebt } from '../access-rule';
import { dueOn, isolirAt, isolirAtAfterReopening } from '../due-dates';
import { isolationLimit } from '../isolation-brake';
import { weekdayOf } from './isolir-calendar';
import { feesToReverse, lateFeeAmount, lateFeesDue } from './late-fee';
import { reminderSkip } from './reminders';

const WIB = 'Asia/Jakarta';
const day = localDate;
const at = (text: string): Date => new Date(text);

describe('due day and isolation (1.9)', () => {
  it('a fixed day counts in the month of the period, or of a late issue, and never before the least days', () => {
    const terms = { dueDays: 0, dueDay: 10, minPaymentDays: 5 };
    expect(dueOn(day('2025-10-25'), terms, day('2025-11-01'))).toBe('2025-11-10');
    expect(dueOn(day('2025-11-02'), terms, day('2025-08-01'))).toBe('2025-11-10');
    expect(dueOn(day('2025-11-08'), terms, day('2025-11-01'))).toBe('2025-11-13');
    expect(dueOn(day('2025-02-01'), { ...terms, dueDay: 31 }, day('2025-02-01'))).toBe('2025-02-28');
  });

  it('the calendar puts isolation off, never forward', () => {
    expect(weekdayOf(day('2025-11-14'))).toBe(5);
    const calendar = { weekdays: [6, 7], fridayFrom: 12, holidays: new Set([day('2025-11-17')]) };
    const terms = { graceDays: 3, isolirHour: 13, calendar };
    expect(isolirAt(day('2025-11-10'), WIB, terms)).toEqual(at('2025-11-18T13:00:00+07:00'));
    expect(isolirAt(day('2025-11-10'), WIB, { ...terms, isolirHour: 9 })).toEqual(at('2025-11-14T09:00:00+07:00'));
    expect(() => isolirAt(day('2025-11-10'), WIB, { ...terms, calendar: { weekdays: [1, 2, 3, 4, 5, 6, 7] } })).toThrow(
      RangeError,
    );
  });

  it('an invoice that a refund reopened keeps its due day, with fresh days to pay', () => {
    const terms = { graceDays: 3, minPaymentDays: 5, isolirHour: 0 };
    const reopened = (dueDay: string) =>
      isolirAtAfterReopening({ dueOn: day(dueDay), reopenedOn: day('2025-11-20') }, WIB, terms);
    expect(reopened('2025-11-10')).toEqual(at('2025-11-26T00:00:00+07:00'));
    expect(reopened('2025-12-10')).toEqual(at('2025-12-14T00:00:00+07:00'));
  });

  it('the brake: 50, three times the most of 30 days, a tenth of those with service', () => {
    expect(isolationLimit(100)).toBe(50);
    expect(isolationLimit(100, 40)).toBe(120);
    expect(isolationLimit(1_234, 10)).toBe(123);
  });
});

describe('access (1.5)', () => {
  const asOf = at('2025-11-14T00:00:00Z');
  const facts = { status: 'ACTIVE' as const, isolirDebt: 166_500n, tolerance: 1_000n, asOf };

  it('a promise and a protection keep access until they end; force takes it', () => {
    const until = at('2025-11-15T00:00:00Z');
    expect(desiredAccess({ ...facts, overrides: { promiseUntil: until } })).toEqual({
      desired: 'ENABLED',
      reasons: ['PROMISED'],
    });
    expect(desiredAccess({ ...facts, asOf: until, overrides: { promiseUntil: until } }).desired).toBe('ISOLATED');
    expect(desiredAccess({ ...facts, overrides: { neverIsolate: { until: null } } }).reasons).toEqual(['PROTECTED']);
    const forced = { forceIsolate: { until: null }, neverIsolate: { until: null } };
    expect(desiredAccess({ ...facts, isolirDebt: 0n, overrides: forced })).toEqual({
      desired: 'ISOLATED',
      reasons: ['FORCED'],
    });
    expect(desiredAccess({ ...facts, status: 'PAUSED', overrides: forced }).desired).toBe('DISABLED');
  });

  it('a prepaid service ends with its expiry or its balance; a trial is served', () => {
    expect(desiredAccess({ ...facts, isolirDebt: 0n, expiresAt: asOf }).reasons).toEqual(['EXPIRED']);
    expect(desiredAccess({ ...facts, isolirDebt: 0n, lowBalance: true }).reasons).toEqual(['LOW_BALANCE']);
    expect(desiredAccess({ ...facts, isolirDebt: 0n, status: 'TRIAL' }).desired).toBe('ENABLED');
  });

  it('only OPEN invoices whose time has come are isolir debt', () => {
    const invoice = { status: 'OPEN', isolirAt: asOf, remaining: 10n };
    const later = { ...invoice, isolirAt: at('2025-11-14T00:00:01Z') };
    expect(isolirDebt([invoice, later, { ...invoice, status: 'UNCOLLECTIBLE' }], asOf)).toBe(10n);
  });
});

describe('reminders (1.9)', () => {
  it('nobody is reminded of what is paid, void, or too little', () => {
    const open = { status: 'OPEN', remaining: 5_000n };
    expect(reminderSkip(open, 1_000n)).toBeUndefined();
    expect(reminderSkip({ ...open, remaining: 1_000n }, 1_000n)).toBe('TOLERANCE');
    expect(reminderSkip({ ...open, status: 'VOID' }, 0n)).toBe('VOID');
    expect(reminderSkip({ status: 'PAID', remaining: 0n }, 0n)).toBe('PAID');
  });
});

describe('late fees (1.9)', () => {
  const rule = { value: { percentBp: 200n }, min: 5_000n, max: 20_000n, graceDays: 3, everyDays: 7, times: 3 };

  it('2 % of 166,500 is 3,330, so the least of 5,000', () => {
    expect(lateFeeAmount(166_500n, rule)).toBe(5_000n);
    expect(lateFeeAmount(166_500n, { value: { percentBp: 200n } })).toBe(3_330n);
    expect(lateFeeAmount(5_000_000n, rule)).toBe(20_000n);
    expect(lateFeeAmount(0n, rule)).toBe(0n);
  });

  it('begins after the grace, repeats, ends, and catches up under its own numbers', () => {
    const due = (today: string, raised: number) =>
      lateFeesDue({ dueOn: day('2025-11-10'), remaining: 166_500n, raised }, day(today), rule).map((fee) => [
        fee.n,
        fee.on,
      ]);
    expect(due('2025-11-13', 0)).toEqual([]);
    expect(due('2025-11-14', 0)).toEqual([[1, '2025-11-14']]);
    expect(due('2025-11-28', 1)).toEqual([
      [2, '2025-11-21'],
      [3, '2025-11-28'],
    ]);
    expect(due('2026-01-28', 3)).toEqual([]);
  });

  it('those after the value date of a payment are taken back', () => {
    const fees = ['2025-11-14T00:00:00Z', '2025-11-21T00:00:00Z'].map((text) => ({ raisedAt: at(text) }));
    expect(feesToReverse(fees, at('2025-11-14T00:00:00Z'))).toEqual([fees[1]]);
  });
});
