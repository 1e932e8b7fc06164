import { duitkuChannelKind, duitkuLifetime } from '../duitku/duitku-channels';
import { midtransState } from '../midtrans/midtrans-status';
import { TRIPAY_STATES } from '../tripay/tripay-callback';
import { XENDIT_STATES } from '../xendit/xendit-callback';

describe('lifetimes of Duitku’s channels (payments.md 2.8)', () => {
  const DAYS = 3 * 1_440;

  it.each([
    ['BC', DAYS],
    ['FT', DAYS],
    ['OV', 1_440],
    ['SA', 60],
    ['DA', 1_440],
    ['SP', 60],
    ['NQ', 1_440],
    ['T1', 1_440],
    ['VC', 30],
    ['DN', 1_440],
    ['AT', 720],
    ['JP', 10],
    ['ZZ', DAYS],
    [undefined, DAYS],
  ])('%s: %d of the three days that are wished for', (channel, minutes) => {
    expect(duitkuLifetime(channel, DAYS)).toBe(minutes);
  });

  it('a shorter wish stands, but for what Duitku decides alone; never less than a minute', () => {
    expect([duitkuLifetime('SP', 20.9), duitkuLifetime('VC', 20), duitkuLifetime('BC', -5)]).toEqual([20, 30, 1]);
  });

  it('a channel that nobody knows is shown as another one', () => {
    const kinds = ['VC', 'BV', 'IR', 'OL', 'GQ', 'AT', 'T2', 'QQ'].map(duitkuChannelKind);
    expect(kinds).toEqual(['card', 'va', 'retail', 'ewallet', 'qris', 'paylater', 'other', 'other']);
  });
});

describe('statuses of gateways (payments.md 3)', () => {
  it.each([
    ['capture', 'accept', 'paid'],
    ['capture', 'challenge', 'pending'],
    ['capture', 'deny', 'failed'],
    ['capture', undefined, 'pending'],
    ['settlement', undefined, 'paid'],
    ['partial_refund', undefined, 'paid'],
    ['pending', undefined, 'pending'],
    ['authorize', undefined, 'pending'],
    ['deny', undefined, 'pending'],
    ['cancel', undefined, 'cancelled'],
    ['expire', undefined, 'expired'],
    ['failure', undefined, 'failed'],
    ['refund', undefined, 'refunded'],
    ['chargeback', undefined, 'chargeback'],
    ['brand_new', undefined, undefined],
  ])('midtrans %s (%s) is %s', (status, fraud, state) => {
    expect(midtransState(status, fraud)).toBe(state);
  });

  it('xendit: PAID and SETTLED both say that the payer has paid', () => {
    expect(XENDIT_STATES).toEqual({ PENDING: 'pending', PAID: 'paid', SETTLED: 'paid', EXPIRED: 'expired' });
  });

  it('tripay', () => {
    expect(TRIPAY_STATES).toEqual({
      ...{ UNPAID: 'pending', PAID: 'paid', FAILED: 'failed', EXPIRED: 'expired', REFUND: 'refunded' },
    });
  });
});
