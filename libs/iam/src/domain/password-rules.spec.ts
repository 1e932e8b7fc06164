import { commonPasswords } from './common-passwords';
import { passwordWeakness } from './password-rules';

const owner = { email: 'siti.rahma@contohnet.id', name: 'Siti Rahma Wulandari' };
const weakness = (password: string) => passwordWeakness(password, owner);

describe('rules for passwords (A1)', () => {
  it('bundle at least 3000 common passwords that are long enough to be tried', () => {
    expect(commonPasswords().size).toBeGreaterThanOrEqual(3_000);
    expect([...commonPasswords()].every((password) => password.length >= 8)).toBe(true);
    expect([...commonPasswords()].every((password) => password === password.toLowerCase())).toBe(true);
  });

  it.each(['a', 'aB3$xyz', '1234567', '🔑🔑🔑🔑🔑🔑🔑'])('refuse %j as too short', (password) => {
    expect(weakness(password)).toBe('TOO_SHORT');
  });

  it('count characters, not bytes, and take up to 200 of them', () => {
    expect(weakness('🔑🗝️🚪🏠🛖🏡🔒🧿')).toBeUndefined();
    expect(weakness('panjang sekali '.repeat(13).slice(0, 200))).toBeUndefined();
    expect(weakness('x1'.repeat(101))).toBe('TOO_LONG');
  });

  it.each([
    ...[
      'password',
      'Password1',
      'PASSWORD123',
      'p@ssw0rd',
      'P4ssw0rd!',
      'qwertyuiop',
      '1q2w3e4r',
      'iloveyou',
      'letmein1',
    ],
    ...[
      'administrator',
      'Admin@123',
      'mikrotik',
      'MikroTik2024',
      'sayangku',
      'bismillah',
      'Bismillah99',
      'indonesia45',
    ],
    ...['rahasia123', 'persib1933', 'langganan', 'sunshine2026', 'superman1', '!!!dragon', 'trustno1', 'wifi1234'],
  ])('refuse %s as common', (password) => {
    expect(weakness(password)).toBe('TOO_COMMON');
  });

  it.each(['aaaaaaaa', '12121212', 'abcabcabc', 'xyxyxyxy', 'bcdefghij', '87654321', '!!!!!!!!!'])(
    'refuse %s as simple',
    (password) => {
      expect(weakness(password)).toBe('TOO_SIMPLE');
    },
  );

  it.each([
    ...['siti.rahma@contohnet.id', 'siti.rahma', 'SitiRahma1', 'sitirahma2024', 'rahma-siti', 'Siti Rahma Wulandari'],
    ...['contohnet', 'contohnet.id', 'ContohNet123', '1987siti!', 'wulandari7'],
  ])('refuse %s as about its owner', (password) => {
    expect(weakness(password)).toMatch(/ABOUT_THE_OWNER|TOO_COMMON/);
  });

  it.each([
    ...['kata sandi yang panjang', 'pagi itu hujan deras', 'tahu isi goreng', '8236450917', 'ombak-karang-perahu'],
    ...['        x', 'Siti suka makan rujak cingur', 'zxqwvbnk', 'kuda terbang ke bulan', 'пароль для входа'],
  ])('let %j pass: no demands on kinds of characters', (password) => {
    expect(weakness(password)).toBeUndefined();
  });
});
