import { type LaneName } from './lane';

/**
 * `closed` all is well; `open` the router failed and is left alone until `retryInMs` is over; `half-open` one connection and
 * one harmless command find out whether it is back; `auth-failed` it refused our password: left alone for long.
 */
export type BreakerState = 'closed' | 'open' | 'half-open' | 'auth-failed';

export interface BreakerSnapshot {
  state: BreakerState;
  /** Failures in a row. */
  failures: number;
  /** Time until the next attempt may be made; null while closed. */
  retryInMs: number | null;
  /** Code of the error that opened it. */
  reason: string | null;
}

export interface LaneSnapshot {
  name: LaneName;
  state: 'open' | 'opening' | 'closed';
  inFlight: number;
}

/** How this process stands with one router. */
export interface RouterConnections {
  breaker: BreakerSnapshot;
  lanes: LaneSnapshot[];
  connections: number;
  inFlight: number;
  /** Commands that wait for their turn. */
  waiting: number;
  /** Commands that may be in flight on a lane at present. */
  window: number;
  /** Smoothed time of one answer, the same when nothing presses, and the last known load of the router's processor. */
  latencyMs: number | null;
  baselineMs: number | null;
  cpuLoad: number | null;
  /** Connections that the router's `max-sessions` leaves to this process; null while it is not known or not limited. */
  sessionLimit: number | null;
  commands: number;
  traps: number;
  failures: number;
  /** Commands that were not taken: queue full, breaker open, shutting down. */
  refused: number;
}
