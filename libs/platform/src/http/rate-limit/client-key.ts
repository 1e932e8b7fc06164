import { isIP } from 'node:net';
import { canonicalAddress } from '../../outbound/networks';

/**
 * What an address is counted under: IPv4 by itself, IPv6 by its /64, because one subscriber line has 2^64 of them to
 * choose from.
 */
export function clientKey(ip: string): string {
  const address = canonicalAddress(ip) ?? ip;
  if (isIP(address) !== 6) return address;
  const [head = '', tail] = address.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const groups = [...before, ...Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0'), ...after];
  return `${groups.slice(0, 4).join(':')}::/64`;
}
