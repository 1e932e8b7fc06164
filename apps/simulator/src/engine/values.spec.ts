import fc from 'fast-check';
import { formatIp, isAllowed, parseIp, parseRange } from './addresses';
import { formatDuration, parseDuration } from './durations';
import { addressEntry, duration, flag, integer, ip, mac, oneOf, pair, ranges, reference } from './kinds';
import { type ValueKind } from './value-kind';

const parse = (kind: ValueKind, value: string): string =>
  kind.parse(value, { argument: 'x', exists: (menu, name) => `${menu} ${name}` === '/ppp/profile 10M' });

describe('times', () => {
  it.each([
    ['5', '5s'],
    ['00:05:00', '5m'],
    ['1d 02:03:04', '1d2h3m4s'],
    ['1w2d3h4m5s', '1w2d3h4m5s'],
    ['300ms', '300ms'],
    ['90s', '1m30s'],
    ['0s', '0s'],
  ])('%s prints as %s', (given, printed) => {
    expect(parse(duration(), given)).toBe(printed);
  });

  it('reads back what it prints', () => {
    fc.assert(fc.property(fc.nat(10 ** 10), (ms) => parseDuration(formatDuration(ms)) === ms));
  });

  it('refuses what is no time', () => {
    expect(() => parse(duration(), 'soon')).toThrow('invalid value for argument x');
    expect(parse(duration('none'), 'none')).toBe('none');
  });
});

describe('addresses', () => {
  it('reads back what it prints', () => {
    fc.assert(fc.property(fc.nat(0xffff_ffff), (n) => parseIp(formatIp(n)) === n));
  });

  it('knows prefixes and ranges', () => {
    expect(parseRange('10.0.0.77/24')).toEqual({ first: 0x0a00_0000, last: 0x0a00_00ff });
    expect(parseRange('10.0.0.9-10.0.0.1')).toBeNull();
    expect(isAllowed('::ffff:127.0.0.1', '10.0.0.0/8,127.0.0.0/8')).toBe(true);
    expect(isAllowed('192.168.1.1', '10.0.0.0/8')).toBe(false);
    expect(isAllowed('192.168.1.1', '')).toBe(true);
  });
});

describe('what arguments accept', () => {
  it.each<[ValueKind, string, string]>([
    [flag, 'yes', 'true'],
    [flag, 'false', 'false'],
    [oneOf('yes', 'no', 'default'), 'default', 'default'],
    [oneOf('yes', 'no'), 'true', 'yes'],
    [integer(), '1G', '1000000000'],
    [pair, '2M/10M', '2000000/10000000'],
    [pair, '512k', '512000/512000'],
    [mac, 'aa-bb-cc-00-11-22', 'AA:BB:CC:00:11:22'],
    [addressEntry, '10.0.0.1/32', '10.0.0.1'],
    [addressEntry, 'portal.example.net', 'portal.example.net'],
    [reference('/ppp/profile'), '10M', '10M'],
  ])('%#: %s becomes %s', (kind, given, printed) => {
    expect(parse(kind, given)).toBe(printed);
  });

  it.each<[ValueKind, string, string]>([
    [flag, 'maybe', 'input does not match any value of x'],
    [reference('/ppp/profile'), '20M', 'input does not match any value of x'],
    [ip, '', 'invalid value for argument x'],
    [ip, '10.0.0.256', 'invalid value for argument x'],
    [integer(1n, 65_535n), '70000', 'value of x out of range (1..65535)'],
    [ranges, '10.0.0.1-', "value of range must have ip address after '-'"],
    [ranges, 'pool', 'value of range expects range of ip addresses'],
  ])('%#: %s is refused', (kind, given, message) => {
    expect(() => parse(kind, given)).toThrow(message);
  });
});
