import { plainText, redact, REDACTED } from './redact';

describe('what the audit log writes down', () => {
  it('hides members whose names mean a secret, however deep', () => {
    const input = {
      email: 'ani@example.net',
      password: 'p1',
      newPassword: 'p2',
      deep: [
        {
          passwordSealed: 'v1:x',
          refresh_token: 't',
          apiKey: 'k',
          'set-cookie': 'c',
          passwordHash: 'h',
          totp: '123456',
        },
      ],
    };
    expect(redact(input)).toEqual({
      email: 'ani@example.net',
      password: REDACTED,
      newPassword: REDACTED,
      deep: [
        {
          passwordSealed: REDACTED,
          refresh_token: REDACTED,
          apiKey: REDACTED,
          'set-cookie': REDACTED,
          passwordHash: REDACTED,
          totp: REDACTED,
        },
      ],
    });
  });

  it('keeps what only sounds like one, and whether there is one', () => {
    expect(redact({ tokenVersion: 3, hasPassword: true, password: null })).toEqual({
      tokenVersion: 3,
      hasPassword: true,
      password: null,
    });
  });

  it('writes JSON types only', () => {
    const at = new Date('2026-01-02T03:04:05Z');
    expect(redact({ amount: 150_000n, at, raw: Buffer.alloc(3), gone: undefined, call: () => 1 })).toEqual({
      amount: '150000',
      at: '2026-01-02T03:04:05.000Z',
      raw: '[3 bytes]',
    });
  });

  it('takes credentials out of addresses', () => {
    expect(plainText('see https://me:pw@host.example/hook?token=abc#x now')).toBe('see https://host.example/hook now');
  });

  it('replaces what PostgreSQL cannot keep and cuts what is too long', () => {
    expect(plainText('a\0b\uD800c😀')).toBe('a\uFFFDb\uFFFDc😀');
    expect(plainText('x'.repeat(5_000))).toHaveLength(2_001);
    expect(JSON.stringify(redact(Array.from({ length: 500 }, (_, at) => at)))).toContain('300 more');
  });
});
