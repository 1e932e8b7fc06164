import { resolveReceivedAt } from './received-at';

const asOf = new Date('2026-11-22T05:00:00Z');
const DAY = 86_400_000;
const at = (offsetMs: number): Date => new Date(asOf.getTime() + offsetMs);

describe('resolveReceivedAt', () => {
  it('takes the moment of recording when nothing is stated', () => {
    expect(resolveReceivedAt(undefined, asOf)).toEqual({ ok: true, value: asOf });
  });

  it('keeps what is stated up to exactly 90 days back', () => {
    expect(resolveReceivedAt(at(-90 * DAY), asOf)).toEqual({ ok: true, value: at(-90 * DAY) });
    expect(resolveReceivedAt(at(-90 * DAY - 1), asOf)).toEqual({ ok: false, error: 'TOO_OLD' });
  });

  it('forgives a device that runs two minutes ahead, but never dates a payment after its recording', () => {
    expect(resolveReceivedAt(at(120_000), asOf)).toEqual({ ok: true, value: asOf });
    expect(resolveReceivedAt(at(120_001), asOf)).toEqual({ ok: false, error: 'FUTURE' });
  });
});
