import { BlockList, isIP, SocketAddress } from 'node:net';

export interface Network {
  address: string;
  prefix: number;
  family: 'ipv4' | 'ipv6';
}

/** `10.0.0.0/8`, or undefined for anything else. */
export function parseNetwork(text: string): Network | undefined {
  const [, address = '', digits = ''] = /^([^/\s]+)\/(\d{1,3})$/.exec(text) ?? [];
  const version = isIP(address);
  const prefix = Number(digits);
  if (version === 0 || prefix > (version === 4 ? 32 : 128)) return undefined;
  return { address, prefix, family: version === 4 ? 'ipv4' : 'ipv6' };
}

/**
 * The one spelling of an address: IPv6 shortened and without a zone, and IPv4 in IPv6 clothes (`::ffff:a00:1`) as IPv4, so
 * that no other way to write an address slips past a range. Undefined for anything that is no address.
 */
export function canonicalAddress(text: string): string | undefined {
  const [plain = ''] = text.split('%', 1);
  const version = isIP(plain);
  if (version !== 6) return version === 4 ? plain : undefined;
  const { address } = new SocketAddress({ address: plain, family: 'ipv6' });
  return /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address;
}

/** A set of networks that answers whether an address is inside. An IPv4 address in IPv6 clothes counts as IPv4. */
export class Networks {
  private readonly list = new BlockList();

  /** @throws RangeError for an entry that is no network */
  constructor(networks: readonly string[]) {
    for (const text of networks) {
      const network = parseNetwork(text);
      if (!network) throw new RangeError(`not a network: ${text}`);
      this.list.addSubnet(network.address, network.prefix, network.family);
    }
  }

  has(address: string): boolean {
    const plain = canonicalAddress(address);
    return plain !== undefined && this.list.check(plain, isIP(plain) === 4 ? 'ipv4' : 'ipv6');
  }
}

/**
 * What is not the public internet: this machine, neighbours on the link (cloud metadata among them), private and
 * provider-internal ranges, test ranges, multicast, and the ranges that carry IPv4 addresses inside IPv6 (IANA special-purpose registries).
 */
export const SPECIAL_NETWORKS: readonly string[] = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
  '::/96',
  '64:ff9b::/96',
  '64:ff9b:1::/48',
  '100::/64',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  'fc00::/7',
  'fe80::/9',
  'ff00::/8',
];

const LABEL = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?';
const HOST_NAME = new RegExp(`^(?=.{1,253}$)${LABEL}(?:\\.${LABEL})*$`);

/** An IP address or a host name: nothing with a port, a path, user info or blanks. */
export function isHost(text: string): boolean {
  // why: "10.1" and "0x7f.1" are addresses to some resolvers; only whole dotted quads may be all digits
  return isIP(text) !== 0 || (HOST_NAME.test(text) && !/^(0x[0-9a-f]+|\d+)$/i.test(text.split('.').at(-1) ?? ''));
}
