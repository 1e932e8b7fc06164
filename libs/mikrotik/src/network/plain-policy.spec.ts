import { AppConfig } from '@app/platform';
import { PlainPolicy } from './plain-policy';
import { RouterNetworkConfig } from './router-network.config';

describe('connections without TLS', () => {
  const policy = (app: Partial<AppConfig>, plainAllowed = false) =>
    new PlainPolicy(Object.assign(new RouterNetworkConfig(), { plainAllowed }), Object.assign(new AppConfig(), app));
  const refused = (made: PlainPolicy, allowed: boolean): boolean => {
    try {
      made.assertAllowed({ tlsMode: 'PLAIN', plainAllowed: allowed });
      return false;
    } catch (error) {
      expect(error).toMatchObject({ code: 'MIKROTIK_PLAIN_NOT_ALLOWED' });
      return true;
    }
  };

  it('need both the router and the configuration in production', () => {
    expect(refused(policy({ environment: 'production' }), true)).toBe(true);
    expect(refused(policy({ environment: 'production' }, true), false)).toBe(true);
    expect(refused(policy({ environment: 'production' }, true), true)).toBe(false);
    expect(policy({ environment: 'production' }, true).allowedByDefault).toBe(false);
  });

  it('need the router alone elsewhere', () => {
    expect(refused(policy({ environment: 'development' }), false)).toBe(true);
    expect(refused(policy({ environment: 'development' }), true)).toBe(false);
    expect(policy({ environment: 'test' }).allowedByDefault).toBe(true);
  });

  it('TLS needs nobody', () => {
    const production = policy({ environment: 'production' });
    for (const tlsMode of ['PINNED', 'CA'] as const) {
      expect(() => {
        production.assertAllowed({ tlsMode, plainAllowed: false });
      }).not.toThrow();
    }
  });
});
