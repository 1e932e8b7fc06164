import { flag, integer, ip, text, duration } from './kinds';
import { compileQuery } from './query';
import { type ValueKind } from './value-kind';

const KINDS: Record<string, ValueKind> = {
  uptime: duration(),
  disabled: flag,
  bytes: integer(),
  address: ip,
};
const ROW: Record<string, string> = {
  name: 'budi',
  password: '001234',
  uptime: '0s',
  disabled: 'true',
  bytes: '18446744073709551615',
  address: '10.0.0.9',
};

function passes(...words: string[]): boolean {
  return compileQuery(words, (name) => KINDS[name] ?? text)((name) => ROW[name]);
}

describe('query words', () => {
  it.each([
    [true, ['?name']],
    [false, ['?comment']],
    [true, ['?-comment']],
    [false, ['?-name']],
    [true, ['?name=budi']],
    [true, ['?=name=budi']],
    [false, ['?name=Budi']],
    [true, ['?>name=']],
    [false, ['?>comment=']],
    [true, ['?<name=c']],
    [true, ['?>bytes=9999999999']],
    [true, ['?bytes=18446744073709551615']],
    [false, ['?bytes=18446744073709551616']],
    [true, ['?>address=10.0.0.10', '?#!']],
    [true, ['?<address=10.0.0.10']],
  ] as const)('%s for %j', (wanted, words) => {
    expect(passes(...words)).toBe(wanted);
  });

  it('compares by the type of the property', () => {
    expect(passes('?uptime=00:00:00')).toBe(true);
    expect(passes('?disabled=yes')).toBe(true);
    expect(passes('?disabled=false')).toBe(false);
  });

  it('never compares text as numbers', () => {
    expect(passes('?password=1234')).toBe(false);
    expect(passes('?password=001234')).toBe(true);
  });

  it.each([
    [true, ['?name=budi', '?name=siti', '?#|']],
    [false, ['?name=budi', '?name=siti', '?#&']],
    [false, ['?name=budi', '?name=siti']],
    [true, ['?name=x', '?name=y', '?#|!', '?name=budi']],
    [true, ['?name=x', '?#!']],
    [true, ['?name=budi', '?name=x', '?#1']], // the value below the top replaces the whole stack
    [false, ['?name=x', '?#.|']], // a copy of the top, then or
    [true, ['?name=x', '?name=budi', '?#0|', '?#|']], // 0| : a copy of the top, or-ed with it
    [true, ['?#|']], // true lies below the bottom
    [false, ['?#!']],
  ] as const)('%s for the stack of %j', (wanted, words) => {
    expect(passes(...words)).toBe(wanted);
  });
});
