const MINUTE = 60_000;

/** A menu that changes rarely, with the columns that are read and how long a copy may be served. */
export interface CachedMenu {
  readonly menu: string;
  readonly columns: readonly string[];
  readonly ttlMs: number;
}

/** The slow-moving prints, by the name that the API gives them. No column that could hold a secret is among them. */
export const CACHED_MENUS = {
  'ppp-profiles': {
    menu: '/ppp/profile',
    columns: [
      '.id',
      'name',
      'local-address',
      'remote-address',
      'rate-limit',
      'only-one',
      'address-list',
      'dns-server',
      'parent-queue',
      'comment',
    ],
    ttlMs: 5 * MINUTE,
  },
  'ip-pools': { menu: '/ip/pool', columns: ['.id', 'name', 'ranges', 'next-pool', 'comment'], ttlMs: 5 * MINUTE },
  interfaces: {
    menu: '/interface',
    columns: ['.id', 'name', 'type', 'mac-address', 'mtu', 'running', 'dynamic', 'disabled', 'comment'],
    ttlMs: MINUTE,
  },
  'pppoe-servers': {
    menu: '/interface/pppoe-server/server',
    columns: [
      '.id',
      'service-name',
      'interface',
      'default-profile',
      'max-sessions',
      'one-session-per-host',
      'disabled',
    ],
    ttlMs: 5 * MINUTE,
  },
  'hotspot-servers': {
    menu: '/ip/hotspot',
    columns: ['.id', 'name', 'interface', 'address-pool', 'profile', 'addresses-per-mac', 'disabled'],
    ttlMs: 5 * MINUTE,
  },
  'hotspot-profiles': {
    menu: '/ip/hotspot/profile',
    columns: ['.id', 'name', 'hotspot-address', 'dns-name', 'html-directory', 'login-by', 'use-radius'],
    ttlMs: 5 * MINUTE,
  },
  'hotspot-user-profiles': {
    menu: '/ip/hotspot/user/profile',
    columns: [
      '.id',
      'name',
      'address-pool',
      'session-timeout',
      'idle-timeout',
      'shared-users',
      'rate-limit',
      'address-list',
    ],
    ttlMs: 5 * MINUTE,
  },
  addresses: {
    menu: '/ip/address',
    columns: ['.id', 'address', 'network', 'interface', 'dynamic', 'disabled', 'comment'],
    ttlMs: MINUTE,
  },
  'dhcp-servers': {
    menu: '/ip/dhcp-server',
    columns: ['.id', 'name', 'interface', 'address-pool', 'lease-time', 'disabled'],
    ttlMs: 5 * MINUTE,
  },
  services: {
    menu: '/ip/service',
    columns: ['.id', 'name', 'port', 'address', 'certificate', 'disabled', 'max-sessions'],
    ttlMs: 5 * MINUTE,
  },
  packages: { menu: '/system/package', columns: ['.id', 'name', 'version', 'disabled'], ttlMs: 60 * MINUTE },
} as const satisfies Record<string, CachedMenu>;

export type CachedMenuName = keyof typeof CACHED_MENUS;
export const CACHED_MENU_NAMES = Object.keys(CACHED_MENUS) as CachedMenuName[];

const BY_MENU = new Map<string, CachedMenuName>(CACHED_MENU_NAMES.map((name) => [CACHED_MENUS[name].menu, name]));

/** Which cached print shows the items of this menu? */
export function cachedMenuOf(menu: string): CachedMenuName | undefined {
  return BY_MENU.get(menu);
}
