import { FORBIDDEN_POLICIES, missingPolicies, policiesFor } from '../domain/policies';
import { accessPassword, accessScript, type AccessScriptInput, quoted } from './access-script';

const input = (extra: Partial<AccessScriptInput> = {}): AccessScriptInput => ({
  username: 'langgan',
  password: 'SeCrEt234',
  ourAddresses: ['10.9.0.2/32', '10.9.0.3/32'],
  tls: true,
  major: 7,
  routerHost: '10.0.0.1',
  ...extra,
});

describe('the access script', () => {
  it('grants read, write, api and test, and never more than is asked for', () => {
    const policyOf = (extra: Partial<AccessScriptInput>) =>
      /add name=langgan policy=(\S+)/.exec(accessScript(input(extra)))?.[1];
    expect(policyOf({})).toBe('read,write,api,test');
    expect(policyOf({ readSecrets: true, rest: true, rotation: true })).toBe(
      'read,write,api,test,sensitive,rest-api,password',
    );
    for (const policy of FORBIDDEN_POLICIES) {
      expect(policiesFor({ readSecrets: true, rest: true, rotation: true })).not.toContain(policy);
    }
  });

  it('carries the password where there is one, and else leaves the user as he is', () => {
    expect(accessScript(input()).match(/SeCrEt234/g)).toHaveLength(2);
    const kept = accessScript({ ...input(), password: undefined as never });
    expect(kept).not.toMatch(/password="/);
    expect(kept).toContain(':error');
  });

  it('makes lists of addresses longer, never shorter, and says so where there is none', () => {
    const script = accessScript(input());
    expect(script).toContain('address="10.9.0.2/32,10.9.0.3/32"');
    expect(script).toMatch(/:foreach one in=\$have/);
    expect(accessScript(input({ ourAddresses: [] }))).toContain('open to every address');
  });

  it.each([
    [{ tls: true, rest: false }, 'api-ssl', true],
    [{ tls: false, rest: false }, 'api', false],
    [{ tls: true, rest: true }, 'www-ssl', true],
  ])('for %j switches %s on', (extra, service, certificate) => {
    const script = accessScript(input(extra));
    expect(script).toContain(`find where name=${service}] disabled=no`);
    expect(script.includes('/certificate add')).toBe(certificate);
  });

  it('waits for signatures on RouterOS 6 only', () => {
    expect(accessScript(input({ major: 6 }))).toContain(':delay');
    expect(accessScript(input({ major: 7 }))).not.toContain(':delay');
  });

  it('is one command per line, whatever the texts are', () => {
    expect(quoted('a"b\\c$d')).toBe('"a\\"b\\\\c\\$d"');
    expect(() => quoted('a\nb')).toThrow(RangeError);
    const script = accessScript(input({ username: 'x"; /system reset' }));
    expect(script).toContain('name="x\\"; /system reset"');
    for (const line of script.split('\n')) expect(line.replace(/\\./g, '').split('"').length % 2).toBe(1);
  });

  it('C3 passwords are from the system’s random numbers, long, and all letters occur', () => {
    const made = Array.from({ length: 300 }, accessPassword);
    expect(new Set(made).size).toBe(300);
    for (const password of made) expect(password).toMatch(/^[A-Za-z2-9]{28}$/);
    expect(new Set(made.join('')).size).toBe(55);
  });
});

describe('policies', () => {
  it('that are missing', () => {
    expect(missingPolicies(['api', 'read'])).toEqual(['write', 'test']);
    expect(missingPolicies(['read', 'write', 'test', 'rest-api'], { rest: true })).toEqual([]);
    expect(missingPolicies(null)).toEqual([]);
  });
});
