import { duration, flag, ipOrPool, integer, label, rateLimit, reference, text, yesNoDefault } from '../engine/kinds';
import { comment, type Property, required, ro, rw } from '../engine/schema';
import { type ValueKind } from '../engine/value-kind';
import { duplicate, list } from './menu';

const cleared = (kind: ValueKind): Property => rw(kind, undefined, { emptyClears: true });

/** What a session gets: addresses, rate, address list. */
export const pppProfile = list('/ppp/profile', {
  properties: {
    name: required(label),
    'local-address': rw(ipOrPool),
    'remote-address': rw(ipOrPool),
    'remote-ipv6-prefix-pool': cleared(text),
    'dhcpv6-pd-pool': cleared(text),
    'remote-ipv6-prefix-reuse': rw(flag, 'false'),
    'dhcpv6-lease-time': cleared(duration()),
    'dhcpv6-use-radius': rw(flag, 'false'),
    bridge: cleared(text),
    'bridge-horizon': cleared(text),
    'bridge-learning': rw(yesNoDefault, 'default'),
    'bridge-path-cost': cleared(text),
    'bridge-port-priority': cleared(text),
    'bridge-port-trusted': cleared(flag),
    'bridge-port-vid': cleared(text),
    'session-timeout': cleared(duration()),
    'idle-timeout': cleared(duration()),
    'rate-limit': cleared(rateLimit),
    'use-mpls': rw(yesNoDefault, 'default'),
    'use-compression': rw(yesNoDefault, 'default'),
    'use-encryption': rw(yesNoDefault, 'default'),
    'use-ipv6': rw(yesNoDefault, 'default'),
    'use-upnp': rw(yesNoDefault, 'default'),
    'only-one': rw(yesNoDefault, 'default'),
    'change-tcp-mss': rw(yesNoDefault, 'default'),
    'incoming-filter': cleared(text),
    'outgoing-filter': cleared(text),
    'address-list': rw(text, '', {}),
    'interface-list': cleared(text),
    'dns-server': cleared(text),
    'wins-server': cleared(text),
    'parent-queue': cleared(reference('/queue/simple', 'none')),
    'queue-type': cleared(text),
    'insert-queue-before': cleared(text),
    'on-up': rw(text, ''),
    'on-down': rw(text, ''),
    default: ro(flag, 'false'),
    comment,
  },
  unsettable: [
    'local-address',
    'remote-address',
    'session-timeout',
    'idle-timeout',
    'rate-limit',
    'dns-server',
    'wins-server',
    'parent-queue',
    'queue-type',
    'insert-queue-before',
    'incoming-filter',
    'outgoing-filter',
    'address-list',
    'interface-list',
    'comment',
  ],
  unique: duplicate(['name'], 'profile with the same name already exists'),
});

/** Names of the two profiles that every router has, with the ids that hardware gives them. */
export const BUILT_IN_PROFILES = [
  { id: '*0', values: { name: 'default', default: 'true' } },
  { id: '*FFFFFFFE', values: { name: 'default-encryption', 'use-encryption': 'yes', default: 'true' } },
] as const;

/** Settings of PPP authentication. */
export const PPP_AAA_PROPERTIES = {
  'use-radius': rw(flag, 'false'),
  accounting: rw(flag, 'true'),
  'interim-update': rw(duration(), '0s'),
  'use-circuit-id-in-nas-port-id': rw(flag, 'false'),
  'enable-ipv6-accounting': rw(flag, 'false'),
} as const;

/** A live session. Bytes are not here but on its interface. */
export const PPP_ACTIVE_PROPERTIES = {
  name: ro(text),
  service: ro(text),
  'caller-id': ro(text),
  address: ro(ipOrPool),
  uptime: ro(duration()),
  encoding: ro(text, ''),
  'session-id': ro(text),
  'limit-bytes-in': ro(integer(), '0'),
  'limit-bytes-out': ro(integer(), '0'),
  radius: ro(flag, 'false'),
} as const;
