import { fromBase32, toBase32 } from './base32';
import { hotp, matchTotp, newTotpSecret, otpauthUri, totpStep } from './totp';

/** RFC 6238, appendix B: the seed is repeated to the length of the hash. */
const SEEDS = {
  sha1: Buffer.from('12345678901234567890'),
  sha256: Buffer.from('12345678901234567890123456789012'),
  sha512: Buffer.from('1234567890123456789012345678901234567890123456789012345678901234'),
} as const;

describe('TOTP (RFC 6238)', () => {
  it.each([
    [59, '94287082', '46119246', '90693936'],
    [1_111_111_109, '07081804', '68084774', '25091201'],
    [1_111_111_111, '14050471', '67062674', '99943326'],
    [1_234_567_890, '89005924', '91819424', '93441116'],
    [2_000_000_000, '69279037', '90698825', '38618901'],
    [20_000_000_000, '65353130', '77737706', '47863826'],
  ])('gives the codes of appendix B at %i s', (seconds, sha1, sha256, sha512) => {
    const code = (algorithm: keyof typeof SEEDS) =>
      hotp(SEEDS[algorithm], totpStep(seconds * 1000), { digits: 8, algorithm });
    expect([code('sha1'), code('sha256'), code('sha512')]).toEqual([sha1, sha256, sha512]);
  });

  it('gives the codes of RFC 4226, appendix D', () => {
    const codes = Array.from({ length: 10 }, (_, counter) => hotp(SEEDS.sha1, counter));
    expect(codes).toEqual('755224 287082 359152 969429 338314 254676 287922 162583 399871 520489'.split(' '));
  });

  it('takes the step before and after, no further', () => {
    const now = 1_700_000_000_000;
    const matches = [-2, -1, 0, 1, 2].map((drift) => {
      const code = hotp(SEEDS.sha1, totpStep(now) + drift);
      return matchTotp(SEEDS.sha1, code, now, null) === totpStep(now) + drift;
    });
    expect(matches).toEqual([false, true, true, true, false]);
  });

  it('takes no code of a step that was used, nor of one before it', () => {
    const now = 1_700_000_000_000;
    const step = totpStep(now);
    const code = (at: number) => matchTotp(SEEDS.sha1, hotp(SEEDS.sha1, at), now, step);
    expect([code(step - 1), code(step), code(step + 1)]).toEqual([undefined, undefined, step + 1]);
  });

  it.each(['', '12345', '1234567', 'abcdef', '٣٣٣٣٣٣'])('takes no nonsense: %j', (code) => {
    expect(matchTotp(SEEDS.sha1, code, 1_700_000_000_000, null)).toBeUndefined();
  });

  it('makes secrets of 160 bits and a URI that apps read', () => {
    const secret = newTotpSecret();
    expect(secret).toHaveLength(20);
    expect(newTotpSecret().equals(secret)).toBe(false);
    const uri = new URL(otpauthUri(secret, 'Langgan Net', 'siti@contoh.net'));
    expect([uri.protocol, uri.host]).toEqual(['otpauth:', 'totp']);
    expect(decodeURIComponent(uri.pathname)).toBe('/Langgan Net:siti@contoh.net');
    expect(Object.fromEntries(uri.searchParams)).toEqual({
      secret: toBase32(secret),
      issuer: 'Langgan Net',
      algorithm: 'SHA1',
      digits: '6',
      period: '30',
    });
  });
});

describe('base32 (RFC 4648)', () => {
  it.each([
    ['', ''],
    ['f', 'MY'],
    ['fo', 'MZXQ'],
    ['foo', 'MZXW6'],
    ['foob', 'MZXW6YQ'],
    ['fooba', 'MZXW6YTB'],
    ['foobar', 'MZXW6YTBOI'],
  ])('writes and reads %j', (plain, coded) => {
    expect(toBase32(Buffer.from(plain))).toBe(coded);
    expect(fromBase32(coded.toLowerCase()).toString()).toBe(plain);
  });

  it('refuses other characters', () => {
    expect(() => fromBase32('MZ0')).toThrow('not base32');
  });
});
