import { CACHED_MENUS } from '../cache/cached-menus';
import { INSPECTED_MENUS } from '../domain/capabilities';

/** Menus that operators may print through us, and their columns: everything else, passwords above all, stays on the router. */
const MORE: Readonly<Record<string, readonly string[]>> = {
  '/interface': [
    ...['rx-byte', 'tx-byte', 'rx-packet', 'tx-packet', 'rx-error', 'tx-error', 'rx-drop', 'tx-drop', 'link-downs'],
    ...['last-link-up-time', 'last-link-down-time', 'actual-mtu'],
  ],
  '/ip/arp': ['.id', 'address', 'mac-address', 'interface', 'dynamic', 'complete', 'comment'],
  '/ip/dhcp-server/lease': [
    ...['.id', 'address', 'mac-address', 'server', 'status', 'expires-after', 'host-name', 'active-address'],
    ...['active-mac-address', 'dynamic', 'disabled', 'comment'],
  ],
  '/ip/firewall/address-list': ['.id', 'list', 'address', 'timeout', 'creation-time', 'dynamic', 'disabled', 'comment'],
  '/ip/firewall/filter': [
    ...['.id', 'chain', 'action', 'protocol', 'src-address', 'dst-address', 'src-address-list', 'dst-address-list'],
    ...['dst-port', 'in-interface', 'out-interface', 'connection-state', 'bytes', 'packets', 'disabled', 'comment'],
  ],
  '/ip/firewall/nat': [
    ...['.id', 'chain', 'action', 'protocol', 'src-address', 'dst-address', 'src-address-list', 'dst-address-list'],
    ...[
      'dst-port',
      'to-addresses',
      'to-ports',
      'in-interface',
      'out-interface',
      'bytes',
      'packets',
      'disabled',
      'comment',
    ],
  ],
  '/ip/hotspot/active': [
    '.id',
    'server',
    'user',
    'address',
    'mac-address',
    'uptime',
    'session-time-left',
    'bytes-in',
    'bytes-out',
  ],
  '/ip/hotspot/host': ['.id', 'mac-address', 'address', 'to-address', 'server', 'uptime', 'authorized', 'bypassed'],
  '/ip/hotspot/user': [
    ...['.id', 'server', 'name', 'profile', 'limit-uptime', 'limit-bytes-total', 'uptime', 'bytes-in', 'bytes-out'],
    ...['disabled', 'comment'],
  ],
  '/ip/pool/used': ['pool', 'address', 'owner', 'info'],
  '/log': ['.id', 'time', 'topics', 'message'],
  '/ppp/active': ['.id', 'name', 'service', 'caller-id', 'address', 'uptime', 'encoding', 'session-id'],
  '/ppp/secret': [
    ...['.id', 'name', 'service', 'caller-id', 'profile', 'local-address', 'remote-address', 'disabled', 'comment'],
    ...['last-logged-out', 'last-caller-id', 'last-disconnect-reason'],
  ],
  '/queue/simple': [
    ...[
      '.id',
      'name',
      'target',
      'parent',
      'max-limit',
      'limit-at',
      'queue',
      'bytes',
      'rate',
      'dynamic',
      'disabled',
      'comment',
    ],
  ],
  '/system/clock': ['date', 'time', 'gmt-offset', 'time-zone-name'],
  '/system/health': ['name', 'value', 'type', 'voltage', 'temperature'],
  '/system/identity': ['name'],
  '/system/resource': [
    'uptime',
    'cpu',
    'cpu-frequency',
    'cpu-load',
    'free-memory',
    'free-hdd-space',
    'total-hdd-space',
  ],
  '/user/active': ['name', 'address', 'via', 'when', 'group'],
};

const NOT_FOR_OPERATORS = ['/certificate', '/user', '/user/group'];

function collect(): ReadonlyMap<string, readonly string[]> {
  const menus = new Map<string, string[]>();
  const parts: (readonly [string, readonly string[]])[] = [
    ...Object.values(CACHED_MENUS).map(({ menu, columns }) => [menu, columns] as const),
    ...Object.values(INSPECTED_MENUS).filter(([menu]) => !NOT_FOR_OPERATORS.includes(menu)),
    ...Object.entries(MORE),
  ];
  for (const [menu, columns] of parts) menus.set(menu, [...new Set([...(menus.get(menu) ?? []), ...columns])]);
  return menus;
}

/** Columns by menu. */
export const READABLE_MENUS = collect();
export const READABLE_MENU_NAMES = [...READABLE_MENUS.keys()].sort();
