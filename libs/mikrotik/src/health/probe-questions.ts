import { clockSkewMs } from '../domain/clock-reading';
import { countOf, type ProbeFacts, pppoeLimit, resourceFacts, sensorFacts } from '../domain/health/probe-facts';
import { type Counters } from '../domain/health/traffic';
import { type Outcome } from '../pool';
import { anyOf, command, isSafeValue, print, type RouterOsError, type Row, type Sentence } from '../transport';
import { type ProbeTarget } from './probe-target';

/** The small command whose answer time counts. */
export const IDENTITY = print('/system/identity', ['name']);

const RESOURCE = print('/system/resource', [
  ...['version', 'board-name', 'uptime', 'cpu-load', 'free-memory', 'total-memory', 'free-hdd-space'],
  'total-hdd-space',
]);
const CLOCK = print('/system/clock', ['date', 'time', 'gmt-offset']);
const SENSORS = command('/system/health/print');
const PPP = command('/ppp/active/print', { 'count-only': '' });
const HOTSPOT = command('/ip/hotspot/active/print', { 'count-only': '' });
const SERVERS = print('/interface/pppoe-server/server', ['max-sessions', 'disabled']);
const COUNTERS = ['name', 'rx-byte', 'tx-byte'];

/** Most interfaces whose counters are kept. */
export const MOST_INTERFACES = 32;

type Asked = 'resource' | 'clock' | 'sensors' | 'ppp' | 'hotspot' | 'servers' | 'interfaces';

/** Questions of the first round trip. The first of them opens the connection where there is none. */
export function questionsOf(target: ProbeTarget): Map<Asked, Sentence> {
  const questions = new Map<Asked, Sentence>([
    ['resource', RESOURCE],
    ['clock', CLOCK],
    ['sensors', SENSORS],
    ['ppp', PPP],
    ['hotspot', HOTSPOT],
  ]);
  if (target.slowDue) questions.set('servers', SERVERS);
  const { monitoredInterfaces: names } = target;
  if (target.trafficDue && names === null) questions.set('interfaces', print('/interface', COUNTERS, ['?type=ether']));
  else if (target.trafficDue && names && names.length > 0) {
    questions.set('interfaces', print('/interface', COUNTERS, anyOf('name', names.filter(isSafeValue))));
  }
  return questions;
}

/** Answers of a round, by question. A menu that the router lacks or keeps from us is no failure: it tells nothing. */
export class ProbeAnswers {
  private readonly rows = new Map<Asked, readonly Row[]>();
  readonly failure: RouterOsError | undefined;

  constructor(asked: readonly Asked[], outcomes: readonly Outcome[]) {
    for (const [at, name] of asked.entries()) {
      const outcome = outcomes[at];
      if (outcome?.ok === true) this.rows.set(name, outcome.value);
      else if (outcome && (outcome.error.isTransport || name === 'resource')) this.failure ??= outcome.error;
    }
  }

  /** @param at our time in the middle of the round */
  facts(before: Partial<ProbeFacts>, identity: readonly Row[], latencyMs: number, at: Date): ProbeFacts {
    const [clock] = this.rowsOf('clock');
    const skew = clock && clockSkewMs(clock, at);
    const { pppoeMaxSessions = null } = before;
    return {
      ...resourceFacts(this.rowsOf('resource')),
      ...sensorFacts(this.rowsOf('sensors')),
      identity: identity[0]?.name ?? '',
      latencyMs,
      clockSkewMs: skew === undefined ? null : Math.round(skew),
      pppSessions: countOf(this.rowsOf('ppp')),
      hotspotSessions: countOf(this.rowsOf('hotspot')),
      pppoeMaxSessions: this.rows.has('servers') ? pppoeLimit(this.rowsOf('servers')) : pppoeMaxSessions,
    };
  }

  private rowsOf(name: Asked): readonly Row[] {
    return this.rows.get(name) ?? [];
  }

  /** Counters by interface; undefined when they were not read. */
  counters(): Record<string, Counters> | undefined {
    const rows = this.rows.get('interfaces');
    if (rows === undefined) return undefined;
    const known = rows.filter((row) => row.name !== undefined && row['rx-byte'] !== undefined);
    return Object.fromEntries(
      known
        .slice(0, MOST_INTERFACES)
        .map((row) => [row.name ?? '', { rx: row['rx-byte'] ?? '', tx: row['tx-byte'] ?? '' }]),
    );
  }
}
