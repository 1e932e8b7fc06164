import { isPattern, needsSequence, nextName, stemOf } from './numbering';

const parts = { customerCode: 'P-00012', siteCode: 'JKT', sequence: 42n };
const none: ReadonlySet<string> = new Set();

describe('numbering of accounts', () => {
  it('fills patterns in', () => {
    expect(nextName('{code}-{n}', parts, none)).toBe('p-00012-1');
    expect(nextName('{site}{seq:5}@isp.net', parts, none)).toBe('jkt00042@isp.net');
    expect(nextName('net.{seq}', parts, none)).toBe('net.42');
  });

  it('takes the next number where a name is taken', () => {
    expect(nextName('{code}-{n}', parts, new Set(['p-00012-1', 'p-00012-2']))).toBe('p-00012-3');
    expect(nextName('{code}@x', parts, new Set(['p-00012@x']))).toBe('p-00012@x-2');
  });

  it('knows by what names begin, and whether a series is needed', () => {
    expect(stemOf('{code}-{n}', parts)).toBe('p-00012-');
    expect(stemOf('{code}@x', parts)).toBe('p-00012@x');
    expect([needsSequence('{seq:4}'), needsSequence('{n}')]).toEqual([true, false]);
  });

  it('refuses patterns that give one name to all, or names that routers refuse', () => {
    expect(['{code}-{n}', '{site}{seq:5}', '{code}'].every(isPattern)).toBe(true);
    expect(['same', '{site}', '{n} x', 'é{n}', '{other}{n}', ''].some(isPattern)).toBe(false);
  });
});
