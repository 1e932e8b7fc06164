import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { pageDto, PageQueryDto } from '@app/platform';
import { COMMAND_CAUSES, type CommandCause } from '../../pool';
import { COMMAND_OUTCOMES, type CommandOutcome } from '../../repositories/command-log.repository';
import { READABLE_MENU_NAMES } from '../../security/readable-menus';
import { QUERY_TESTS, type QueryTest } from '../../security/router-reading.service';
import { BilingualTextDto, IsQueryFlag } from './router-access.dto';

export class FreshQueryDto {
  /** Ask the router now, whatever is known. */
  @IsOptional()
  @IsQueryFlag()
  fresh?: boolean;
}

export class RouterPackageDto {
  name: string;
  version: string;
  disabled: boolean;
}

/** How many sessions the licence grants; null = without limit. */
export class LicenceLimitsDto {
  pppoe: number | null;
  hotspot: number | null;
}

export class RouterLicenceDto {
  level: string | null;
  limits: LicenceLimitsDto | null;
}

/** What a router is and can. */
export class CapabilitiesDto {
  /** @example "7.16.2" */
  version: string;

  major: number;

  /** False for a RouterOS older than 6.49. */
  supported: boolean;

  architecture: string | null;

  boardName: string | null;

  model: string | null;

  /** Of the board, or the system id of a virtual router. */
  serialNumber: string | null;

  packages: RouterPackageDto[];

  licence: RouterLicenceDto;

  /** Which of these menus the router has: ppp, pppoeServer, hotspot, dhcpServer, radius, simpleQueue, ipv6, wireguard, container. */
  menus: Record<string, boolean>;

  /** The REST interface is there and one of its services is on. */
  rest: boolean;

  /** Prints that find nothing answer `!empty` (7.18 and later). */
  emptyReply: boolean;

  /** Policies of our user; null where they could not be read. */
  policies: string[] | null;

  /** Our user reads passwords back. */
  sensitive: boolean | null;

  /** FastTrack rules that are on: their traffic bypasses queues and later rules. */
  fasttrackRules: number;

  /** API sessions that the router allows. */
  maxSessions: number | null;
}

export class RouterCapabilitiesDto {
  routerId: string;

  capabilities: CapabilitiesDto | null;

  /** When the router was asked. */
  capabilitiesAt: Date | null;

  /** Milliseconds that its clock is ahead of ours. */
  clockSkewMs: number | null;
}

/** A table of a router, and how old this copy of it is. */
export class RouterResourceDto {
  /** Rows as the router printed them: every value is text. */
  items: Record<string, string>[];

  fetchedAt: Date;

  ageSeconds: number;

  fromCache: boolean;

  /** The router is away; this is its last copy. */
  stale: boolean;
}

export class ReadQueryDto {
  /** One of the menu's readable columns. */
  @IsString()
  @Length(1, 60)
  column: string;

  @IsIn(QUERY_TESTS)
  test: QueryTest;

  /** Without line breaks. */
  @IsOptional()
  @IsString()
  @Length(0, 200)
  @Matches(/^[^\p{Cc}]*$/u, { message: 'value must be one line' })
  value?: string;
}

/** A print. Nothing else can be asked for, and no password is ever among the columns. */
export class RouterCommandDto {
  /** @example "/ppp/active" */
  @IsIn(READABLE_MENU_NAMES)
  menu: string;

  /** Default: every readable column of the menu. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(40)
  @IsString({ each: true })
  @Length(1, 60, { each: true })
  columns?: string[];

  /** All of them must hold. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(10)
  @ValidateNested({ each: true })
  @Type(() => ReadQueryDto)
  query?: ReadQueryDto[];

  /** Default 200. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1_000)
  limit?: number;
}

export class RouterCommandResultDto {
  columns: string[];

  /** Every value is text, as the router printed it. */
  rows: Record<string, string>[];

  /** There are more rows. */
  truncated: boolean;
}

export class CommandLogQueryDto extends PageQueryDto {
  @IsOptional()
  @IsIn(COMMAND_CAUSES)
  cause?: CommandCause;

  @IsOptional()
  @IsIn(COMMAND_OUTCOMES)
  outcome?: CommandOutcome;

  /** Beginning of the command: `/ppp/secret`. */
  @IsOptional()
  @IsString()
  @Length(1, 100)
  command?: string;
}

/** One command that changed a router, or was meant to. */
export class LoggedCommandDto {
  id: string;

  routerId: string;

  occurredAt: Date;

  /** `SYNC`, `ROTATION`, `ISOLIR`, `IMPORT`, `OPERATOR` or `SYSTEM`. */
  cause: string;

  /** `user`, `api-key` or `system`. */
  actorKind: string;

  actorId: string | null;

  actorName: string | null;

  /** @example "/ppp/secret/set" */
  command: string;

  /** What was sent with it; passwords and what comments say about people are left out. */
  words: string[];

  /** `DONE`, `REFUSED`, or `UNKNOWN`: the connection was lost, and the router may have carried it out. */
  outcome: string;

  errorCode: string | null;

  error: string | null;
}

export class CommandLogPageDto extends pageDto(LoggedCommandDto) {}

/** Something about a router that an attacker would like. */
export class SecurityFindingDto {
  /** @example "API_OPEN_TO_ALL" */
  code: string;

  /** `HIGH`, `MEDIUM` or `LOW`. */
  severity: string;

  /** What it is and what to do. */
  text: BilingualTextDto;

  /** What exactly. */
  detail: string | null;
}

export class RouterPostureDto {
  routerId: string;

  siteId: string;

  name: string;

  mode: string;

  rosVersion: string | null;

  /** `PLAIN`, `ANONYMOUS`, `PINNED` or `CA`. */
  tls: string;

  /** Services that are on. */
  services: string[];

  /** Other users with full rights. */
  fullUsers: string[];

  /** API sessions that the router allows. */
  maxSessions: number | null;

  passwordChangedAt: Date;

  /** When this was found out. */
  inspectedAt: Date | null;

  /** The worst first. */
  findings: SecurityFindingDto[];
}

export class RouterPosturePageDto extends pageDto(RouterPostureDto) {}
