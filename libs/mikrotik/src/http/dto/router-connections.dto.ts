import { ApiProperty } from '@nestjs/swagger';

const BREAKER_STATES = ['closed', 'open', 'half-open', 'auth-failed'] as const;
const LANE_NAMES = ['command', 'bulk', 'telemetry'] as const;
const LANE_STATES = ['open', 'opening', 'closed'] as const;

export class RouterBreakerDto {
  /**
   * `closed` all is well; `open` the router failed and is left alone for a while; `half-open` one attempt finds out whether it
   * is back; `auth-failed` it refuses the password and is left alone for 15 minutes.
   */
  @ApiProperty({ enum: BREAKER_STATES })
  state: (typeof BREAKER_STATES)[number];
  /** Failures in a row. */
  failures: number;
  /** Milliseconds until the next attempt; null when nothing is held back. */
  retryInMs: number | null;
  /** Code of the failure, such as `ECONNREFUSED`. */
  reason: string | null;
}

export class RouterLaneDto {
  /** What the connection is for. */
  @ApiProperty({ enum: LANE_NAMES })
  name: (typeof LANE_NAMES)[number];
  @ApiProperty({ enum: LANE_STATES })
  state: (typeof LANE_STATES)[number];
  /** Commands without an answer yet. */
  inFlight: number;
}

export class RouterConnectionsDto {
  routerId: string;
  /** False: this process has not talked to the router since it started, and everything else is empty. */
  known: boolean;
  breaker: RouterBreakerDto;
  lanes: RouterLaneDto[];
  /** Commands that wait for their turn. */
  waiting: number;
  /** Commands that may be in flight on a connection at present; it shrinks when the router is slow or busy. */
  window: number;
  /** Smoothed time of one answer in milliseconds; null before the first. */
  latencyMs: number | null;
  /** The same when nothing presses. */
  baselineMs: number | null;
  /** Load of the router's processor in per cent, as last seen. */
  cpuLoad: number | null;
  /** Connections that `max-sessions` of the router leaves to the product; null when unknown or without limit. */
  sessionLimit: number | null;
  /** Commands that were sent. */
  commands: number;
  /** Commands that the router refused. */
  traps: number;
  /** Commands that were lost with the connection. */
  failures: number;
  /** Commands that were not taken: queue full, router held back, shutting down. */
  refused: number;
}
