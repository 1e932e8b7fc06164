import { BlockList, isIP } from 'node:net';
import { type GatewayCredentials, type GatewayEnvironment, textSetting } from './gateway-credentials';
import { type SettingsSchema } from './settings-schema';

/** Where gateways say that their callbacks come from (payments.md 2.7, 3); those without a list are not looked at. */
export const KNOWN_SOURCES: Readonly<Record<string, Readonly<Record<GatewayEnvironment, readonly string[]>>>> = {
  duitku: {
    PRODUCTION: [
      ...['182.23.85.8', '182.23.85.9', '182.23.85.10', '182.23.85.13', '182.23.85.14', '103.177.101.184'],
      ...['103.177.101.185', '103.177.101.186', '103.177.101.189', '103.177.101.190'],
    ],
    SANDBOX: ['182.23.85.11', '182.23.85.12', '103.177.101.187', '103.177.101.188'],
  },
  midtrans: { PRODUCTION: ['103.208.23.0/24', '103.127.16.0/23'], SANDBOX: ['103.58.103.177'] },
  tripay: {
    PRODUCTION: ['95.111.200.230', '2a04:3543:1000:2310:ac92:4cff:fe87:63f9'],
    SANDBOX: ['95.111.200.230', '2a04:3543:1000:2310:ac92:4cff:fe87:63f9'],
  },
};

/** Settings of every gateway that calls back. */
export const SOURCE_SETTINGS: SettingsSchema = [
  {
    key: 'sourceCheck',
    kind: 'choice',
    required: false,
    default: 'log',
    label: { id: 'Notifikasi dari alamat yang tidak dikenal', en: 'Notifications from unknown addresses' },
    help: {
      id: 'Tanda tangan tetap diperiksa. Tolak hanya bila TRUST_PROXY sudah benar.',
      en: 'Signatures are checked in any case. Refuse only where TRUST_PROXY is right.',
    },
    choices: [
      { value: 'log', label: { id: 'Catat di log', en: 'Write to the log' } },
      { value: 'refuse', label: { id: 'Tolak (403)', en: 'Refuse (403)' } },
    ],
  },
  {
    key: 'sourceAddresses',
    kind: 'text',
    required: false,
    maxLength: 1_000,
    label: { id: 'Alamat tambahan (IP atau CIDR, dipisah koma)', en: 'Further addresses (IP or CIDR, with commas)' },
    check: (text) => text.split(',').every((one) => addressOf(one) !== undefined),
  },
];

/**
 * Does a callback come from where its gateway says? Defence in depth only, beside the signature; an account of the sandbox that
 * points somewhere else is not looked at.
 */
export function sourceOf(account: GatewayCredentials, gateway: string, ip: string): 'known' | 'foreign' | 'unchecked' {
  // why: an account stays opened for some seconds, and callbacks come in bursts
  const list = lists.get(account) ?? listOf(account, gateway);
  lists.set(account, list);
  if (list === 'none') return 'unchecked';
  const plain = ip.replace(/^::ffff:(?=\d+\.)/i, '');
  const family = isIP(plain);
  return family !== 0 && list.check(plain, family === 4 ? 'ipv4' : 'ipv6') ? 'known' : 'foreign';
}

const lists = new WeakMap<GatewayCredentials, BlockList | 'none'>();

function listOf(account: GatewayCredentials, gateway: string): BlockList | 'none' {
  const { environment } = account;
  const own = textSetting(account, 'sourceAddresses');
  if (own === '' && environment === 'SANDBOX' && textSetting(account, 'baseUrl') !== '') return 'none';
  const listed = [...(KNOWN_SOURCES[gateway]?.[environment] ?? []), ...(own === '' ? [] : own.split(','))];
  const addresses = listed.flatMap((one) => addressOf(one) ?? []);
  if (addresses.length === 0) return 'none';
  const list = new BlockList();
  for (const { net, prefix, family } of addresses) list.addSubnet(net, prefix, family);
  return list;
}

interface Subnet {
  net: string;
  prefix: number;
  family: 'ipv4' | 'ipv6';
}

/** Undefined for a text that is no address. */
function addressOf(text: string): Subnet | undefined {
  const [net = '', bits, ...rest] = text.trim().split('/');
  const family = isIP(net);
  const longest = family === 4 ? 32 : 128;
  const prefix = bits === undefined ? longest : /^\d{1,3}$/.test(bits) ? Number(bits) : -1;
  if (family === 0 || rest.length > 0 || prefix < 0 || prefix > longest) return undefined;
  return { net, prefix, family: family === 4 ? 'ipv4' : 'ipv6' };
}
