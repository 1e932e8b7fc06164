import { RouterOsError } from '../transport';
import { trapCodeOf } from '../transport/error-codes';
import { itemVerdict } from './item-verdict';

/** What routers say (routeros.md section 13), what we call it, and what becomes of the command. */
describe('retry classes of the command queue', () => {
  it.each([
    ['invalid user name or password (6)', 'AUTH_FAILED', 'auth'],
    ['cannot log in', 'AUTH_FAILED', 'auth'],
    ['not enough permissions (9)', 'PERMISSION_DENIED', 'permission'],
    ['no such item', 'NOT_FOUND', 'reread'],
    ['no such item (4)', 'NOT_FOUND', 'reread'],
    ['failure: secret with the same name already exists', 'ALREADY_EXISTS', 'reread'],
    ['failure: already have user with this name for this server', 'ALREADY_EXISTS', 'reread'],
    ['failure: already have such name', 'ALREADY_EXISTS', 'reread'],
    ['failure: already have such entry', 'ALREADY_EXISTS', 'reread'],
    ['failure: pool with such name exists', 'ALREADY_EXISTS', 'reread'],
    ['failure: profile with the same name already exists', 'ALREADY_EXISTS', 'reread'],
    ['input does not match any value of profile', 'INVALID_ARGUMENT', 'argument'],
    ['invalid value for argument remote-address', 'INVALID_ARGUMENT', 'argument'],
    ['invalid value of address, mac address required', 'INVALID_ARGUMENT', 'argument'],
    ['ambiguous value of profile', 'INVALID_ARGUMENT', 'argument'],
    ["value of range must have ip address after '-'", 'INVALID_ARGUMENT', 'argument'],
    ['unknown parameter otp-secret', 'UNSUPPORTED', 'argument'],
    ['no such command prefix', 'UNSUPPORTED', 'argument'],
    ['no such command or directory (remove)', 'UNSUPPORTED', 'argument'],
    ['interrupted', 'CANCELLED', 'again'],
    ['failure: contents too long', 'TOO_LARGE', 'argument'],
    ['failure: flash is full', 'ROUTER_ERROR', 'again'],
  ])('%s is %s: %s', (message, code, retry) => {
    expect(trapCodeOf(message)).toBe(code);
    expect(new RouterOsError(code, message).retry).toBe(retry);
  });

  it.each(['ECONNRESET', 'ECONNCLOSED', 'ETIMEDOUT', 'EPROTO', 'FATAL', 'SOCKTMOUT', 'ENOTCONN'])(
    '%s is the connection’s',
    (code) => {
      expect(new RouterOsError(code, '').retry).toBe('transport');
    },
  );

  it('what will never work is dead at once', () => {
    expect(itemVerdict('argument', 0, 0)).toEqual({ dead: true, retryInMs: 0 });
  });

  it('a missing right waits for the operator, five minutes at a time', () => {
    expect(itemVerdict('permission', 0, 0)).toEqual({ dead: false, retryInMs: 300_000 });
  });

  it.each(['reread', 'again'])('%s is tried ten times with growing pauses, then dead', (retry) => {
    const verdicts = Array.from({ length: 10 }, (_, attempts) => itemVerdict(retry, attempts, 0.5));
    expect(verdicts.map(({ dead }) => dead)).toEqual([...Array<boolean>(9).fill(false), true]);
    const pauses = verdicts.slice(0, -1).map(({ retryInMs }) => retryInMs);
    expect(pauses).toEqual([...pauses].sort((a, b) => a - b));
    expect(pauses[0]).toBeGreaterThan(0);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(300_000);
  });
});
