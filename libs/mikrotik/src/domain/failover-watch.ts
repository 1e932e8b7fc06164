/** What was seen of a member so far. */
export interface Observation {
  /** Seconds that it was down, less those that it has been up since; never more than the group's patience. */
  downSeconds: number;
  /** Up without a break since then; null while it is not. */
  upSince: Date | null;
  observedAt: Date | null;
}

/** What the registry says about a member now. */
export interface MemberState {
  mode: string;
  health: string;
  healthChangedAt: Date | null;
  bootedAt: Date | null;
}

/** The patience of a group. */
export interface Patience {
  failoverAfterSeconds: number;
  failBackAfterSeconds: number;
}

/** A look that comes late (the worker was away) counts no longer than this: nobody watched meanwhile. */
const LONGEST_STEP_SECONDS = 60;

/** May it be given subscribers? */
export const isServing = ({ mode, health }: Pick<MemberState, 'mode' | 'health'>): boolean =>
  mode === 'MANAGED' && (health === 'ONLINE' || health === 'DEGRADED');

const isDown = ({ mode, health }: MemberState): boolean => mode === 'MANAGED' && health === 'OFFLINE';

/**
 * One look at a member. Time down adds up and time up takes it off again, so that a router that comes and goes fails over
 * only when it is away more than it is there; and any break starts the wait for the fail-back anew. A router in
 * maintenance, or one of which nothing is known, is neither down nor up.
 */
export function observe(before: Observation, state: MemberState, patience: Patience, now: Date): Observation {
  const step = Math.min(LONGEST_STEP_SECONDS, secondsBetween(before.observedAt ?? now, now));
  if (isDown(state)) {
    const down = Math.min(step, secondsBetween(state.healthChangedAt ?? before.observedAt ?? now, now));
    const downSeconds = Math.min(patience.failoverAfterSeconds, before.downSeconds + down);
    return { downSeconds, upSince: null, observedAt: now };
  }
  if (!isServing(state)) return { downSeconds: 0, upSince: null, observedAt: now };
  const downSeconds = Math.max(0, before.downSeconds - step);
  return { downSeconds, upSince: upSince(before, state, now), observedAt: now };
}

/** A break that fell between two looks counts as well. */
function upSince({ upSince: since }: Observation, { healthChangedAt, bootedAt }: MemberState, now: Date): Date {
  if (since === null) return now;
  const latest = Math.max(since.getTime(), healthChangedAt?.getTime() ?? 0, bootedAt?.getTime() ?? 0);
  return new Date(Math.min(latest, now.getTime()));
}

/** Down for longer than the group is ready to wait. */
export const isDead = ({ downSeconds }: Observation, { failoverAfterSeconds }: Patience): boolean =>
  downSeconds >= failoverAfterSeconds;

/** Seconds until it counts as stable again: 0 when it does, null while it is not up. */
export function secondsToStable({ upSince: since }: Observation, patience: Patience, now: Date): number | null {
  if (since === null) return null;
  return Math.max(0, Math.ceil(patience.failBackAfterSeconds - secondsBetween(since, now)));
}

function secondsBetween(from: Date, to: Date): number {
  return Math.max(0, Math.round((to.getTime() - from.getTime()) / 1_000));
}
