import { codesIn, customerName } from './customer-hints';
import { firstVerdict } from './first-verdict';
import { type ImportSettings } from './import-settings';
import { suggestPlans } from './plan-suggestions';
import { ratesOf } from './rate-limit';
import { findingsOf, type ForeignSecret, type Surroundings } from './secret-findings';
import { localDate } from '@app/core';

const around: Surroundings = {
  profiles: new Set(['10M']),
  accounts: new Map([['budi', { subscriptionId: 's1' }]]),
  addresses: new Map([['10.0.0.9', 'siti']]),
  groupNames: new Set(['tamu']),
  otherNames: new Set(['jauh']),
  addressCounts: new Map(),
};
const secret = (more: Partial<ForeignSecret> = {}): ForeignSecret => ({
  ...{ name: 'ani', values: { profile: '10M', service: 'any' }, comment: 'Bu Ani', encoded: false, owner: null },
  ...{ password: 'PRESENT', ...more },
});
const settings: ImportSettings = {
  profiles: [
    { profile: '10M', planId: 'p' },
    { profile: '20M', planId: null },
  ],
  ...{ areaId: null, anchorDay: 1, billFrom: localDate('2027-01-01'), customers: 'CREATE', nameFrom: 'COMMENT' },
  ...{ disabled: 'SKIP', skip: ['nanti'], only: null },
};

describe('ratesOf', () => {
  it.each([
    ['5M/20M', { uploadKbps: 5_000, downloadKbps: 20_000 }],
    ['512k/2M 1M/4M 256k/1M 8/8 8', { uploadKbps: 512, downloadKbps: 2_000 }],
    ['10M', { uploadKbps: 10_000, downloadKbps: 10_000 }],
    ['10240000/0', undefined],
    ['', undefined],
    [undefined, undefined],
    ['cepat', undefined],
  ])('reads %p', (text, rates) => {
    expect(ratesOf(text)).toEqual(rates);
  });
});

describe('suggestPlans', () => {
  const plan = (code: string, kbps: number) => ({ id: code, code, name: code, downloadKbps: kbps, uploadKbps: kbps });

  it('prefers what agrees in name and rate, and counts 1M as 1000k or 1024k', () => {
    const plans = [plan('X', 10_240), plan('HOME-10M', 9_000), plan('home10m', 10_000), plan('Z', 1)];
    const found = suggestPlans({ name: 'Home 10M', rateLimit: '10M/10M' }, plans);
    expect(found.map(({ planCode, reason }) => [planCode, reason])).toEqual([
      ['home10m', 'NAME_AND_RATE'],
      ['HOME-10M', 'NAME'],
      ['X', 'RATE'],
    ]);
    expect(suggestPlans({ name: 'lg-X', rateLimit: undefined }, plans)).toMatchObject([{ reason: 'NAME' }]);
    expect(suggestPlans({ name: '-', rateLimit: '' }, plans)).toEqual([]);
  });
});

describe('findingsOf', () => {
  it.each([
    [{}, []],
    [{ name: 'budi', owner: 'sub-s1' }, ['ALREADY_MANAGED']],
    [{ name: 'budi', owner: 'sub-s2' }, ['MARK_UNKNOWN', 'NAME_TAKEN']],
    [{ name: 'budi' }, ['NAME_TAKEN']],
    [{ name: 'tamu' }, ['NAME_TAKEN_IN_GROUP']],
    [{ name: 'jauh' }, ['NAME_ELSEWHERE']],
    [{ values: { profile: '10M', 'remote-address': '10.0.0.9' } }, ['ADDRESS_IN_USE']],
    [{ values: { profile: '10M', 'remote-address': '10.0.0.300' } }, ['ADDRESS_INVALID']],
    [{ values: { profile: '10M', 'remote-address': '0.0.0.0' } }, []],
    [{ values: {} }, ['PROFILE_UNKNOWN']],
    [{ comment: ' ', encoded: true }, ['NO_COMMENT', 'TEXT_ENCODED']],
  ] as const)('%j: %j', (more, findings) => {
    expect(findingsOf(secret(more), around)).toEqual(findings);
  });

  it('does not call a profile unknown where the router would not show them', () => {
    expect(findingsOf(secret({ values: {} }), { ...around, profiles: null })).toEqual([]);
  });
});

describe('firstVerdict', () => {
  it.each([
    [{}, 'PENDING', null],
    [{ name: 'nanti' }, 'SKIPPED', 'SKIPPED_BY_REQUEST'],
    [{ values: { profile: '20M' } }, 'SKIPPED', 'PROFILE_SKIPPED'],
    [{ values: { profile: '10M', disabled: 'true' } }, 'SKIPPED', 'DISABLED'],
    [{ password: 'EMPTY' }, 'FAILED', 'PASSWORD_EMPTY'],
    [{ values: { profile: '30M' } }, 'FAILED', 'PROFILE_UNKNOWN'],
  ] as const)('%j: %s %s', (more, state, code) => {
    expect(firstVerdict(secret(more), around, settings)).toEqual({ state, code });
  });
});

describe('hints in comments', () => {
  it('finds words that may be codes, and names', () => {
    expect(codesIn('P000123 Bu Ani, RT-05')).toEqual(['P000123', 'Ani', 'RT-05']);
    expect(customerName(secret({ comment: ' Bu\tAni\n ' }), 'COMMENT')).toBe('Bu Ani');
    expect(customerName(secret({ comment: '' }), 'COMMENT')).toBe('ani');
    expect(customerName(secret(), 'NAME')).toBe('ani');
  });
});
