import { AppConfig } from '@app/platform';
import { isHost, Networks, parseNetwork } from './networks';
import { RouterNetworkConfig } from './router-network.config';
import { RouterNetworkGuard } from './router-network-guard';

describe('router addresses', () => {
  it.each(['10.0.0.1', 'fd00::1', 'router-1.isp.co.id', 'r1'])('%s is a host', (host) => {
    expect(isHost(host)).toBe(true);
  });
  it.each(['10.0.0.1:8728', 'http://r1', 'a b', '', '-r1', 'user@r1', '10.1', '0x7f.1', '2130706433', 'r_1', 'a..b'])(
    '%s is none',
    (host) => {
      expect(isHost(host)).toBe(false);
    },
  );

  it('networks hold addresses of both families', () => {
    const networks = new Networks(['10.0.0.0/8', 'fc00::/7']);
    expect(['10.255.0.1', '::ffff:10.0.0.1', 'fd12::1'].every((address) => networks.has(address))).toBe(true);
    expect(['11.0.0.1', '127.0.0.1', '::1', 'fe80::1', 'r1'].some((address) => networks.has(address))).toBe(false);
    expect(parseNetwork('10.0.0.0/33')).toBeUndefined();
  });

  it('loopback is for tests and the demo', async () => {
    const guard = (app: Partial<AppConfig>) =>
      new RouterNetworkGuard(new RouterNetworkConfig(), Object.assign(new AppConfig(), app));
    expect(await guard({ environment: 'test' }).resolve('127.0.0.1')).toBe('127.0.0.1');
    expect(await guard({ environment: 'development', demo: true }).resolve('::1')).toBe('::1');
    await expect(guard({ environment: 'production' }).resolve('127.0.0.1')).rejects.toMatchObject({
      code: 'MIKROTIK_HOST_NOT_ALLOWED',
    });
    expect(() => {
      guard({ environment: 'production' }).assertPlausible('169.254.169.254');
    }).toThrow(/HOST_NOT_ALLOWED/);
  });
});
