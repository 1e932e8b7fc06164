import { duration } from '../normalise';
import { plainVersion } from '../ros-version';
import { type Measured } from './health-rules';

type Row = Readonly<Record<string, string>>;

/** What the last answered probe learnt; null is what the router did not tell. Kept as it is. */
export interface ProbeFacts {
  identity: string;
  rosVersion: string;
  boardName: string | null;
  uptimeSeconds: number | null;
  cpuLoad: number | null;
  latencyMs: number;
  freeMemoryBytes: number | null;
  totalMemoryBytes: number | null;
  freeDiskBytes: number | null;
  totalDiskBytes: number | null;
  /** Tenths of a degree Celsius. */
  temperatureDc: number | null;
  voltageMv: number | null;
  /** PPP sessions. */
  pppSessions: number | null;
  hotspotSessions: number | null;
  /** Of all PPPoE servers together; null: without limit, or not told. */
  pppoeMaxSessions: number | null;
  clockSkewMs: number | null;
}

/** Of a router that has not answered yet. */
export const NO_FACTS: Nullable<ProbeFacts> = {
  ...{ identity: null, rosVersion: null, boardName: null, uptimeSeconds: null, cpuLoad: null, latencyMs: null },
  ...{ freeMemoryBytes: null, totalMemoryBytes: null, freeDiskBytes: null, totalDiskBytes: null },
  ...{ temperatureDc: null, voltageMv: null, pppSessions: null, hotspotSessions: null, pppoeMaxSessions: null },
  clockSkewMs: null,
};
export type Nullable<T> = { [K in keyof T]: T[K] | null };

export const wholeNumber = (text: string | undefined): number | null =>
  /^\d{1,15}$/.test(text ?? '') ? Number(text) : null;

/** `/system/resource`, read tolerantly. */
export function resourceFacts([row]: readonly Row[]): Pick<
  ProbeFacts,
  | 'rosVersion'
  | 'boardName'
  | 'uptimeSeconds'
  | 'cpuLoad'
  | 'freeMemoryBytes'
  | 'totalMemoryBytes'
  | 'freeDiskBytes'
  | 'totalDiskBytes'
> {
  return {
    rosVersion: plainVersion(row?.version ?? ''),
    boardName: row?.['board-name'] ?? null,
    uptimeSeconds: wholeNumber(duration(row?.uptime ?? '')),
    cpuLoad: wholeNumber(row?.['cpu-load']),
    freeMemoryBytes: wholeNumber(row?.['free-memory']),
    totalMemoryBytes: wholeNumber(row?.['total-memory']),
    freeDiskBytes: wholeNumber(row?.['free-hdd-space']),
    totalDiskBytes: wholeNumber(row?.['total-hdd-space']),
  };
}

/**
 * Temperature and voltage of `/system/health`: rows of name and value since RouterOS 7, one row whose fields differ per model
 * before. The hottest of several sensors counts; of several supplies the one that is in use, which is the highest.
 */
export function sensorFacts(rows: readonly Row[]): Pick<ProbeFacts, 'temperatureDc' | 'voltageMv'> {
  const readings = rows.flatMap((row) =>
    row.name !== undefined && row.value !== undefined ? [[row.name, row.value] as const] : Object.entries(row),
  );
  const highest = (pattern: RegExp, factor: number): number | null => {
    const found = readings.flatMap(([name, value]) => {
      const number = pattern.test(name) ? /^(-?\d{1,6}(?:\.\d+)?)\s*[CV]?$/.exec(value) : null;
      return number ? [Math.round(Number(number[1]) * factor)] : [];
    });
    return found.length === 0 ? null : Math.max(...found);
  };
  return { temperatureDc: highest(/temperature$/, 10), voltageMv: highest(/voltage$/, 1_000) };
}

/** The answer to `print count-only`. */
export const countOf = ([row]: readonly Row[]): number | null => wholeNumber(row?.ret);

/** Sessions that all PPPoE servers that are on allow together; null when one of them has no limit. */
export function pppoeLimit(servers: readonly Row[]): number | null {
  const on = servers.filter(({ disabled }) => disabled !== 'true' && disabled !== 'yes');
  const limits = on.map((server) => wholeNumber(server['max-sessions']));
  if (limits.length === 0 || limits.some((limit) => limit === null || limit === 0)) return null;
  return limits.reduce<number>((sum, limit) => sum + (limit ?? 0), 0);
}

/** What a licence grants; null = without limit or unknown. */
export interface GrantedSessions {
  pppoe: number | null;
  hotspot: number | null;
}

/** Sessions and their nearest limit: the fullest of PPP and hotspot. */
export function sessionUse(
  {
    pppSessions,
    hotspotSessions,
    pppoeMaxSessions,
  }: Pick<ProbeFacts, 'pppSessions' | 'hotspotSessions' | 'pppoeMaxSessions'>,
  licence: GrantedSessions,
): { sessions: number | null; limit: number | null; percent: number | null } {
  const pppLimit = lowest(licence.pppoe, pppoeMaxSessions);
  const uses = [percentOf(pppSessions, pppLimit), percentOf(hotspotSessions, licence.hotspot)];
  const fullest = (uses[1] ?? -1) > (uses[0] ?? -1) ? 1 : 0;
  return {
    sessions: sumOf(pppSessions, hotspotSessions),
    limit: fullest === 1 ? licence.hotspot : pppLimit,
    percent: uses[fullest] ?? null,
  };
}

/** Percent that is used; null when either is not known. */
export function usedPercent(free: number | null, total: number | null): number | null {
  return free === null || total === null || total <= 0
    ? null
    : Math.min(100, Math.max(0, Math.round((1 - free / total) * 100)));
}

/** What the rules judge, as far as it is known. */
export function measured(facts: ProbeFacts, licence: GrantedSessions): Partial<Record<Measured, number>> {
  const { temperatureDc, clockSkewMs } = facts;
  const known: Readonly<Record<Measured, number | null>> = {
    LATENCY: facts.latencyMs,
    CPU: facts.cpuLoad,
    MEMORY: usedPercent(facts.freeMemoryBytes, facts.totalMemoryBytes),
    TEMPERATURE: temperatureDc === null ? null : temperatureDc / 10,
    DISK: usedPercent(facts.freeDiskBytes, facts.totalDiskBytes),
    CLOCK: clockSkewMs === null ? null : Math.abs(clockSkewMs),
    SESSIONS: sessionUse(facts, licence).percent,
  };
  return Object.fromEntries(Object.entries(known).filter(([, value]) => value !== null));
}

const sumOf = (a: number | null, b: number | null): number | null =>
  a === null && b === null ? null : (a ?? 0) + (b ?? 0);

const percentOf = (count: number | null, limit: number | null): number | null =>
  count === null || limit === null || limit <= 0 ? null : Math.round((count / limit) * 100);

function lowest(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.min(a, b);
}
