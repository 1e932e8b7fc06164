import { duration, flag, integer, ip, label, oneOf, reference, text } from '../engine/kinds';
import { parseIp } from '../engine/addresses';
import { comment, disabled, required, ro, rw } from '../engine/schema';
import { invalidValue } from '../engine/trap';
import { type ValueKind } from '../engine/value-kind';
import { duplicate, list, settings, shown } from './menu';

/** `10.0.0.1/24`; a bare address is a /32. */
const prefix: ValueKind = {
  parse(value, { argument }) {
    const [address = '', bits = '32'] = value.split('/');
    if (parseIp(address) === null || !/^\d{1,2}$/.test(bits) || Number(bits) > 32) throw invalidValue(argument);
    return `${address}/${bits}`;
  },
  key: () => null,
};

export const ipAddress = list('/ip/address', {
  properties: {
    address: required(prefix),
    network: rw(ip),
    broadcast: rw(ip),
    interface: required(reference('/interface')),
    'actual-interface': ro(text),
    vrf: ro(text),
    invalid: ro(flag, 'false'),
    dynamic: ro(flag, 'false'),
    slave: ro(flag, 'false'),
    disabled,
    comment,
  },
  unique: duplicate(['address', 'interface'], 'already have such address'),
});

export const ipRoute = list('/ip/route', {
  properties: {
    'dst-address': rw(prefix, '0.0.0.0/0'),
    gateway: rw(text),
    'immediate-gw': ro(text),
    'local-address': ro(text),
    distance: rw(integer(1n, 255n), '1'),
    scope: rw(integer(), '30'),
    'target-scope': rw(integer(), '10'),
    'routing-table': rw(text, 'main'),
    'pref-src': rw(text, ''),
    'check-gateway': rw(oneOf('none', 'arp', 'bfd', 'ping'), 'none'),
    blackhole: rw(flag),
    'suppress-hw-offload': rw(flag, 'false'),
    active: ro(flag, 'true'),
    static: ro(flag, 'true'),
    connect: ro(flag),
    inactive: ro(flag, 'false'),
    dynamic: ro(flag, 'false'),
    disabled,
    comment,
  },
  unsettable: ['gateway', 'blackhole', 'pref-src', 'comment'],
});

export const ipDns = settings('/ip/dns', {
  servers: rw(text, ''),
  'dynamic-servers': ro(text, '8.8.8.8'),
  'use-doh-server': rw(text, ''),
  'verify-doh-cert': rw(flag, 'false'),
  'doh-max-server-connections': rw(integer(), '5'),
  'allow-remote-requests': rw(flag, 'false'),
  'max-udp-packet-size': rw(integer(50n, 65_507n), '4096'),
  'query-server-timeout': rw(duration(), '2s'),
  'query-total-timeout': rw(duration(), '10s'),
  'max-concurrent-queries': rw(integer(), '100'),
  'max-concurrent-tcp-sessions': rw(integer(), '20'),
  'cache-size': rw(text, '2048KiB'),
  'cache-max-ttl': rw(duration(), '1w'),
  'cache-used': ro(text, '48KiB'),
});

export const ipDnsStatic = list('/ip/dns/static', {
  properties: {
    name: rw(text),
    regexp: rw(text),
    type: rw(oneOf('A', 'AAAA', 'CNAME', 'FWD', 'MX', 'NS', 'NXDOMAIN', 'SRV', 'TXT'), 'A'),
    address: rw(ip),
    cname: rw(text),
    'forward-to': rw(text),
    text: rw(text),
    'match-subdomain': rw(flag, 'false'),
    ttl: rw(duration(), '1d'),
    dynamic: ro(flag, 'false'),
    disabled,
    comment,
  },
  verbs: ['move'],
});

export const ipDnsCache = shown(
  '/ip/dns/cache',
  { name: ro(text), type: ro(text), data: ro(text), ttl: ro(text) },
  [],
  {
    volatile: true,
  },
);

export const ipNeighbor = shown(
  '/ip/neighbor',
  {
    interface: ro(text),
    address: ro(ip),
    'mac-address': ro(text),
    identity: ro(label),
    platform: ro(text),
    version: ro(text),
  },
  [],
  { volatile: true },
);
