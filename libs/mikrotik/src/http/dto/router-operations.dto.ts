import { ApiProperty } from '@nestjs/swagger';
import { RouterHealthDto } from '../../health/http/router-health.dto';
import { RouterBrakeDto } from './router-sync.dto';

/** What waits to be written to a router. */
export class RouterQueueDto {
  /** Objects that wait. */
  pending: number;

  /** Objects that were given up; `POST /routers/{id}/retry` tries them again. */
  dead: number;

  /** Age of the oldest that waits. */
  oldestPendingSeconds: number | null;

  lastErrorCode: string | null;

  lastError: string | null;
}

/** How a router is and what waits for it. */
export class RouterStatusDto {
  routerId: string;

  mode: string;

  /** `UNKNOWN`, `ONLINE`, `DEGRADED` or `OFFLINE`. */
  health: string;

  healthChangedAt: Date | null;

  rosVersion: string | null;

  lastSeenAt: Date | null;

  lastErrorCode: string | null;

  lastError: string | null;

  nextAttemptAt: Date | null;

  lastFullSyncAt: Date | null;

  queue: RouterQueueDto;

  /** Set while a plan that takes away too much is held; only restores are written then. */
  @ApiProperty({ type: () => RouterBrakeDto, nullable: true })
  brake: RouterBrakeDto | null;

  /** What the last probes found: conditions, load, latency, sessions and their limit. */
  @ApiProperty({ type: () => RouterHealthDto })
  measured: RouterHealthDto;
}

/** How many given-up objects are tried again. */
export class RouterRetryDto {
  revived: number;
}
