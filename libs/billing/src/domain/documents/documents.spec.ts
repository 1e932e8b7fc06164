import * as fc from 'fast-check';
import { localDate } from '@app/core';
import { anyPrice, propertyRuns } from '../../testing/property.fixture-spec';
import { numberFormatFault, numberOf, seriesOf } from '../invoice-number';
import { cashRounding } from './cash-rounding';
import { checkCredit, creditNotesFor, remainingOf, splitCredit } from './credit-note';
import { settleAtIssue } from './finalise';
import {
  INVOICE_ACTIONS,
  INVOICE_STATUSES,
  INVOICE_TRANSITIONS,
  type InvoiceFacts,
  invoiceTransition,
} from './invoice-state';

describe('credit notes (1.8, Q3)', () => {
  it('never exceed the invoice, and only the paid share becomes money', () => {
    const invoice = fc.record({ total: anyPrice, paidShare: fc.nat(100), notes: fc.array(anyPrice, { maxLength: 5 }) });
    fc.assert(
      fc.property(invoice, ({ total, paidShare, notes }) => {
        const paid = (total * BigInt(paidShare)) / 100n;
        let state = { invoiceId: 'i', total, paid, offset: 0n, credited: 0n };
        let wallet = 0n;
        for (const amount of notes) {
          if (!checkCredit(state, amount).ok) continue;
          const use = splitCredit(state, amount);
          wallet += use.wallet;
          state = { ...state, offset: state.offset + use.offset, credited: state.credited + amount };
        }
        return (
          state.credited <= total &&
          state.paid + state.offset <= total &&
          state.offset + wallet === state.credited &&
          wallet <= paid &&
          (wallet === 0n || remainingOf(state) === 0n)
        );
      }),
      propertyRuns,
    );
  });

  it('are one per invoice; lines of zero are left out', () => {
    const line = {
      lineId: 'l',
      subscriptionId: 's',
      chargeCode: 'RECURRING',
      start: localDate('2025-11-16'),
      end: localDate('2025-12-01'),
      days: 15,
    };
    const credits = [
      { ...line, invoiceId: 'a', net: 75_000n, tax: 8_250n },
      { ...line, invoiceId: 'b', net: 0n, tax: 0n },
    ];
    const invoice = { invoiceId: 'a', total: 166_500n, paid: 100_000n, offset: 0n, credited: 0n };
    expect(creditNotesFor(credits, [invoice])).toMatchObject([
      { invoiceId: 'a', total: 83_250n, offset: 66_500n, wallet: 16_750n },
    ]);
    expect(() => creditNotesFor(credits, [])).toThrow(RangeError);
  });
});

describe('invoices (1.8, 1.10)', () => {
  const open: InvoiceFacts = { status: 'OPEN', total: 100n, paid: 0n, credited: 0n, taxLocked: false };

  it('the machine leads only to states, and from a PAID invoice only back to OPEN', () => {
    expect(INVOICE_TRANSITIONS.every((row) => INVOICE_STATUSES.includes(row.to))).toBe(true);
    const paid: InvoiceFacts = { ...open, status: 'PAID', paid: 100n };
    expect(INVOICE_ACTIONS.filter((action) => invoiceTransition(paid, action))).toEqual([]);
    expect(invoiceTransition({ ...paid, paid: 50n }, 'reopen')?.to).toBe('OPEN');
    expect(INVOICE_ACTIONS.filter((action) => invoiceTransition({ ...open, status: 'VOID' }, action))).toEqual([]);
  });

  it('are void only while nothing happened to them and the tax office does not know them', () => {
    expect(invoiceTransition(open, 'void')?.to).toBe('VOID');
    expect(invoiceTransition({ ...open, paid: 1n }, 'void')).toBeUndefined();
    expect(invoiceTransition({ ...open, credited: 1n }, 'void')).toBeUndefined();
    expect(invoiceTransition({ ...open, taxLocked: true }, 'void')).toBeUndefined();
  });

  it('take the credit first, then the deposit; what is left serves the next', () => {
    const first = settleAtIssue(100n, { credit: 120n, deposit: 50n, autoPay: true });
    const rest = { credit: first.creditLeft, deposit: first.depositLeft, autoPay: true };
    const settled = [first, settleAtIssue(100n, rest)];
    expect(settled.map(({ fromCredit, fromDeposit, due, state }) => [fromCredit, fromDeposit, due, state])).toEqual([
      [100n, 0n, 0n, 'PAID'],
      [20n, 50n, 30n, 'OPEN'],
    ]);
    expect(settleAtIssue(100n, { credit: 0n, deposit: 100n, autoPay: false }).due).toBe(100n);
    expect(settleAtIssue(0n, { credit: 0n, deposit: 0n, autoPay: false }).state).toBe('PAID');
  });

  it('M5: cash rounding is the line to the next multiple', () => {
    expect([166_540n, 166_550n, 166_500n].map((total) => cashRounding(total, 100n))).toEqual([-40n, 50n, 0n]);
    expect(cashRounding(166_540n, 1n)).toBe(0n);
  });
});

describe('N1: numbers', () => {
  const on = localDate('2025-11-01');

  it('the series ends where its reset scope ends', () => {
    const pattern = 'INV/{site}/{yyyy}/{mm}/{seq:6}';
    const series = (['MONTH', 'YEAR', 'NEVER'] as const).map((reset) => seriesOf({ pattern, reset }, 'BDG', on));
    expect(series).toEqual(['INV/BDG/2025/11', 'INV/BDG/2025', 'INV/BDG']);
    expect(numberOf({ pattern, reset: 'MONTH' }, 'BDG', on, 42n)).toBe('INV/BDG/2025/11/000042');
    expect(numberOf({ pattern: '{site}-{yy}{mm}-{seq}', reset: 'MONTH' }, 'BDG', on, 1_234_567n)).toBe(
      'BDG-2511-1234567',
    );
  });

  it('a format that would repeat a number is told', () => {
    const faults = [
      'INV/{site}/{yyyy}/{mm}',
      'INV/{yyyy}/{mm}/{seq}',
      'INV/{site}/{mm}/{seq}',
      'INV/{site}/{yyyy}/{seq}',
      '{site}/{yy}{mm}/{seq:4}',
    ];
    expect(faults.map((pattern) => numberFormatFault({ pattern, reset: 'MONTH' }))).toEqual([
      'NO_SEQ',
      'NO_SITE',
      'NO_YEAR',
      'NO_MONTH',
      undefined,
    ]);
  });
});
