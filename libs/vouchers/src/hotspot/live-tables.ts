/** A table of the hotspot as it is on a router right now. */
interface LiveTable {
  menu: string;
  columns: readonly string[];
  /** Columns in which `q` is looked for at the beginning. */
  search: readonly string[];
}

/** The live views, by the names that the API gives them. */
export const LIVE_TABLES = {
  sessions: {
    menu: '/ip/hotspot/active',
    columns: [
      ...['.id', 'server', 'user', 'address', 'mac-address', 'login-by', 'uptime', 'session-time-left'],
      ...['idle-time', 'bytes-in', 'bytes-out'],
    ],
    search: ['user', 'address', 'mac-address'],
  },
  hosts: {
    menu: '/ip/hotspot/host',
    columns: [
      ...['.id', 'server', 'address', 'to-address', 'mac-address', 'uptime', 'idle-time', 'authorized', 'bypassed'],
      ...['bytes-in', 'bytes-out'],
    ],
    search: ['address', 'to-address', 'mac-address'],
  },
  cookies: {
    menu: '/ip/hotspot/cookie',
    columns: ['.id', 'user', 'mac-address', 'expires-in'],
    search: ['user', 'mac-address'],
  },
  bindings: {
    menu: '/ip/hotspot/ip-binding',
    columns: ['.id', 'mac-address', 'address', 'to-address', 'server', 'type', 'disabled', 'comment'],
    search: ['mac-address', 'address', 'comment'],
  },
} as const satisfies Record<string, LiveTable>;

export type LiveTableName = keyof typeof LIVE_TABLES;

const UNITS: Readonly<Record<string, number>> = { w: 604_800, d: 86_400, h: 3_600, m: 60, s: 1 };

/** Seconds of a duration as RouterOS prints it; null for anything else. */
export function rosSeconds(text = ''): number | null {
  const match = /^((?:\d+[wdhms])*)(?:(\d+):(\d\d):(\d\d))?$/.exec(text);
  if (!match || text === '') return null;
  const [, units = '', hours = '0', minutes = '0', seconds = '0'] = match;
  const ofUnits = [...units.matchAll(/(\d+)([wdhms])/g)].map(([, n, unit]) => Number(n) * (UNITS[unit ?? ''] ?? 0));
  return ofUnits.reduce((a, b) => a + b, 0) + Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds);
}
