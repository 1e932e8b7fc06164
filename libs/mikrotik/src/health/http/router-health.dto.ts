import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsDate,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateIf,
} from 'class-validator';
import { pageDto, PageQueryDto } from '@app/platform';
import { ROUTER_HEALTHS, type RouterHealth } from '../../entities/router.entity';

const INTERFACE = /^[^\p{Cc}]+$/u;

/** How a router is, by its last probe. What it does not tell is null. */
export class RouterHealthDto {
  routerId: string;

  name: string;

  siteId: string;

  mode: string;

  /** `UNKNOWN`, `ONLINE`, `DEGRADED` or `OFFLINE`, with hysteresis. */
  health: string;

  healthChangedAt: Date | null;

  /** What is wrong: `UNSTABLE`, `LATENCY`, `CPU`, `MEMORY`, `TEMPERATURE` degrade it; `DISK`, `CLOCK`, `SESSIONS` do not. */
  conditions: string[];

  /** Last probe, answered or not. */
  probedAt: Date | null;

  /** Last answered probe: the figures below are of that time. */
  measuredAt: Date | null;

  lastErrorCode: string | null;

  identity: string | null;

  rosVersion: string | null;

  boardName: string | null;

  uptimeSeconds: number | null;

  latencyMs: number | null;

  /** Percent. */
  cpuLoad: number | null;

  /** Percent in use. */
  memoryPercent: number | null;

  /** Percent in use. */
  diskPercent: number | null;

  /** Degrees Celsius. */
  temperature: number | null;

  /** Volts. */
  voltage: number | null;

  /** PPP and hotspot sessions together. */
  sessions: number | null;

  /** The nearest limit of licence or PPPoE servers; null: none, or not known. */
  sessionLimit: number | null;

  /** Percent of that limit. */
  sessionPercent: number | null;

  /** Milliseconds that its clock is ahead. */
  clockSkewMs: number | null;

  /** Interfaces whose traffic is sampled; null: all Ethernet interfaces. */
  monitoredInterfaces: string[] | null;
}

/** Routers by state of health. */
export class RouterHealthCountsDto {
  /** @example 1 */
  OFFLINE: number;

  DEGRADED: number;

  UNKNOWN: number;

  ONLINE: number;
}

export class RouterHealthPageDto extends pageDto(RouterHealthDto) {
  /** Of the whole fleet, whatever `health` filters. */
  counts: RouterHealthCountsDto;
}

/** Sorts: `worst` (default), `name`. */
export class RouterHealthQueryDto extends PageQueryDto {
  @IsOptional()
  @IsUUID()
  siteId?: string;

  @IsOptional()
  @IsIn(ROUTER_HEALTHS)
  health?: RouterHealth;
}

/** A change of state. */
export class RouterHealthChangeDto {
  id: string;

  from: string;

  to: string;

  conditions: string[];

  /** Why it did not answer. */
  errorCode: string | null;

  changedAt: Date;
}

export class RouterHealthChangePageDto extends pageDto(RouterHealthChangeDto) {}

/** Sort: `changedAt` (default, newest first). */
export class RouterHealthChangeQueryDto extends PageQueryDto {}

/** Part of a history. At most 1,000 points; the step grows where it has to. */
export class HistoryQueryDto {
  /** Default: a day before `to`. */
  @IsOptional()
  @Type(() => Date)
  @IsDate()
  from?: Date;

  /** Default: now. */
  @IsOptional()
  @Type(() => Date)
  @IsDate()
  to?: Date;

  /** Seconds of one point; default: about 200 points. */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(31_536_000)
  step?: number;
}

export class TrafficQueryDto extends HistoryQueryDto {
  /** Name on the router. */
  @IsString()
  @Length(1, 100)
  interface: string;
}

/** One point of a plot: means, and the highest values where they count. */
export class HealthPointDto {
  /** Beginning of the step. */
  at: Date;

  /** Percent of probes that were answered. */
  availability: number;

  latencyMs: number | null;

  latencyMaxMs: number | null;

  cpuLoad: number | null;

  cpuLoadMax: number | null;

  memoryPercent: number | null;

  diskPercent: number | null;

  /** Degrees Celsius. */
  temperature: number | null;

  /** Volts. */
  voltage: number | null;

  sessions: number | null;

  sessionsMax: number | null;
}

/** Steps without a probe have no point. */
export class HealthHistoryDto {
  from: Date;

  to: Date;

  stepSeconds: number;

  /** Where the points come from: `RAW` probes, or figures by the `HOUR` or `DAY`. */
  resolution: string;

  points: HealthPointDto[];
}

export class TrafficPointDto {
  at: Date;

  /** Mean bits per second that the interface received. */
  rxBps: number;

  /** Mean bits per second that the interface sent. */
  txBps: number;

  rxPeakBps: number;

  txPeakBps: number;

  /**
   * Bytes received in the step.
   * @example "1250000"
   */
  rxBytes: string;

  txBytes: string;
}

/** Times in which counters were reset have no point. */
export class TrafficHistoryDto {
  interface: string;

  from: Date;

  to: Date;

  stepSeconds: number;

  resolution: string;

  points: TrafficPointDto[];

  /** Interfaces of which there are figures in this time. */
  interfaces: string[];
}

/** An interface as the router shows it now. Counters are digits: they have up to 20 of them. */
export class RouterInterfaceDto {
  name: string;

  /** @example "ether" */
  type: string | null;

  running: boolean;

  disabled: boolean;

  /** Made by the router itself, such as that of a PPPoE session. */
  dynamic: boolean;

  comment: string | null;

  macAddress: string | null;

  mtu: string | null;

  linkDowns: string | null;

  rxBytes: string | null;

  txBytes: string | null;

  rxPackets: string | null;

  txPackets: string | null;

  rxErrors: string | null;

  txErrors: string | null;

  rxDrops: string | null;

  txDrops: string | null;

  /** Its traffic is sampled. */
  monitored: boolean;
}

export class RouterInterfacesDto {
  readAt: Date;

  ageSeconds: number;

  items: RouterInterfaceDto[];
}

export class RouterInterfacesQueryDto {
  /** Also those that the router made itself; default false, for there is one per PPPoE session. */
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value))
  @IsIn([true, false])
  dynamic?: boolean;
}

export class RouterLogQueryDto {
  /** Default 100. */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(1_000)
  lines?: number;

  /**
   * Only lines that have all of these topics.
   * @example "pppoe,error"
   */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  @Matches(/^[a-z0-9-]+(,[a-z0-9-]+)*$/, { message: 'topics must be names separated by commas' })
  topics?: string;

  /** `id` of the last line that you have: only later ones are answered. */
  @IsOptional()
  @Matches(/^\*[0-9A-Fa-f]{1,12}$/, { message: 'after must be the id of a line' })
  after?: string;
}

export class RouterLogLineDto {
  id: string;

  /** By the router's own clock and in its own spelling. */
  time: string;

  topics: string[];

  /** Secrets are shown as `***`. */
  message: string;
}

/** Oldest line first. Ask again with `after` to follow. */
export class RouterLogDto {
  readAt: Date;

  ageSeconds: number;

  items: RouterLogLineDto[];
}

export class ChangeMonitoringDto {
  /** Interfaces whose traffic is sampled, at most 32; null: all Ethernet interfaces; empty: none. */
  @ValidateIf((dto: ChangeMonitoringDto) => dto.interfaces !== null)
  @IsArray()
  @ArrayMaxSize(32)
  @IsString({ each: true })
  @Length(1, 100, { each: true })
  @Matches(INTERFACE, { each: true })
  interfaces: string[] | null;
}
