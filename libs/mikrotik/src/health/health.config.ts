import { IsInt, Matches, Max, Min } from 'class-validator';
import { Env } from '@app/platform';
import { bandOf, type HealthRules } from '../domain/health/health-rules';
import { type Keeping } from '../domain/health/history-window';

const BAND = /^\d{1,7}\/\d{1,7}$/;
const bandText = { message: 'must be two numbers, such as 90/75: where it begins, and below which it ends' };

/** How routers are watched, and how long that is remembered. */
export class RouterHealthConfig {
  @Env('ROUTER_PROBE_INTERVAL_MS', { description: 'Pause between two probes of a router, spread by ±10 %.' })
  @IsInt()
  @Min(1_000)
  @Max(3_600_000)
  probeIntervalMs: number = 15_000;

  @Env('ROUTER_PROBE_RETRY_MS', { description: 'Pause after a probe that was lost, and until a return is certain.' })
  @IsInt()
  @Min(100)
  @Max(600_000)
  probeRetryMs: number = 5_000;

  @Env('ROUTER_OFFLINE_WINDOW', { description: 'Last probes that decide whether a router is offline.' })
  @IsInt()
  @Min(2)
  @Max(60)
  window: number = 5;

  @Env('ROUTER_OFFLINE_FAILURES', { description: 'Lost probes among them that make it offline.' })
  @IsInt()
  @Min(1)
  @Max(60)
  failures: number = 3;

  @Env('ROUTER_ONLINE_SUCCESSES', { description: 'Answered probes in a row that bring it back.' })
  @IsInt()
  @Min(1)
  @Max(60)
  recover: number = 2;

  @Env('ROUTER_CONDITION_READINGS', { description: 'Readings in a row beyond a limit that count.' })
  @IsInt()
  @Min(1)
  @Max(60)
  persistence: number = 3;

  @Env('ROUTER_LATENCY_LIMIT_MS', { description: 'Answer time: degraded from / well again below.' })
  @Matches(BAND, bandText)
  latency: string = '500/250';

  @Env('ROUTER_CPU_LIMIT', { description: 'CPU load in percent: degraded from / well again below.' })
  @Matches(BAND, bandText)
  cpu: string = '90/75';

  @Env('ROUTER_MEMORY_LIMIT', { description: 'Memory in use in percent: degraded from / well again below.' })
  @Matches(BAND, bandText)
  memory: string = '95/90';

  @Env('ROUTER_TEMPERATURE_LIMIT', { description: 'Temperature in °C: degraded from / well again below.' })
  @Matches(BAND, bandText)
  temperature: string = '80/70';

  @Env('ROUTER_DISK_LIMIT', { description: 'Disk in use in percent: alert from / over below.' })
  @Matches(BAND, bandText)
  disk: string = '95/90';

  @Env('ROUTER_CLOCK_LIMIT_MS', { description: 'Error of the clock: alert from / over below.' })
  @Matches(BAND, bandText)
  clock: string = '30000/10000';

  @Env('ROUTER_SESSIONS_LIMIT', { description: 'Sessions in percent of licence or servers: alert from / over below.' })
  @Matches(BAND, bandText)
  sessions: string = '90/80';

  @Env('ROUTER_TRAFFIC_INTERVAL_MS', { description: 'Pause between two readings of interface counters.' })
  @IsInt()
  @Min(1_000)
  @Max(3_600_000)
  trafficIntervalMs: number = 60_000;

  @Env('ROUTER_SAMPLES_RAW_DAYS', { description: 'Days for which every probe is kept.' })
  @IsInt()
  @Min(1)
  @Max(60)
  rawDays: number = 7;

  @Env('ROUTER_SAMPLES_HOUR_DAYS', { description: 'Days for which figures by the hour are kept.' })
  @IsInt()
  @Min(1)
  @Max(730)
  hourDays: number = 90;

  @Env('ROUTER_SAMPLES_DAY_DAYS', { description: 'Days for which figures by the day and changes of state are kept.' })
  @IsInt()
  @Min(1)
  @Max(3_650)
  dayDays: number = 730;

  @Env('ROUTER_BACKUPS_KEEP', { description: 'Backups of a router’s configuration that are kept however old.' })
  @IsInt()
  @Min(1)
  @Max(1_000)
  backupsKeep: number = 30;

  @Env('ROUTER_BACKUPS_DAYS', { description: 'Days for which every backup is kept.' })
  @IsInt()
  @Min(1)
  @Max(3_650)
  backupsDays: number = 90;

  /** @throws RangeError for a band whose end is above its beginning */
  get rules(): HealthRules {
    const { window, failures, recover, persistence } = this;
    const bands = {
      LATENCY: bandOf(this.latency),
      CPU: bandOf(this.cpu),
      MEMORY: bandOf(this.memory),
      TEMPERATURE: bandOf(this.temperature),
      DISK: bandOf(this.disk),
      CLOCK: bandOf(this.clock),
      SESSIONS: bandOf(this.sessions),
    };
    return { window, failures: Math.min(failures, window), recover: Math.min(recover, window), persistence, bands };
  }

  get keeping(): Keeping {
    const { rawDays, hourDays, dayDays } = this;
    return { rawDays, hourDays, dayDays };
  }
}
