import {
  addressRange,
  duration,
  flag,
  integer,
  ip,
  label,
  listOf,
  mac,
  oneOf,
  ports,
  reference,
  text,
} from '../engine/kinds';
import { comment, disabled, type Property, required, ro, rw } from '../engine/schema';
import { type ValueKind } from '../engine/value-kind';
import { duplicate, list, shown } from './menu';

const cleared = (kind: ValueKind = text): Property => rw(kind, undefined, { emptyClears: true });
const counter = ro(integer(), '0');

export const hotspot = list('/ip/hotspot', {
  properties: {
    name: required(label),
    interface: required(reference('/interface')),
    'address-pool': rw(reference('/ip/pool', 'none'), 'none'),
    profile: rw(reference('/ip/hotspot/profile'), 'default'),
    'idle-timeout': rw(duration('none'), '5m'),
    'keepalive-timeout': rw(duration('none'), 'none'),
    'login-timeout': rw(duration('none'), 'none'),
    'addresses-per-mac': rw(integer(1n, 65_535n, 'unlimited'), '2'),
    'proxy-status': ro(text, 'running'),
    invalid: ro(flag, 'false'),
    HTTPS: ro(flag, 'false'),
    disabled,
  },
  unique: duplicate(['name'], 'already have such name'),
});

const LOGIN_METHODS = ['mac', 'cookie', 'http-chap', 'http-pap', 'https', 'trial', 'mac-cookie'];

/** How the hotspot itself behaves; not to be confused with the profiles of its users. */
export const hotspotProfile = list('/ip/hotspot/profile', {
  properties: {
    name: required(label),
    'hotspot-address': rw(ip, '0.0.0.0'),
    'dns-name': rw(text, ''),
    'html-directory': rw(text, 'hotspot'),
    'html-directory-override': rw(text, ''),
    'http-proxy': rw(text, '0.0.0.0:0'),
    'http-cookie-lifetime': rw(duration(), '3d'),
    'smtp-server': rw(text, '0.0.0.0'),
    'login-by': rw(listOf(...LOGIN_METHODS), 'cookie,http-chap'),
    'split-user-domain': rw(flag, 'false'),
    'use-radius': rw(flag, 'false'),
    'radius-accounting': rw(flag, 'true'),
    'radius-interim-update': rw(duration('received'), 'received'),
    'radius-default-domain': rw(text, ''),
    'radius-location-id': rw(text, ''),
    'radius-location-name': rw(text, ''),
    'radius-mac-format': rw(text, 'XX:XX:XX:XX:XX:XX'),
    'nas-port-type': rw(text, 'wireless-802.11'),
    'mac-auth-mode': rw(oneOf('mac-as-username', 'mac-as-username-and-password'), 'mac-as-username'),
    'mac-auth-password': rw(text, ''),
    'rate-limit': rw(text, ''),
    'ssl-certificate': rw(text, 'none'),
    'trial-uptime-limit': rw(duration(), '30m'),
    'trial-uptime-reset': rw(duration(), '1d'),
    'trial-user-profile': rw(reference('/ip/hotspot/user/profile'), 'default'),
    'install-hotspot-queue': rw(flag, 'false'),
    default: ro(flag, 'false'),
  },
  unique: duplicate(['name'], 'profile with the same name already exists'),
});

/** Clients that are logged in. */
export const hotspotActive = shown(
  '/ip/hotspot/active',
  {
    server: ro(text),
    user: ro(text),
    domain: ro(text),
    address: ro(ip),
    'mac-address': ro(mac),
    'login-by': ro(text),
    uptime: ro(duration()),
    'session-time-left': ro(duration()),
    'idle-time': ro(duration()),
    'idle-timeout': ro(duration('none')),
    'keepalive-timeout': ro(duration('none')),
    'bytes-in': counter,
    'bytes-out': counter,
    'packets-in': counter,
    'packets-out': counter,
    'limit-bytes-in': ro(integer()),
    'limit-bytes-out': ro(integer()),
    'limit-bytes-total': ro(integer()),
    advertisement: ro(text),
    radius: ro(flag, 'false'),
    blocked: ro(flag, 'false'),
    comment: ro(text),
  },
  ['remove'],
  { firstId: 0xa00_0001, volatile: true },
);

