import { BlockList, isIP } from 'node:net';

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

/** A set of networks that answers whether an address is inside. An IPv4 address in IPv6 clothes counts as IPv4. */
export class Networks {
  private readonly list = new BlockList();

  constructor(networks: readonly string[]) {
    for (const text of networks) {
      const network = parseNetwork(text);
      if (!network) throw new RangeError(`not a network: ${text}`);
      this.list.addSubnet(network.address, network.prefix, network.family);
    }
  }

  has(address: string): boolean {
    const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
    const version = isIP(plain);
    return version !== 0 && this.list.check(plain, version === 4 ? 'ipv4' : 'ipv6');
  }
}

const LABEL = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?';
const HOST_NAME = new RegExp(`^(?=.{1,253}$)${LABEL}(?:\\.${LABEL})*$`);

/** An IP address or a host name: nothing with a port, a path, user info or blanks. */
export function isHost(text: string): boolean {
  // why: "10.1" and "0x7f.1" are addresses to some resolvers; only whole dotted quads may be all digits
  return isIP(text) !== 0 || (HOST_NAME.test(text) && !/^(0x[0-9a-f]+|\d+)$/i.test(text.split('.').at(-1) ?? ''));
}
