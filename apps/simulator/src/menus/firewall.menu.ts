import {
  addressEntry,
  addressRange,
  duration,
  flag,
  integer,
  label,
  listOf,
  negatable,
  oneOf,
  ports,
  text,
} from '../engine/kinds';
import { comment, disabled, type MenuSchema, type Property, required, ro, rw } from '../engine/schema';
import { failure } from '../engine/trap';
import { type ValueKind } from '../engine/value-kind';
import { duplicate, list } from './menu';

export const addressList = list('/ip/firewall/address-list', {
  properties: {
    list: required(label),
    address: required(addressEntry),
    'creation-time': ro(text),
    timeout: rw(duration('none-dynamic', 'none-static')),
    dynamic: ro(flag, 'false'),
    disabled,
    comment,
  },
  unique: duplicate(['list', 'address'], 'already have such entry'),
});

const matcher = (kind: ValueKind = text): Property => rw(kind, undefined, { emptyClears: true });

const STATES = ['established', 'related', 'new', 'invalid', 'untracked'];

/** What rules of all tables may ask of a packet. */
const MATCHERS: Readonly<Record<string, Property>> = {
  protocol: matcher(negatable(label)),
  'src-address': matcher(negatable(addressRange)),
  'dst-address': matcher(negatable(addressRange)),
  'src-address-list': matcher(negatable(label)),
  'dst-address-list': matcher(negatable(label)),
  'src-address-type': matcher(negatable(listOf('unicast', 'local', 'broadcast', 'multicast'))),
  'dst-address-type': matcher(negatable(listOf('unicast', 'local', 'broadcast', 'multicast'))),
  'src-port': matcher(negatable(ports)),
  'dst-port': matcher(negatable(ports)),
  port: matcher(negatable(ports)),
  'any-port': matcher(negatable(ports)),
  'in-interface': matcher(negatable(label)),
  'out-interface': matcher(negatable(label)),
  'in-interface-list': matcher(negatable(label)),
  'out-interface-list': matcher(negatable(label)),
  'in-bridge-port': matcher(),
  'out-bridge-port': matcher(),
  'in-bridge-port-list': matcher(),
  'out-bridge-port-list': matcher(),
  'src-mac-address': matcher(),
  'connection-bytes': matcher(),
  'connection-limit': matcher(),
  'connection-mark': matcher(),
  'connection-nat-state': matcher(negatable(listOf('srcnat', 'dstnat'))),
  'connection-rate': matcher(),
  'connection-state': matcher(negatable(listOf(...STATES))),
  'connection-type': matcher(),
  content: matcher(),
  dscp: matcher(),
  'dst-limit': matcher(),
  fragment: matcher(flag),
  hotspot: matcher(negatable(listOf('auth', 'from-client', 'http', 'local-dst', 'to-client'))),
  'icmp-options': matcher(),
  'ingress-priority': matcher(),
  'ipsec-policy': matcher(),
  'ipv4-options': matcher(),
  'jump-target': matcher(label),
  'layer7-protocol': matcher(),
  limit: matcher(),
  nth: matcher(),
  'packet-mark': matcher(),
  'packet-size': matcher(),
  'per-connection-classifier': matcher(),
  priority: matcher(),
  psd: matcher(),
  random: matcher(),
  realm: matcher(),
  'routing-mark': matcher(),
  'routing-table': matcher(),
  'tcp-flags': matcher(),
  'tcp-mss': matcher(),
  time: matcher(),
  'tls-host': matcher(),
  ttl: matcher(),
  'address-list': matcher(),
  'address-list-timeout': matcher(duration('none-dynamic', 'none-static')),
  log: rw(flag, 'false'),
  'log-prefix': rw(text, ''),
};

const COMMON_ACTIONS = [
  ...['accept', 'passthrough', 'jump', 'return', 'log'],
  ...['add-dst-to-address-list', 'add-src-to-address-list'],
];

const PORT_PROTOCOLS = new Set(['tcp', 'udp', 'udp-lite', 'dccp', 'sctp', '6', '17']);

