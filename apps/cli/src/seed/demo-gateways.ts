import { type INestApplicationContext } from '@nestjs/common';
import { BankAccounts, GatewayAccounts } from '@app/payments';
import { loadConfig } from '@app/platform';
import { DemoConfig } from './demo.config';

/** Keys of the simulator's merchants; they open nothing else. */
const SIMULATED = [
  {
    code: 'DUITKU',
    gateway: 'duitku',
    name: 'Duitku (simulator)',
    settings: { merchantCode: 'DS12345', product: 'v2' },
    secrets: { apiKey: '732B39FC61796845775D2C4FB05332AF' },
    priority: 10,
  },
] as const;

/** A made-up merchant; no bank knows it (payments.md 11). */
const QRIS =
  '00020101021126640017ID.CO.EXAMPLE.WWW0118936009180000000001021000000000010303UMI51440014ID.CO.QRIS.WWW0215ID10200000000010303UMI5204481453033605802ID5912RT NET MAWAR6007BANDUNG610540111630477A7';
const BANK = { bank: 'BCA', accountNumber: '1234567890', holder: 'RT NET MAWAR' } as const;

/** Ways to our own bank account: what the bank booked, or a proof, confirms their money. */
const OWN_BANK = [
  {
    code: 'TRANSFER',
    gateway: 'unique-transfer',
    name: 'Transfer BCA',
    settings: { bank: BANK.bank, accountNumber: BANK.accountNumber, accountHolder: BANK.holder },
    secrets: {},
    priority: 20,
  },
  { code: 'QRIS', gateway: 'qris-static', name: 'QRIS', settings: { payload: QRIS }, secrets: {}, priority: 30 },
] as const;

/**
 * Registers the ways to pay of the demo, for every site: the simulated gateways, where the demo has a simulator of them, and
 * transfers to a bank account.
 *
 * @returns how many
 */
export async function seedGateways(services: INestApplicationContext): Promise<number> {
  await services.get(BankAccounts).add({
    ...{ siteId: null, bank: BANK.bank, accountNumber: BANK.accountNumber, holderName: BANK.holder, currency: 'IDR' },
    ...{ cashAccount: 'CASH.BANK', qrisPayload: QRIS, codeMax: 500, codeLimit: 999, graceDays: 3, extraTo: 'DEPOSIT' },
    status: 'ACTIVE',
  });
  const { paymentsUrl } = loadConfig(DemoConfig);
  const simulated = SIMULATED.map(({ settings, ...account }) => ({
    ...account,
    settings: { ...settings, baseUrl: `${paymentsUrl}/${account.gateway}` },
  }));
  const all = [...(paymentsUrl === '' ? [] : simulated), ...OWN_BANK];
  const accounts = services.get(GatewayAccounts);
  for (const account of all) await accounts.create({ ...account, siteId: null, environment: 'SANDBOX' });
  return all.length;
}
