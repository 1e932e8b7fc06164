import { isAtLeast, majorOf, plainVersion } from './ros-version';

/** Rows of the menus that an inspection reads; undefined where the router refused or does not have the menu. */
export type Readings = Readonly<Record<InspectedMenu, readonly Readonly<Record<string, string>>[] | undefined>>;

/** Menus that are only looked for: whether the router has them says which packages and services can be used. */
export const PROBED_MENUS = {
  ppp: '/ppp/secret',
  pppoeServer: '/interface/pppoe-server/server',
  hotspot: '/ip/hotspot',
  dhcpServer: '/ip/dhcp-server',
  radius: '/radius',
  simpleQueue: '/queue/simple',
  ipv6: '/ipv6/address',
  wireguard: '/interface/wireguard',
  container: '/container',
} as const;
export type ProbedMenu = keyof typeof PROBED_MENUS;

/** What an inspection reads, with the columns that it asks for. No column that could hold a secret is among them. */
export const INSPECTED_MENUS = {
  resource: ['/system/resource', ['version', 'architecture-name', 'board-name', 'cpu-count', 'total-memory']],
  routerboard: ['/system/routerboard', ['serial-number', 'model']],
  license: ['/system/license', ['software-id', 'system-id', 'nlevel', 'level']],
  packages: ['/system/package', ['name', 'version', 'disabled']],
  services: [
    '/ip/service',
    ['name', 'port', 'address', 'available-from', 'certificate', 'tls-version', 'disabled', 'max-sessions'],
  ],
  users: ['/user', ['name', 'group', 'address', 'disabled']],
  groups: ['/user/group', ['name', 'policy']],
  sessions: ['/user/active', ['name', 'via']],
  certificates: ['/certificate', ['name', 'common-name', 'invalid-after', 'expired']],
  fasttrack: ['/ip/firewall/filter', ['.id', 'action', 'disabled']],
} as const satisfies Record<string, readonly [string, readonly string[]]>;
export type InspectedMenu = keyof typeof INSPECTED_MENUS;

/** How many sessions a licence level grants; null = without limit (MikroTik's licence table; those of
 * virtual routers limit the speed instead). */
export interface LicenceLimits {
  pppoe: number | null;
  hotspot: number | null;
}

/** What a router is and can, as of one inspection. Stored as it is. */
export interface Capabilities {
  version: string;
  major: number;
  /** False for a RouterOS that is older than the product is tested with. */
  supported: boolean;
  architecture: string | null;
  boardName: string | null;
  model: string | null;
  serialNumber: string | null;
  packages: readonly { name: string; version: string; disabled: boolean }[];
  licence: { level: string | null; limits: LicenceLimits | null };
  menus: Readonly<Record<ProbedMenu, boolean>>;
  /** The REST interface exists (RouterOS 7) and one of its services is on. */
  rest: boolean;
  /** A print that finds nothing answers `!empty` (7.18 and later). */
  emptyReply: boolean;
  /** Policies of our own user; null where they could not be read. */
  policies: readonly string[] | null;
  /** Our user reads passwords back. */
  sensitive: boolean | null;
  /** Rules that let traffic past the firewall and simple queues. */
  fasttrackRules: number;
  /** Of the API service that we use; null = not told. */
  maxSessions: number | null;
}

/** The serial number of the board, or what a virtual router has in its place. */
export function serialOf(
  routerboard: Readonly<Record<string, string>> | undefined,
  licence: Readonly<Record<string, string>> | undefined,
): string | null {
  const names = [routerboard?.['serial-number'], licence?.['system-id'], licence?.['software-id']];
  return names.find((name) => name !== undefined && name !== '') ?? null;
}

/** Policies that a group grants; routers print those that are not granted with `!`. */
export function grantedPolicies(policy: string): string[] {
  return policy.split(',').filter((name) => name !== '' && !name.startsWith('!'));
}

/** What our own user may, where users and groups can be read. */
export function policiesOf({ users, groups }: Pick<Readings, 'users' | 'groups'>, username: string): string[] | null {
  const group = users?.find(({ name }) => name === username)?.group;
  const policy = groups?.find(({ name }) => name === group)?.policy;
  return policy === undefined ? null : grantedPolicies(policy);
}

const LIMITS: Readonly<Record<string, LicenceLimits>> = {
  '0': { pppoe: 1, hotspot: 1 },
  '1': { pppoe: 1, hotspot: 1 },
  '3': { pppoe: 200, hotspot: 1 },
  '4': { pppoe: 200, hotspot: 200 },
  '5': { pppoe: 500, hotspot: 500 },
  '6': { pppoe: null, hotspot: null },
  free: { pppoe: null, hotspot: null },
  p1: { pppoe: null, hotspot: null },
  p10: { pppoe: null, hotspot: null },
  'p-unlimited': { pppoe: null, hotspot: null },
};

export interface InspectionInput {
  readings: Readings;
  menus: Readonly<Record<ProbedMenu, boolean>>;
  username: string;
  /** Name of the service that we are connected to. */
  service: string;
}

export const isOn = (row: Readonly<Record<string, string>>): boolean => !['true', 'yes'].includes(row.disabled ?? '');

type Row = Readonly<Record<string, string>>;

const orNull = (row: Row | undefined, column: string): string | null => row?.[column] ?? null;

/** Puts one inspection together. What a router did not tell is null, never guessed. */
export function capabilitiesOf({ readings, menus, username, service }: InspectionInput): Capabilities {
  const [resource, board, licence] = [readings.resource?.[0], readings.routerboard?.[0], readings.license?.[0]];
  const version = plainVersion(resource?.version ?? '');
  const policies = policiesOf(readings, username);
  const services = readings.services ?? [];
  return {
    version,
    major: majorOf(version),
    supported: isSupported(version),
    architecture: orNull(resource, 'architecture-name'),
    boardName: orNull(resource, 'board-name'),
    model: orNull(board, 'model'),
    serialNumber: serialOf(board, licence),
    packages: (readings.packages ?? []).map(packageOf),
    licence: licenceOf(licence),
    menus,
    rest: majorOf(version) >= 7 && services.some((row) => ['www', 'www-ssl'].includes(row.name ?? '') && isOn(row)),
    emptyReply: isAtLeast(version, '7.18'),
    policies,
    sensitive: policies === null ? null : policies.includes('sensitive'),
    fasttrackRules: (readings.fasttrack ?? []).filter((row) => row.action === FASTTRACK && isOn(row)).length,
    maxSessions: wholeOf(services.find(({ name }) => name === service)?.['max-sessions']),
  };
}

const FASTTRACK = 'fasttrack-connection';

function packageOf(row: Row): Capabilities['packages'][number] {
  return { name: row.name ?? '', version: row.version ?? '', disabled: !isOn(row) };
}

function licenceOf(row: Row | undefined): Capabilities['licence'] {
  const level = orNull(row, 'nlevel') ?? orNull(row, 'level');
  return { level, limits: level === null ? null : (LIMITS[level] ?? null) };
}

const OLDEST_ROUTEROS = '6.49';

/** Tested with this RouterOS or a later one? */
export function isSupported(version: string): boolean {
  return isAtLeast(version, OLDEST_ROUTEROS);
}

export function wholeOf(text: string | undefined): number | null {
  return /^\d+$/.test(text ?? '') ? Number(text) : null;
}
