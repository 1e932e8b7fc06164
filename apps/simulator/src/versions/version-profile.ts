/** The RouterOS lines that the simulator can be. */
export const VERSIONS = ['6.49', '7.10', '7.16', '7.20'] as const;
export type Version = (typeof VERSIONS)[number];

export type LoginMethod = 'plain' | 'challenge';

/** How one RouterOS line differs from the others on the wire (routeros.md sections 10–13). */
export interface VersionProfile {
  readonly line: Version;
  readonly major: 6 | 7;
  /** What /system/resource says: `7.16.2 (stable)`. */
  readonly fullVersion: string;
  readonly buildTime: string;
  /** `month-name` = `jan/02/2026 10:11:12`, `iso` = `2026-01-02 10:11:12` (from 7.10). */
  readonly dates: 'month-name' | 'iso';
  /** A print without rows answers `!empty` (from 7.18). */
  readonly emptyReply: boolean;
  /** v6 prints one row of fields, v7 one row per sensor. */
  readonly health: 'row' | 'list';
  /** What `/login` expects unless the router's options say otherwise. */
  readonly login: LoginMethod;
  /** www and www-ssl have `/rest` (v7; on www from 7.9). */
  readonly rest: boolean;
  /** /ip/service has `max-sessions` (from 7.16). */
  readonly maxSessions: boolean;
  /** Dynamic interfaces and queues are called `<pppoe-NAME>`, without brackets on older lines. */
  readonly brackets: boolean;
  readonly noSuchItem: string;
  /** Text for a command that the menu does not have. */
  readonly noSuchCommand: (verb: string) => string;
  readonly packages: readonly string[];
}

const PROFILES: Record<Version, VersionProfile> = {
  '6.49': {
    line: '6.49',
    major: 6,
    fullVersion: '6.49.19 (long-term)',
    buildTime: 'Jul/04/2025 08:12:51',
    dates: 'month-name',
    emptyReply: false,
    health: 'row',
    login: 'plain',
    rest: false,
    maxSessions: false,
    brackets: false,
    noSuchItem: 'no such item (4)',
    noSuchCommand: () => 'no such command',
    packages: ['routeros-arm', 'system', 'ppp', 'hotspot', 'dhcp', 'security', 'advanced-tools', 'ipv6', 'wireless'],
  },
  '7.10': {
    line: '7.10',
    major: 7,
    fullVersion: '7.10 (stable)',
    buildTime: 'Jun/15/2023 05:17:29',
    dates: 'iso',
    emptyReply: false,
    health: 'list',
    login: 'plain',
    rest: true,
    maxSessions: false,
    brackets: true,
    noSuchItem: 'no such item',
    noSuchCommand: () => 'no such command',
    packages: ['routeros'],
  },
  '7.16': {
    line: '7.16',
    major: 7,
    fullVersion: '7.16.2 (stable)',
    buildTime: '2024-11-26 12:09:40',
    dates: 'iso',
    emptyReply: false,
    health: 'list',
    login: 'plain',
    rest: true,
    maxSessions: true,
    brackets: true,
    noSuchItem: 'no such item',
    noSuchCommand: () => 'no such command',
    packages: ['routeros'],
  },
  '7.20': {
    line: '7.20',
    major: 7,
    fullVersion: '7.20.8 (stable)',
    buildTime: '2026-01-29 09:11:05',
    dates: 'iso',
    emptyReply: true,
    health: 'list',
    login: 'plain',
    rest: true,
    maxSessions: true,
    brackets: true,
    noSuchItem: 'no such item',
    noSuchCommand: (verb) => `no such command or directory (${verb})`,
    packages: ['routeros'],
  },
};

/** The behaviour of a RouterOS line. */
export function versionProfile(version: Version): VersionProfile {
  return PROFILES[version];
}