/** why: the wording of both refusals is unverified on hardware. */
function checkRule(rule: ReadonlyMap<string, string>): void {
  if (rule.get('action') === 'jump' && !rule.has('jump-target')) throw failure('jump-target must be specified');
  const hasPorts = ['src-port', 'dst-port', 'port', 'any-port', 'to-ports'].some((name) => rule.has(name));
  if (hasPorts && !PORT_PROTOCOLS.has(rule.get('protocol') ?? '')) {
    throw failure('ports can be specified if proto is tcp,udp,udp-lite,dccp,sctp');
  }
}

function rules(path: string, actions: readonly string[], more: Readonly<Record<string, Property>>): MenuSchema {
  const matchers = { ...MATCHERS, ...more };
  return list(path, {
    properties: {
      chain: required(label),
      action: rw(oneOf(...COMMON_ACTIONS, ...actions), 'accept'),
      ...matchers,
      bytes: ro(integer(), '0'),
      packets: ro(integer(), '0'),
      invalid: ro(flag, 'false'),
      dynamic: ro(flag, 'false'),
      disabled,
      comment,
    },
    verbs: ['move'],
    unsettable: [...Object.keys(matchers).filter((name) => !name.startsWith('log')), 'comment'],
    check: checkRule,
    checkRemove: (row) => {
      if (row.dynamic) throw failure('can not remove dynamic item'); // why: wording unverified
    },
  });
}

export const firewallFilter = rules('/ip/firewall/filter', ['drop', 'reject', 'tarpit', 'fasttrack-connection'], {
  'reject-with': rw(
    oneOf(
      ...['icmp-network-unreachable', 'icmp-host-unreachable', 'icmp-port-unreachable', 'icmp-protocol-unreachable'],
      ...['icmp-net-prohibited', 'icmp-network-prohibited', 'icmp-host-prohibited', 'icmp-admin-prohibited'],
      ...['tcp-reset'],
    ),
    undefined,
    { emptyClears: true },
  ),
  'hw-offload': rw(flag, undefined, { emptyClears: true }),
});

export const firewallNat = rules(
  '/ip/firewall/nat',
  ['dst-nat', 'src-nat', 'redirect', 'masquerade', 'netmap', 'same', 'endpoint-independent-nat'],
  {
    'to-addresses': matcher(addressRange),
    'to-ports': matcher(ports),
    'randomise-ports': matcher(flag),
    'same-not-by-dst': matcher(flag),
    'socks5-port': matcher(),
    'socks5-server': matcher(),
    'socksify-service': matcher(),
  },
);

export const firewallMangle = rules(
  '/ip/firewall/mangle',
  [
    ...['mark-connection', 'mark-packet', 'mark-routing', 'change-dscp', 'change-mss', 'change-ttl', 'set-priority'],
    ...['clear-df', 'fasttrack-connection', 'route', 'sniff-pc', 'sniff-tzsp', 'strip-ipv4-options'],
  ],
  {
    'new-connection-mark': matcher(),
    'new-packet-mark': matcher(),
    'new-routing-mark': matcher(),
    'new-dscp': matcher(),
    'new-mss': matcher(),
    'new-ttl': matcher(),
    'new-priority': matcher(),
    passthrough: matcher(flag),
    'route-dst': matcher(),
    'sniff-id': matcher(),
    'sniff-target': matcher(),
    'sniff-target-port': matcher(),
  },
);

export const firewallRaw = rules('/ip/firewall/raw', ['drop', 'notrack'], {});

/** The rules of MikroTik's own default configuration for a home router, with FastTrack. */
export const DEFAULT_FILTER_RULES: readonly Readonly<Record<string, string>>[] = [
  { chain: 'input', action: 'accept', 'connection-state': 'established,related,untracked' },
  { chain: 'input', action: 'drop', 'connection-state': 'invalid' },
  { chain: 'input', action: 'accept', protocol: 'icmp' },
  { chain: 'forward', action: 'fasttrack-connection', 'connection-state': 'established,related', 'hw-offload': 'true' },
  { chain: 'forward', action: 'accept', 'connection-state': 'established,related,untracked' },
  { chain: 'forward', action: 'drop', 'connection-state': 'invalid' },
].map((rule) => ({ ...rule, comment: 'defconf' }));

export const FIREWALL_TABLES = [
  '/ip/firewall/raw',
  '/ip/firewall/mangle',
  '/ip/firewall/nat',
  '/ip/firewall/filter',
] as const;
