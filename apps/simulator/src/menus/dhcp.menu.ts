import { duration, flag, ip, ipOrPool, label, listOf, mac, oneOf, rateLimit, reference, text } from '../engine/kinds';
import { comment, disabled, type Property, required, ro, rw } from '../engine/schema';
import { type ValueKind } from '../engine/value-kind';
import { duplicate, list } from './menu';

const cleared = (kind: ValueKind = text): Property => rw(kind, undefined, { emptyClears: true });

export const dhcpServer = list('/ip/dhcp-server', {
  properties: {
    name: required(label),
    interface: required(reference('/interface')),
    relay: cleared(ip),
    'src-address': cleared(ip),
    'lease-time': rw(duration(), '30m'),
    'address-pool': rw(reference('/ip/pool', 'static-only'), 'static-only'),
    'address-lists': cleared(),
    authoritative: rw(oneOf('yes', 'no', 'after-2sec-delay', 'after-10sec-delay'), 'yes'),
    'use-radius': rw(oneOf('yes', 'no', 'accounting'), 'no'),
    'add-arp': rw(flag, 'false'),
    'always-broadcast': rw(flag, 'false'),
    'bootp-support': rw(oneOf('none', 'static', 'dynamic'), 'static'),
    'conflict-detection': rw(flag, 'true'),
    'delay-threshold': rw(duration('none'), 'none'),
    'insert-queue-before': cleared(),
    'parent-queue': cleared(reference('/queue/simple', 'none')),
    'allow-dual-stack-queue': rw(flag, 'true'),
    'lease-script': rw(text, ''),
    'server-address': cleared(ip),
    'use-framed-as-classless': rw(flag, 'true'),
    invalid: ro(flag, 'false'),
    dynamic: ro(flag, 'false'),
    disabled,
    comment,
  },
  unique: duplicate(['name'], 'already have such name'),
});

/** Static leases of subscribers, and those that the server has handed out itself. */
export const dhcpLease = list('/ip/dhcp-server/lease', {
  properties: {
    address: cleared(ipOrPool),
    'mac-address': cleared(mac),
    'client-id': cleared(),
    server: rw(reference('/ip/dhcp-server', 'all'), 'all'),
    'address-lists': rw(text, ''),
    'rate-limit': cleared(rateLimit),
    'lease-time': cleared(duration()),
    'block-access': rw(flag, 'false'),
    'use-src-mac': rw(flag, 'false'),
    'always-broadcast': rw(flag, 'false'),
    'allow-dual-stack-queue': rw(flag, 'true'),
    'insert-queue-before': cleared(),
    'parent-queue': cleared(reference('/queue/simple', 'none')),
    'queue-type': cleared(),
    routes: cleared(),
    'dhcp-option': rw(text, ''),
    'dhcp-option-set': cleared(),
    status: ro(listOf('waiting', 'testing', 'declined', 'offered', 'bound', 'authorizing', 'conflict'), 'waiting'),
    'expires-after': ro(duration()),
    'last-seen': ro(duration('never'), 'never'),
    age: ro(duration()),
    'active-address': ro(ip),
    'active-mac-address': ro(mac),
    'active-client-id': ro(text),
    'active-server': ro(text),
    'host-name': ro(text),
    'class-id': ro(text),
    'src-mac-address': ro(mac),
    radius: ro(flag, 'false'),
    blocked: ro(flag, 'false'),
    dynamic: ro(flag, 'false'),
    disabled,
    comment,
  },
  unsettable: [
    ...['address', 'mac-address', 'client-id', 'rate-limit', 'lease-time', 'insert-queue-before', 'parent-queue'],
    ...['queue-type', 'routes', 'dhcp-option-set', 'comment'],
  ],
  // why: wording unverified on hardware
  unique: { by: ['server', 'address'], message: 'already have static lease with this IP address', onlyStatic: true },
});

export const dhcpNetwork = list('/ip/dhcp-server/network', {
  properties: {
    address: required(text),
    gateway: rw(text, ''),
    netmask: cleared(),
    'dns-server': rw(text, ''),
    'dns-none': rw(flag, 'false'),
    domain: cleared(),
    'wins-server': rw(text, ''),
    'ntp-server': rw(text, ''),
    'caps-manager': rw(text, ''),
    'dhcp-option': rw(text, ''),
    'dhcp-option-set': cleared(),
    'boot-file-name': cleared(),
    'next-server': cleared(ip),
    dynamic: ro(flag, 'false'),
    comment,
  },
});

export const arp = list('/ip/arp', {
  properties: {
    address: required(ip),
    'mac-address': cleared(mac),
    interface: required(reference('/interface')),
    published: rw(flag, 'false'),
    invalid: ro(flag, 'false'),
    DHCP: ro(flag, 'false'),
    dynamic: ro(flag, 'false'),
    complete: ro(flag, 'true'),
    status: ro(text, 'reachable'),
    disabled,
    comment,
  },
});
