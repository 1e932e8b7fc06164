import { IsInt, Max, Min } from 'class-validator';
import { Env } from '@app/platform';
import { RouterHealthConfig } from './health/health.config';
import { IsolirConfig } from './isolir/isolir.config';
import { RouterSecurityConfig } from './security/router-security.config';
import { RouterNetworkConfig } from './network/router-network.config';
import { SyncConfig } from './sync/sync.config';

/** How the product talks to routers (routeros.md sections 9 and 17). */
export class MikrotikConfig {
  @Env('ROUTER_CONNECTIONS', {
    description:
      'API connections per router and process: one for commands, one for bulk, a third for telemetry, a fourth for more bulk.',
  })
  @IsInt()
  @Min(2)
  @Max(4)
  connections: number = 2;

  @Env('ROUTER_WINDOW', {
    description: 'Commands in flight on one router connection; bulk work may grow to 8 while the router answers well.',
  })
  @IsInt()
  @Min(1)
  @Max(8)
  window: number = 4;

  @Env('ROUTER_CONNECT_TIMEOUT_MS', {
    description: 'Longest wait for TCP and TLS to a router.',
  })
  @IsInt()
  @Min(100)
  @Max(60_000)
  connectTimeoutMs: number = 5_000;

  @Env('ROUTER_LOGIN_TIMEOUT_MS', {
    description: 'Longest wait for the login on a router.',
  })
  @IsInt()
  @Min(100)
  @Max(60_000)
  loginTimeoutMs: number = 5_000;

  @Env('ROUTER_COMMAND_TIMEOUT_MS', {
    description: 'Longest wait for the answer to one command; whole tables get six, scripts twelve times as long.',
  })
  @IsInt()
  @Min(100)
  @Max(600_000)
  commandTimeoutMs: number = 10_000;

  @Env('ROUTER_HEARTBEAT_MS', {
    description: 'Pause after which an idle router connection is probed.',
  })
  @IsInt()
  @Min(1_000)
  @Max(600_000)
  heartbeatMs: number = 30_000;

  @Env('ROUTER_BULK_IDLE_MS', {
    description: 'Pause after which the idle bulk connections to a router are closed.',
  })
  @IsInt()
  @Min(1_000)
  @Max(86_400_000)
  bulkIdleMs: number = 300_000;

  @Env('ROUTER_QUEUE_LIMIT', {
    description: 'Commands of one kind of work that may wait for one router; further ones are refused.',
  })
  @IsInt()
  @Min(10)
  @Max(1_000_000)
  queueLimit: number = 10_000;

  @Env('ROUTER_DRAIN_MS', {
    description: 'At shutdown: longest wait for router commands that are in flight.',
  })
  @IsInt()
  @Min(0)
  @Max(120_000)
  drainMs: number = 5_000;

  @Env('ROUTER_FULL_SYNC_INTERVAL_MS', {
    description: 'Interval of the comparison of whole routers, spread by ±10 %.',
  })
  @IsInt()
  @Min(60_000)
  @Max(86_400_000)
  fullSyncIntervalMs: number = 900_000;
}

/** The configuration classes of this lib, for the app's root module. */
export const MIKROTIK_CONFIGS = [
  IsolirConfig,
  MikrotikConfig,
  RouterHealthConfig,
  RouterNetworkConfig,
  RouterSecurityConfig,
  SyncConfig,
] as const;
