import { checkVoucher, type NamedPackage, type VoucherFacts } from './voucher-row';
import { bytesOf, momentOf } from './list-values';

const ZONE = 'Asia/Jakarta';
const NOW = new Date('2026-11-22T10:00:00+07:00');
const DAY: NamedPackage = {
  ...{ id: 'day', validityMinutes: 1_440, uptimeLimitSeconds: 3_600n, dataLimitBytes: null },
  ...{ costAmount: 3_000n, priceAmount: 5_000n, currency: 'IDR' },
};

describe('rows of voucher lists', () => {
  const look = (raw: Record<string, string>, more: Partial<VoucherFacts> = {}) =>
    checkVoucher(raw, {
      ...{ format: 'MIKHMON_VOUCHERS', now: NOW, timeZone: ZONE, fromRouter: false },
      ...{ packages: new Map([['harian', DAY]]), codes: new Map(), names: new Set<string>() },
      ...more,
    });
  const life = (raw: Record<string, string>, format: VoucherFacts['format'] = 'MIKHMON_VOUCHERS') => {
    const { old } = look({ code: 'abc123', profile: 'Harian', ...raw }, { format });
    return old && [old.state, old.firstLoginAt?.toISOString() ?? null, old.expiresAt?.toISOString() ?? null];
  };

  it.each([
    ['2026-11-22 08:00', '2026-11-22T01:00:00.000Z'],
    ['oct/22/2026 14:05:30', '2026-10-22T07:05:30.000Z'],
    ['22/11/2026 08:00:01', '2026-11-22T01:00:01.000Z'],
    ['2026-11-22T08:00:00Z', '2026-11-22T08:00:00.000Z'],
    // why: a day alone is its last second: nobody's time gets shorter
    ['2026-11-22', '2026-11-22T16:59:59.000Z'],
    ['vc-123', undefined],
    ['foo/22/2026', undefined],
    ['2026-02-30 08:00', undefined],
  ])('read the moment %s', (text, iso) => {
    expect(momentOf(text, ZONE)?.toISOString()).toBe(iso);
  });

  it('read traffic', () => {
    expect(['500M', '1G', '123', '1 kb', 'x', ''].map(bytesOf)).toEqual([
      ...[500n * 1_048_576n, 1_073_741_824n, 123n, 1_024n, undefined, undefined],
    ]);
  });

  it('of Mikhmon: the comment tells the state, the first login and the end', () => {
    expect(life({ comment: 'vc-123-11.20.26-warung' })).toEqual(['AVAILABLE', null, null]);
    expect(life({ comment: 'up-123' })).toEqual(['AVAILABLE', null, null]);
    expect(life({ comment: 'nov/23/2026 08:00:00' })).toEqual([
      ...['ACTIVE', '2026-11-22T01:00:00.000Z', '2026-11-23T01:00:00.000Z'],
    ]);
    expect(life({ comment: '2026-11-22 09:00:00' })?.[0]).toBe('EXPIRED');
    expect(life({ comment: 'vc-1', uptime: '1h' })?.[0]).toBe('USED');
    expect(life({ comment: 'vc-1', timeLimit: '1s' })?.[0]).toBe('EXPIRED');
    // why: in use, and nobody knows since when; its time begins now
    expect(life({ comment: 'vc-1', uptime: '10m' })).toEqual([
      ...['ACTIVE', NOW.toISOString(), '2026-11-23T03:00:00.000Z'],
    ]);
    expect(look({ code: 'a1', profile: 'harian', timeLimit: '2h', dataLimit: '1G' }).old).toMatchObject({
      ...{ uptimeLimitSeconds: 7_200n, dataLimitBytes: 1_073_741_824n, priceAmount: 5_000n },
    });
  });

  it('of a router: members, disabled users and what is ours already are left out', () => {
    const user = { code: 'budi', profile: 'Harian' };
    const skipped = (raw: object, more: Partial<VoucherFacts> = {}) =>
      look({ ...user, ...raw }, { fromRouter: true, ...more }).errors.map(({ code }) => code);
    expect(skipped({ comment: 'Pak Budi' })).toEqual(['NOT_A_VOUCHER']);
    expect(skipped({ comment: 'vc-1', disabled: 'true' })).toEqual(['DISABLED']);
    expect(skipped({ comment: 'vc-1' }, { codes: new Map([['budi', true]]) })).toEqual(['EXISTS']);
    expect(skipped({ comment: 'vc-1' })).toEqual([]);
  });

  it('of PHPNuxBill: a code that filled up an account is used, one that was the user lives on', () => {
    const used = { status: '1', usedOn: '2026-11-22 08:00:00' };
    expect(life({ status: '0' }, 'PHPNUXBILL_VOUCHERS')).toEqual(['AVAILABLE', null, null]);
    expect(life({ ...used, user: 'budi' }, 'PHPNUXBILL_VOUCHERS')?.[0]).toBe('USED');
    expect(life({ ...used, user: 'abc123' }, 'PHPNUXBILL_VOUCHERS')).toEqual([
      ...['ACTIVE', '2026-11-22T01:00:00.000Z', '2026-11-23T01:00:00.000Z'],
    ]);
    expect(look({ code: 'a1', profile: 'harian', kind: 'PPPOE' }, { format: 'PHPNUXBILL_VOUCHERS' }).state).toBe(
      'SKIPPED',
    );
  });

  it('of our own: states in both languages, first login and end as they stand', () => {
    const own = 'OWN_VOUCHERS';
    expect(life({ status: 'Terjual' }, own)).toEqual(['SOLD', null, null]);
    const lived = { firstLogin: '2026-11-01T00:00:00Z', expires: '2026-12-01T00:00:00Z', usedSeconds: '60' };
    expect(life({ status: 'aktif', ...lived }, own)).toEqual([
      ...['ACTIVE', '2026-11-01T00:00:00.000Z', '2026-12-01T00:00:00.000Z'],
    ]);
    expect(life({ validUntil: '2026-11-21' }, own)?.[0]).toBe('EXPIRED');
  });

  it('say what is wrong with them', () => {
    const wrong = (raw: Record<string, string>, more: Partial<VoucherFacts> = {}) =>
      look({ code: 'abc123', profile: 'Harian', ...raw }, { format: 'OWN_VOUCHERS', ...more }).errors.map(
        ({ column, code }) => `${column} ${code}`,
      );
    expect(wrong({ code: '' })).toEqual(['code MISSING']);
    expect(wrong({ code: '=1+1' })).toEqual(['code CODE_INVALID']);
    expect(wrong({ profile: 'Tahunan' })).toEqual(['profile PACKAGE_UNKNOWN']);
    expect(wrong({}, { names: new Set(['abc123']) })).toEqual(['code CODE_OF_MEMBER']);
    expect(wrong({}, { codes: new Map([['abc123', false]]) })).toEqual(['code CODE_ELSEWHERE']);
    expect(wrong({ status: 'aneh', expires: 'besok', price: '1,5' })).toEqual([
      ...['price NUMBER_INVALID', 'status STATE_UNKNOWN', 'expires MOMENT_INVALID'],
    ]);
  });
});
