import { type INestApplicationContext } from '@nestjs/common';
import { GatewayAccounts } from '@app/payments';
import { loadConfig } from '@app/platform';
import { DemoConfig } from './demo.config';

/** Keys of the simulator's merchants; they open nothing else. */
const ACCOUNTS = [
  {
    code: 'DUITKU',
    gateway: 'duitku',
    name: 'Duitku (simulator)',
    settings: { merchantCode: 'DS12345', product: 'v2' },
    secrets: { apiKey: '732B39FC61796845775D2C4FB05332AF' },
    priority: 10,
  },
] as const;

/**
 * Registers the simulated payment gateways, for every site; none when the demo has no simulator of them.
 *
 * @returns how many
 */
export async function seedGateways(services: INestApplicationContext): Promise<number> {
  const { paymentsUrl } = loadConfig(DemoConfig);
  if (paymentsUrl === '') return 0;
  const accounts = services.get(GatewayAccounts);
  for (const { settings, ...account } of ACCOUNTS) {
    await accounts.create({
      ...account,
      siteId: null,
      environment: 'SANDBOX',
      settings: { ...settings, baseUrl: `${paymentsUrl}/${account.gateway}` },
    });
  }
  return ACCOUNTS.length;
}
