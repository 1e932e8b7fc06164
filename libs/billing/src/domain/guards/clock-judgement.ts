/** What a tick knows about the clocks (billing.md G7, T4). */
export interface ClockReadings {
  /** The database's clock: the `as_of` of the tick. */
  readonly dbNow: Date;
  /** The wall clock of this process. */
  readonly appNow: Date;
  /** Milliseconds of this process's monotonic clock. */
  readonly monotonicMs: number;
  /** The `as_of` of the last tick of any process. */
  readonly lastAsOf: Date | null;
  /** Last heartbeat of any process, before this tick. */
  readonly lastHeartbeat: Date | null;
  /** What this process read at its own last tick; null right after its start. */
  readonly previous: { readonly wall: Date; readonly monotonicMs: number } | null;
}

/** What the tick may do. */
export type ClockVerdict =
  | { readonly kind: 'TICK' }
  | { readonly kind: 'CATCH_UP'; readonly gapMs: number } // nobody ran: billing at once, isolation after payment sync and brake
  | { readonly kind: 'REFUSE'; readonly why: 'WENT_BACK' | 'CLOCKS_DISAGREE'; readonly byMs: number }
  | { readonly kind: 'HOLD'; readonly why: 'CLOCK_FAULT'; readonly byMs: number }; // until somebody confirms

/** The limits of billing.md G7, in milliseconds. */
export interface ClockLimits {
  readonly backMs: number;
  readonly skewMs: number;
  readonly jumpMs: number;
  /** A heartbeat older than this means that nobody ran. */
  readonly gapMs: number;
}

const MINUTE_MS = 60_000;

/** 5 minutes back, 30 seconds apart, 10 minutes of jump, 10 minutes without a heartbeat. */
export const CLOCK_LIMITS: ClockLimits = {
  backMs: 5 * MINUTE_MS,
  skewMs: 30_000,
  jumpMs: 10 * MINUTE_MS,
  gapMs: 10 * MINUTE_MS,
};

/**
 * Tells a clock that jumped from a process that was down (billing.md G7). The wall clock ran ahead of the monotonic clock
 * while the process lived: a fault, and everything waits. Nobody's heart beat: a catch-up. Time that went back, and clocks of
 * database and process that disagree, are refused whatever else is true.
 */
export function judgeClock(readings: ClockReadings, limits: ClockLimits = CLOCK_LIMITS): ClockVerdict {
  const { dbNow, appNow, lastAsOf, lastHeartbeat } = readings;
  const back = lastAsOf ? lastAsOf.getTime() - dbNow.getTime() : 0;
  if (back > limits.backMs) return { kind: 'REFUSE', why: 'WENT_BACK', byMs: back };
  const jump = wallJump(readings);
  if (jump > limits.jumpMs) return { kind: 'HOLD', why: 'CLOCK_FAULT', byMs: jump };
  const skew = Math.abs(dbNow.getTime() - appNow.getTime());
  if (skew > limits.skewMs) return { kind: 'REFUSE', why: 'CLOCKS_DISAGREE', byMs: skew };
  const gap = lastHeartbeat ? dbNow.getTime() - lastHeartbeat.getTime() : 0;
  return gap > limits.gapMs ? { kind: 'CATCH_UP', gapMs: gap } : { kind: 'TICK' };
}

/** How far the wall clock ran ahead of the monotonic one since this process's last tick. */
function wallJump({ appNow, dbNow, monotonicMs, previous }: ClockReadings): number {
  if (!previous) return 0;
  const elapsed = monotonicMs - previous.monotonicMs;
  const wall = Math.max(appNow.getTime(), dbNow.getTime()) - previous.wall.getTime();
  return wall - elapsed;
}
