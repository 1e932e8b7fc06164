import { type AddressGuard, AppConfig } from '@app/platform';
import { RouterNetworkConfig } from './router-network.config';
import { RouterNetworkGuard } from './router-network-guard';

/** Answers like the real one for a name with these addresses. */
const guardOf = (addresses: string[]): AddressGuard =>
  ({
    check: (_host: string, _port: number, mayEnter: (address: string) => boolean) =>
      Promise.resolve(addresses.every(mayEnter) ? { address: addresses[0] } : 'denied'),
  }) as unknown as AddressGuard;

describe('router addresses', () => {
  const guard = (app: Partial<AppConfig>, addresses: string[]) =>
    new RouterNetworkGuard(new RouterNetworkConfig(), Object.assign(new AppConfig(), app), guardOf(addresses));

  it('loopback is for tests and the demo', async () => {
    expect(await guard({ environment: 'test' }, ['127.0.0.1']).resolve('127.0.0.1', 8728)).toBe('127.0.0.1');
    expect(await guard({ environment: 'development', demo: true }, ['::1']).resolve('::1', 8728)).toBe('::1');
    await expect(guard({ environment: 'production' }, ['127.0.0.1']).resolve('127.0.0.1', 8728)).rejects.toMatchObject({
      code: 'MIKROTIK_HOST_NOT_ALLOWED',
    });
    expect(() => {
      guard({ environment: 'production' }, []).assertPlausible('169.254.169.254');
    }).toThrow(/HOST_NOT_ALLOWED/);
  });

  it('a name is judged by every address that it has', async () => {
    const resolve = (addresses: string[]) => guard({ environment: 'production' }, addresses).resolve('r1.isp.id', 8728);
    expect(await resolve(['10.0.0.1', 'fd00::1'])).toBe('10.0.0.1');
    await expect(resolve(['10.0.0.1', '8.8.8.8'])).rejects.toMatchObject({ code: 'MIKROTIK_HOST_NOT_ALLOWED' });
  });

  it.each([22, 25, 5432, 6379, 80])('port %d is not a router’s', async (port) => {
    await expect(guard({}, ['10.0.0.1']).resolve('10.0.0.1', port)).rejects.toMatchObject({
      code: 'MIKROTIK_PORT_NOT_ALLOWED',
    });
  });
});
