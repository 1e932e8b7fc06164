import { flag, integer, label, listOf, mac, oneOf, reference, text } from '../engine/kinds';
import { comment, disabled, type MenuSchema, required, ro, rw } from '../engine/schema';
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

const own = {
  mtu: rw(text, '1500'),
  'mac-address': rw(mac),
  arp: rw(oneOf('disabled', 'enabled', 'local-proxy-arp', 'proxy-arp', 'reply-only'), 'enabled'),
  'arp-timeout': rw(text, 'auto'),
  running: ro(flag, 'true'),
  disabled,
  comment,
};

export const ethernet = shown(
  '/interface/ethernet',
  {
    name: rw(label),
    'default-name': ro(text),
    ...own,
    'orig-mac-address': ro(mac),
    l2mtu: rw(text, '1514'),
    'auto-negotiation': rw(flag, 'true'),
    advertise: rw(text, ''),
    speed: rw(text, '1Gbps'),
    bandwidth: rw(text, 'unlimited/unlimited'),
    slave: ro(flag, 'false'),
  },
  ['set', 'enable', 'disable', 'comment'],
);

export const bridge = list('/interface/bridge', {
  properties: {
    name: rw(label),
    ...own,
    l2mtu: ro(text, '65535'),
    'protocol-mode': rw(oneOf('none', 'rstp', 'stp', 'mstp'), 'rstp'),
    'vlan-filtering': rw(flag, 'false'),
    'fast-forward': rw(flag, 'true'),
    'igmp-snooping': rw(flag, 'false'),
    'auto-mac': rw(flag, 'true'),
    'admin-mac': rw(mac),
    'ageing-time': rw(text, '5m'),
    priority: rw(text, '0x8000'),
    dynamic: ro(flag, 'false'),
  },
  unique: duplicate(['name'], 'already have interface with such name'),
  complete: named('bridge'),
});

export const bridgePort = list('/interface/bridge/port', {
  properties: {
    interface: required(reference('/interface')),
    bridge: required(reference('/interface/bridge')),
    pvid: rw(integer(1n, 4_094n), '1'),
    priority: rw(text, '0x80'),
    'path-cost': rw(text, '10'),
    edge: rw(text, 'auto'),
    horizon: rw(text, 'none'),
    hw: rw(flag, 'true'),
    inactive: ro(flag, 'false'),
    dynamic: ro(flag, 'false'),
    disabled,
    comment,
  },
  unique: duplicate(['interface'], 'device already added as bridge port'),
});

export const vlan = list('/interface/vlan', {
  properties: {
    name: rw(label),
    ...own,
    'vlan-id': rw(integer(1n, 4_095n), '1'),
    interface: required(reference('/interface')),
    'use-service-tag': rw(flag, 'false'),
    l2mtu: ro(text, '1510'),
  },
  unique: duplicate(['name'], 'already have interface with such name'),
  complete: named('vlan'),
});

export const interfaceList = list('/interface/list', {
  properties: {
    name: required(label),
    include: rw(text, ''),
    exclude: rw(text, ''),
    builtin: ro(flag, 'false'),
    dynamic: ro(flag, 'false'),
    comment,
  },
  unique: duplicate(['name'], 'list with the same name already exists'),
});

export const interfaceListMember = list('/interface/list/member', {
  properties: {
    list: required(reference('/interface/list')),
    interface: required(reference('/interface')),
    dynamic: ro(flag, 'false'),
    disabled,
    comment,
  },
  unique: duplicate(['list', 'interface'], 'already have such entry'),
});

export const pppoeServer = list('/interface/pppoe-server/server', {
  properties: {
    'service-name': rw(text, ''),
    interface: required(reference('/interface')),
    'max-mtu': rw(text, 'auto'),
    'max-mru': rw(text, 'auto'),
    mrru: rw(text, 'disabled'),
    authentication: rw(listOf('pap', 'chap', 'mschap1', 'mschap2'), 'pap,chap,mschap1,mschap2'),
    'keepalive-timeout': rw(integer(0n, 65_535n, 'disabled'), '10'),
    'one-session-per-host': rw(flag, 'false'),
    'max-sessions': rw(integer(1n, 65_535n, 'unlimited'), 'unlimited'),
    'pado-delay': rw(integer(0n, 65_535n), '0'),
    'default-profile': rw(reference('/ppp/profile'), 'default'),
    'accept-empty-service': rw(oneOf('yes', 'no'), 'yes'),
    'accept-untagged': rw(flag, 'true'),
    'pppoe-over-vlan-range': rw(text, ''),
    invalid: ro(flag, 'false'),
    disabled,
    comment,
  },
});

/** An interface without a name is called by its kind and the next free number. */
function named(prefix: string): NonNullable<MenuSchema['complete']> {
  return (candidate, isTaken) => {
    if (candidate.has('name')) return;
    let number = 1;
    while (isTaken(`${prefix}${number}`)) number++;
    candidate.set('name', `${prefix}${number}`);
  };
}
