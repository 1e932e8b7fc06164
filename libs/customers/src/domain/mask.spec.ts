import { maskEmail, maskPhone } from './mask';

describe('masks', () => {
  it('leave enough to recognise a customer who is at the desk, and no more', () => {
    expect(maskPhone('+6281234567890')).toBe('+62********890');
    expect(maskPhone('+62123')).toBe('******');
    expect(maskEmail('budi.santoso@contoh.net')).toBe('b***@contoh.net');
    expect(maskEmail('@')).toBe('***');
  });
});
