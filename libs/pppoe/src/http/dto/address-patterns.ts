import { ValidateBy } from 'class-validator';
import { parseAddress } from '../../domain/free-addresses';

/** A MAC address as RouterOS writes it, in either case. */
export const MAC = /^[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){5}$/;

const PREFIX = /^[0-9A-Fa-f:]{2,39}\/(3[2-9]|4\d|5\d|6[0-4])$/;

/** An IPv6 prefix of a length that is routed to subscribers (/32 to /64), without bits behind it. */
export const IsIpv6Prefix = (): PropertyDecorator =>
  ValidateBy({
    name: 'isIpv6Prefix',
    validator: {
      validate: isIpv6Prefix,
      defaultMessage: () => '$property must be an IPv6 prefix of /32 to /64 without bits behind it',
    },
  });

function isIpv6Prefix(value: unknown): boolean {
  const length = typeof value === 'string' ? PREFIX.exec(value)?.[1] : undefined;
  const address = length === undefined ? undefined : parseAddress(String(value));
  return address?.family === 6 && address.value % (1n << BigInt(128 - Number(length))) === 0n;
}
