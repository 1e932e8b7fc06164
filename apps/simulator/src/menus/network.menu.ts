import { addressEntry, duration, flag, integer, label, mac, pair, ranges, reference, text } from '../engine/kinds';
import { comment, disabled, type Property, required, ro, rw } from '../engine/schema';
import { failure } from '../engine/trap';
import { duplicate, list, shown } from './menu';

const counter = ro(integer(), '0');

export const networkInterface = shown(
  '/interface',
  {
    name: rw(label),
    'default-name': ro(text),
    type: ro(text),
    mtu: rw(text, '1500'),
    'actual-mtu': ro(text, '1500'),
    l2mtu: rw(text),
    'max-l2mtu': ro(text),
    'mac-address': ro(mac),
    'last-link-up-time': ro(text),
    'last-link-down-time': ro(text),
    'link-downs': counter,
    'rx-byte': counter,
    'tx-byte': counter,
    'rx-packet': counter,
    'tx-packet': counter,
    'rx-drop': counter,
    'tx-drop': counter,
    'tx-queue-drop': counter,
    'rx-error': counter,
    'tx-error': counter,
    'fp-rx-byte': counter,
    'fp-tx-byte': counter,
    'fp-rx-packet': counter,
    'fp-tx-packet': counter,
    running: ro(flag, 'true'),
    slave: ro(flag),
    dynamic: ro(flag),
    disabled,
    comment,
  },
  ['set', 'enable', 'disable', 'comment'],
);

export const ipPool = list('/ip/pool', {
  properties: {
    name: required(label),
    ranges: required(ranges),
    'next-pool': rw(reference('/ip/pool', 'none')),
    comment,
  },
  unique: duplicate(['name'], 'pool with such name exists'),
});

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

const zeroPair = rw(pair, '0/0');

/** Refuses a queue whose guaranteed rate exceeds its limit. */
function checkLimits(candidate: ReadonlyMap<string, string>): void {
  const [maxUp, maxDown] = numbers(candidate.get('max-limit'));
  const [atUp, atDown] = numbers(candidate.get('limit-at'));
  if (maxUp > 0n && maxUp < atUp) throw failure('upload-max-limit less than upload-limit');
  if (maxDown > 0n && maxDown < atDown) throw failure('download-max-limit less than download-limit');
}

function numbers(value = '0/0'): [bigint, bigint] {
  const [up = '0', down = up] = value.split('/');
  return [BigInt(up), BigInt(down)];
}

export const queueSimple = list('/queue/simple', {
  properties: {
    name: rw(label),
    target: required(text),
    dst: rw(text, undefined, { emptyClears: true }),
    parent: rw(reference('/queue/simple', 'none'), 'none'),
    'packet-marks': rw(text, ''),
    priority: rw(text, '8/8'),
    queue: rw(text, 'default-small/default-small'),
    'limit-at': zeroPair,
    'max-limit': zeroPair,
    'burst-limit': zeroPair,
    'burst-threshold': zeroPair,
    'burst-time': rw(text, '0s/0s'),
    'bucket-size': rw(text, '0.1/0.1'),
    time: rw(text, undefined, { emptyClears: true }),
    'total-queue': rw(text, undefined, { emptyClears: true }),
    bytes: ro(pair, '0/0'),
    'total-bytes': ro(integer(), '0'),
    packets: ro(pair, '0/0'),
    'total-packets': ro(integer(), '0'),
    dropped: ro(pair, '0/0'),
    rate: ro(pair, '0/0'),
    'packet-rate': ro(pair, '0/0'),
    'queued-packets': ro(pair, '0/0'),
    'queued-bytes': ro(pair, '0/0'),
    invalid: ro(flag, 'false'),
    dynamic: ro(flag, 'false'),
    disabled,
    comment,
  },
  verbs: ['move'],
  unsettable: ['dst', 'time', 'comment', 'parent', 'total-queue'],
  unique: duplicate(['name'], 'already have such name'),
  check: checkLimits,
  checkRemove: (row) => {
    if (row.dynamic) throw failure('can not remove dynamic item'); // why: wording unverified
  },
});

const MATCHERS = [
  ...['protocol', 'src-address', 'dst-address', 'src-address-list', 'dst-address-list', 'src-address-type'],
  ...['dst-address-type', 'src-port', 'dst-port', 'port', 'any', 'in-interface', 'out-interface', 'in-interface-list'],
  ...['out-interface-list', 'in-bridge-port', 'out-bridge-port', 'src-mac-address', 'connection-bytes'],
  ...['connection-limit', 'connection-mark', 'connection-nat-state', 'connection-rate', 'connection-state'],
  ...['connection-type', 'content', 'dscp', 'dst-limit', 'fragment', 'hotspot', 'icmp-options', 'ipsec-policy'],
  ...['ipv4-options', 'jump-target', 'layer7-protocol', 'limit', 'nth', 'packet-mark', 'packet-size'],
  ...[
    'per-connection-classifier',
    'priority',
    'psd',
    'random',
    'routing-mark',
    'tcp-flags',
    'tcp-mss',
    'time',
    'tls-host',
  ],
  ...['ttl', 'address-list', 'address-list-timeout', 'log', 'log-prefix'],
];

const matchers = (more: readonly string[]): Record<string, Property> =>
  Object.fromEntries([...MATCHERS, ...more].map((name) => [name, rw(text, undefined, { emptyClears: true })]));

function rules(path: string, ...more: readonly string[]): ReturnType<typeof list> {
  const properties = {
    chain: required(label),
    action: rw(label, 'accept'),
    ...matchers(more),
    bytes: ro(integer(), '0'),
    packets: ro(integer(), '0'),
    invalid: ro(flag, 'false'),
    dynamic: ro(flag, 'false'),
    disabled,
    comment,
  };
  return list(path, { properties, verbs: ['move'], unsettable: [...MATCHERS, ...more, 'comment'] });
}

export const firewallNat = rules('/ip/firewall/nat', 'to-addresses', 'to-ports', 'randomise-ports', 'same-not-by-dst');
export const firewallFilter = rules('/ip/firewall/filter', 'reject-with', 'hw-offload');