export const hotspotCookie = shown(
  '/ip/hotspot/cookie',
  {
    user: ro(text),
    domain: ro(text, ''),
    'mac-address': ro(mac),
    'expires-in': ro(duration()),
    'mac-cookie': ro(flag, 'false'),
  },
  ['remove'],
  { volatile: true },
);

/** Everything that speaks on the network of a hotspot, logged in or not. */
export const hotspotHost = shown(
  '/ip/hotspot/host',
  {
    'mac-address': ro(mac),
    address: ro(ip),
    'to-address': ro(ip),
    server: ro(text),
    uptime: ro(duration()),
    'idle-time': ro(duration()),
    'idle-timeout': ro(duration('none')),
    'keepalive-timeout': ro(duration('none')),
    'host-dead-time': ro(duration(), '0s'),
    'bridge-port': ro(text),
    'vlan-id': ro(text),
    'bytes-in': counter,
    'bytes-out': counter,
    'packets-in': counter,
    'packets-out': counter,
    'found-by': ro(text, 'UDP :68 -> :67'),
    static: ro(flag, 'false'),
    dynamic: ro(flag, 'true'),
    authorized: ro(flag, 'false'),
    bypassed: ro(flag, 'false'),
    blocked: ro(flag, 'false'),
    DHCP: ro(flag, 'false'),
    comment: ro(text),
  },
  ['remove'],
  { volatile: true },
);

export const hotspotBinding = list('/ip/hotspot/ip-binding', {
  properties: {
    'mac-address': cleared(mac),
    address: cleared(addressRange),
    'to-address': cleared(ip),
    server: rw(reference('/ip/hotspot', 'all'), 'all'),
    type: rw(oneOf('regular', 'bypassed', 'blocked'), 'regular'),
    disabled,
    comment,
  },
  verbs: ['move'],
});

export const walledGarden = list('/ip/hotspot/walled-garden', {
  properties: {
    action: rw(oneOf('allow', 'deny'), 'allow'),
    'dst-host': cleared(),
    'dst-port': cleared(ports),
    'dst-address': ro(text),
    method: cleared(),
    path: cleared(),
    server: cleared(reference('/ip/hotspot', 'all')),
    'src-address': cleared(addressRange),
    hits: counter,
    dynamic: ro(flag, 'false'),
    disabled,
    comment,
  },
  verbs: ['move'],
  unsettable: ['dst-host', 'dst-port', 'method', 'path', 'server', 'src-address', 'comment'],
});

export const walledGardenIp = list('/ip/hotspot/walled-garden/ip', {
  properties: {
    action: rw(oneOf('accept', 'drop', 'reject'), 'accept'),
    'dst-address': cleared(addressRange),
    'dst-address-list': cleared(label),
    'dst-host': cleared(),
    'dst-port': cleared(ports),
    protocol: cleared(),
    server: cleared(reference('/ip/hotspot', 'all')),
    'src-address': cleared(addressRange),
    'src-address-list': cleared(label),
    invalid: ro(flag, 'false'),
    dynamic: ro(flag, 'false'),
    disabled,
    comment,
  },
  verbs: ['move'],
  unsettable: [
    ...['dst-address', 'dst-address-list', 'dst-host', 'dst-port', 'protocol', 'server', 'src-address'],
    ...['src-address-list', 'comment'],
  ],
});

/** Subscribers and vouchers. There is no `unset` here: the empty text clears. */
export const hotspotUser = list('/ip/hotspot/user', {
  properties: {
    server: rw(reference('/ip/hotspot', 'all'), 'all'),
    name: required(label),
    password: rw(text, undefined, { sensitive: true, emptyClears: true }),
    address: cleared(ip),
    'mac-address': cleared(mac),
    profile: rw(reference('/ip/hotspot/user/profile'), 'default'),
    routes: cleared(),
    email: cleared(),
    'limit-uptime': cleared(duration()),
    'limit-bytes-in': cleared(integer()),
    'limit-bytes-out': cleared(integer()),
    'limit-bytes-total': cleared(integer()),
    uptime: ro(duration(), '0s'),
    'bytes-in': counter,
    'bytes-out': counter,
    'packets-in': counter,
    'packets-out': counter,
    dynamic: ro(flag, 'false'),
    default: ro(flag),
    disabled,
    comment,
  },
  unique: duplicate(['name', 'server'], 'already have user with this name for this server'),
});
