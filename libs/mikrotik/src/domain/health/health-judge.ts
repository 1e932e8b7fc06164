import { type HealthRules, type Measured, MEASURED } from './health-rules';

export type HealthState = 'UNKNOWN' | 'ONLINE' | 'DEGRADED' | 'OFFLINE';

/** What may be wrong with a router that answers. `UNSTABLE`: some of its last probes were lost. */
export const CONDITIONS = ['UNSTABLE', ...MEASURED] as const;
export type Condition = (typeof CONDITIONS)[number];

/** These make a router DEGRADED; the others only alert. They are over when the router is gone. */
export const DEGRADING: readonly Condition[] = ['UNSTABLE', 'LATENCY', 'CPU', 'MEMORY', 'TEMPERATURE'];

/** What is remembered of a router from probe to probe. */
export interface HealthMemory {
  readonly state: HealthState;
  /** The last probes since the last change between up and down, oldest first: `+` answered, `-` not. */
  readonly recent: string;
  readonly conditions: readonly Condition[];
  /** Readings in a row that speak for a change of a condition. */
  readonly runs: Readonly<Partial<Record<Condition, number>>>;
}

export const UNKNOWN_HEALTH: HealthMemory = { state: 'UNKNOWN', recent: '', conditions: [], runs: {} };

/** One probe. */
export type Observation =
  /** `certain`: no matter of luck, such as a refused password. */
  | { readonly answered: false; readonly certain: boolean }
  /** What the router did not tell is absent, which speaks neither for nor against anything. */
  | { readonly answered: true; readonly values: Readonly<Partial<Record<Measured, number>>> };

/**
 * The next memory, by hysteresis: a router goes OFFLINE after `failures` lost probes among the last `window`, and comes back
 * after `recover` answered ones in a row; a condition begins and ends only after `persistence` readings in a row beyond the
 * one or the other edge of its band. One lost packet changes nothing.
 */
export function judge(memory: HealthMemory, observation: Observation, rules: HealthRules): HealthMemory {
  const recent = (memory.recent + (observation.answered ? '+' : '-')).slice(-rules.window);
  if (isDown(memory, recent, observation, rules)) {
    const lasting = memory.conditions.filter((condition) => !DEGRADING.includes(condition));
    const fresh = memory.state === 'OFFLINE' ? recent : '';
    return { state: 'OFFLINE', recent: fresh, conditions: lasting, runs: {} };
  }
  const returned = memory.state === 'OFFLINE';
  const since = returned ? '+'.repeat(rules.recover) : recent;
  const measured = observation.answered ? judgeValues(memory, observation.values, rules) : memory;
  // why: only what answers can be unstable; an outage is told once, as such
  const conditions = observation.answered ? withStability(measured.conditions, since, rules) : memory.conditions;
  return { state: stateOf(memory, conditions, observation), recent: since, conditions, runs: measured.runs };
}

function isDown(memory: HealthMemory, recent: string, observation: Observation, rules: HealthRules): boolean {
  if (!observation.answered && observation.certain) return true;
  if (memory.state === 'OFFLINE') return !recent.endsWith('+'.repeat(rules.recover));
  return lost(recent) >= rules.failures;
}

function stateOf(memory: HealthMemory, conditions: readonly Condition[], observation: Observation): HealthState {
  if (memory.state === 'UNKNOWN' && !observation.answered) return 'UNKNOWN';
  return conditions.some((condition) => DEGRADING.includes(condition)) ? 'DEGRADED' : 'ONLINE';
}

/** Two lost probes among the last ones make it unstable, none makes it stable again. */
function withStability(conditions: readonly Condition[], recent: string, rules: HealthRules): readonly Condition[] {
  const others = conditions.filter((condition) => condition !== 'UNSTABLE');
  const was = others.length < conditions.length;
  const count = lost(recent);
  const full = recent.length >= rules.window;
  const is = was ? count > 0 || !full : count >= 2;
  return is ? ['UNSTABLE', ...others] : others;
}

function judgeValues(
  { conditions, runs }: HealthMemory,
  values: Readonly<Partial<Record<Measured, number>>>,
  { bands, persistence }: HealthRules,
): Pick<HealthMemory, 'conditions' | 'runs'> {
  const active = new Set(conditions);
  const next: Partial<Record<Condition, number>> = {};
  for (const name of MEASURED) {
    const value = values[name];
    const run = runs[name] ?? 0;
    if (value === undefined) {
      if (run > 0) next[name] = run;
      continue;
    }
    const { enter, leave } = bands[name];
    const speaks = active.has(name) ? value < leave : value >= enter;
    if (!speaks) continue;
    if (run + 1 < persistence) next[name] = run + 1;
    else if (active.has(name)) active.delete(name);
    else active.add(name);
  }
  return { conditions: CONDITIONS.filter((name) => active.has(name)), runs: next };
}

const lost = (recent: string): number => recent.split('-').length - 1;
