/** What a router says of one user name. */
export interface HotspotReading {
  name: string;
  /** Of all its sessions together, as the router counts. */
  seconds: bigint;
  bytes: bigint;
  /** How long the running session lasts; null: it is not in. */
  sessionSeconds: number | null;
  mac: string | null;
}

type Row = Readonly<Record<string, string>>;

const UNITS: Readonly<Record<string, number>> = { w: 604_800, d: 86_400, h: 3_600, m: 60, s: 1 };

/** Seconds of a duration as RouterOS prints it (`1w2d3h4m5s`, `1d00:05:10`); undefined for anything else. */
export function durationSeconds(text: string): number | undefined {
  const match = /^((?:\d+[wdhms])*)(?:(\d+):(\d\d):(\d\d))?$/.exec(text);
  if (!match || text === '') return undefined;
  const [, units = '', hours = '0', minutes = '0', seconds = '0'] = match;
  const ofUnits = [...units.matchAll(/(\d+)([wdhms])/g)].map(([, n, unit]) => Number(n) * (UNITS[unit ?? ''] ?? 0));
  return ofUnits.reduce((a, b) => a + b, 0) + Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds);
}

/**
 * Users who are in, or have been: their counters and the longest running session. Where a router counts a session at its end
 * only, what runs counts as well.
 */
export function hotspotReadings(users: readonly Row[], active: readonly Row[]): HotspotReading[] {
  const sessions = new Map<string, Session>();
  for (const row of active) {
    const name = row.user ?? '';
    sessions.set(name, joined(sessions.get(name), row));
  }
  const counted = users.map((row) => readingOf(row, sessions.get(row.name ?? '')));
  return counted.filter(({ seconds, bytes, sessionSeconds }) => seconds > 0n || bytes > 0n || sessionSeconds !== null);
}

interface Session {
  /** Of the longest one. */
  seconds: number;
  bytes: bigint;
  mac: string | null;
}

function joined(before: Session | undefined, row: Row): Session {
  const seconds = durationSeconds(row.uptime ?? '') ?? 0;
  const bytes = bytesOf(row);
  const mac = row['mac-address'] ?? null;
  return before
    ? { seconds: Math.max(before.seconds, seconds), bytes: before.bytes + bytes, mac: before.mac ?? mac }
    : { seconds, bytes, mac };
}

function readingOf(row: Row, session: Session | undefined): HotspotReading {
  const seconds = BigInt(durationSeconds(row.uptime ?? '') ?? 0);
  const bytes = bytesOf(row);
  if (!session) return { name: row.name ?? '', seconds, bytes, sessionSeconds: null, mac: null };
  const running = BigInt(session.seconds);
  return {
    name: row.name ?? '',
    seconds: seconds > running ? seconds : running,
    bytes: bytes > session.bytes ? bytes : session.bytes,
    ...{ sessionSeconds: session.seconds, mac: session.mac },
  };
}

const bytesOf = (row: Row): bigint => wholeOf(row['bytes-in']) + wholeOf(row['bytes-out']);

const wholeOf = (text = '0'): bigint => (/^\d{1,18}$/.test(text) ? BigInt(text) : 0n);
