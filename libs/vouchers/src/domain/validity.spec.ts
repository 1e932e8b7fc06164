import { expiryOf, firstLoginOf } from './validity';

const at = (text: string): Date => new Date(`2026-11-01T${text}:00Z`);

describe('validity of a voucher', () => {
  it('counts from the first login, and ends with the fixed day when that is earlier', () => {
    expect(expiryOf({ minutes: 60, until: null }, at('10:00'))).toEqual(at('11:00'));
    expect(expiryOf({ minutes: 60, until: at('10:30') }, at('10:00'))).toEqual(at('10:30'));
    expect(expiryOf({ minutes: null, until: at('12:00') }, at('10:00'))).toEqual(at('12:00'));
    expect(expiryOf({ minutes: null, until: null }, at('10:00'))).toBeNull();
  });

  it('takes the start of the running session as the first login', () => {
    const seen = { seenAt: at('10:05'), notBefore: at('10:00'), sessionSeconds: 120 };
    expect(firstLoginOf(seen)).toEqual(at('10:03'));
  });

  it('is never shortened by a late look', () => {
    expect(firstLoginOf({ seenAt: at('12:00'), notBefore: at('10:00'), sessionSeconds: null })).toEqual(at('12:00'));
    const counter = { seenAt: at('12:00'), notBefore: at('11:59'), sessionSeconds: 86_400 };
    expect(firstLoginOf(counter)).toEqual(at('11:59'));
  });
});
