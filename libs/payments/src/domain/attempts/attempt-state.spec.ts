import fc from 'fast-check';
import { ATTEMPT_EVENTS, ATTEMPT_STATES, attemptAfter, type AttemptEvent, type AttemptState } from './attempt-state';
import { newOrderId } from './order-id';
import { valueDateOf } from './value-date';

const end = (events: readonly AttemptEvent[], start: AttemptState = 'CREATING'): AttemptState =>
  events.reduce(attemptAfter, start);

describe('the states of an attempt (payments.md 6.5)', () => {
  /** What callbacks, questions and answers of checkouts say, without money that went back. */
  const said = ATTEMPT_EVENTS.filter((event) => !['REFUNDED', 'CHARGED_BACK', 'MISMATCH'].includes(event));

  it('F8: with one confirmed payment among them, the end is PAID in every order, however often each comes', () => {
    const anyOrder = fc.array(fc.constantFrom(...said), { maxLength: 12 });
    fc.assert(
      fc.property(anyOrder, anyOrder, (before, after) => {
        expect(end([...before, 'PAID', ...after])).toBe('PAID');
      }),
    );
  });

  it('without a confirmed payment it is never PAID', () => {
    const unpaid = fc.array(fc.constantFrom(...ATTEMPT_EVENTS.filter((event) => event !== 'PAID')), { maxLength: 12 });
    fc.assert(fc.property(unpaid, (events) => end(events) !== 'PAID'));
  });

  it('PAID ends only by money that goes back', () => {
    const leaving = ATTEMPT_EVENTS.filter((event) => attemptAfter('PAID', event) !== 'PAID');
    expect(leaving).toEqual(['REFUNDED', 'CHARGED_BACK']);
  });

  it('every state but those with booked money can still be paid', () => {
    const closed = ATTEMPT_STATES.filter((state) => attemptAfter(state, 'PAID') === state);
    expect(closed).toEqual(['PAID', 'REFUNDED', 'CHARGEBACK']);
  });

  it('a wrong amount is for people, until the right one comes', () => {
    expect(end(['CREATED', 'MISMATCH', 'EXPIRED'])).toBe('REVIEW');
    expect(end(['CREATED', 'MISMATCH', 'PAID'])).toBe('PAID');
    expect(end(['CREATED', 'PAID', 'MISMATCH'])).toBe('PAID');
  });
});

describe('names of orders (payments.md 2.9)', () => {
  it('are ASCII, begin with a letter and have at most 50 characters, whatever is paid', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (title) => {
        expect(newOrderId(title, () => 0)).toMatch(/^[A-Za-z][A-Za-z0-9-]{0,49}$/);
      }),
    );
    expect(newOrderId('INV/JKT/2026/11/00042', () => 1)).toBe('INV-JKT-2026-11-00042-1111111111');
  });
});

describe('the value date of a payment', () => {
  const at = (minute: number): Date => new Date(Date.UTC(2026, 10, 22, 0, minute));

  it('is what the gateway says, between the start of the attempt and now', () => {
    expect(valueDateOf(at(10), at(5), at(20))).toEqual(at(10));
    expect(valueDateOf(undefined, at(5), at(20))).toEqual(at(20));
    expect(valueDateOf(at(30), at(5), at(20))).toEqual(at(20));
    expect(valueDateOf(at(3), at(5), at(20))).toEqual(at(5));
    expect(valueDateOf(at(0), at(50), at(55))).toEqual(at(55));
    expect(valueDateOf(new Date(NaN), at(5), at(20))).toEqual(at(20));
  });
});
