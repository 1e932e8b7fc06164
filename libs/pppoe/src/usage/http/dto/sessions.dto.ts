import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, IsUUID, Matches, Max, MaxLength, Min } from 'class-validator';
import { pageDto, PageQueryDto } from '@app/platform';
import { IsQueryFlag } from '../../../http/dto/query-flag';

/** A session that is up, as of the last reading of its router. */
export class LiveSessionDto {
  id: string;
  routerId: string;
  username: string;

  /** Null: its secret is none of ours. */
  accountId: string | null;
  subscriptionId: string | null;
  customerId: string | null;
  customerName: string | null;
  address: string | null;

  /** The device that dialled in. */
  callerId: string;
  startedAt: Date;

  /** What the subscriber has sent since we know the session. */
  uploadBytes: number;

  /** What he has received. */
  downloadBytes: number;

  /** Bits per second between the last two readings; null: not known yet. */
  uploadBps: number | null;
  downloadBps: number | null;

  /** An older session of a name that has a newer one on the router. */
  ghost: boolean;

  /** When the router was read. */
  readAt: Date;
  ageSeconds: number;
}

export class LiveSessionPageDto extends pageDto(LiveSessionDto) {}

/** Sorts: `startedAt` (default, newest first), `username`, `downloadBytes`. */
export class LiveSessionListQueryDto extends PageQueryDto {
  /** Sessions at this site. */
  @IsOptional()
  @IsUUID()
  siteId?: string;

  /** Sessions on this router. */
  @IsOptional()
  @IsUUID()
  routerId?: string;

  /** Sessions of this account. */
  @IsOptional()
  @IsUUID()
  accountId?: string;

  /** Beginning of the username, or an address. */
  @IsOptional()
  @IsString()
  @MaxLength(63)
  @Matches(/^[^\p{Cc}]*$/u, { message: 'q must not contain control characters' })
  q?: string;

  /** Of our accounts (`true`), or of others' secrets (`false`). */
  @IsOptional()
  @IsQueryFlag()
  managed?: boolean;

  /** Older sessions of names that have a newer one. */
  @IsOptional()
  @IsQueryFlag()
  ghost?: boolean;

  /** Read the router first; needs `routerId`. 503 when it does not answer. */
  @IsOptional()
  @IsQueryFlag()
  fresh?: boolean;
}

/** A session that is over. */
export class EndedSessionDto {
  id: string;
  routerId: string;
  accountId: string;
  subscriptionId: string;
  username: string;
  address: string | null;
  callerId: string;
  startedAt: Date;

  /** When it was last seen. */
  endedAt: Date;
  uploadBytes: number;
  downloadBytes: number;

  /** `DROPPED`, `ROUTER_RESTARTED` or `GHOST` (a newer one took its place). */
  endReason: string;
}

export class EndedSessionPageDto extends pageDto(EndedSessionDto) {}

/** Sorts: `endedAt` (default, newest first). */
export class EndedSessionListQueryDto extends PageQueryDto {
  @IsOptional()
  @IsUUID()
  siteId?: string;

  @IsOptional()
  @IsUUID()
  routerId?: string;

  @IsOptional()
  @IsUUID()
  accountId?: string;

  @IsOptional()
  @IsUUID()
  subscriptionId?: string;
}

/** Of how many days, and how many subscribers. */
export class DropQueryDto {
  @IsOptional()
  @IsUUID()
  siteId?: string;

  @IsOptional()
  @IsUUID()
  routerId?: string;

  /** Of the last days; default 7. */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(90)
  days?: number;

  /** Default 50. */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(500)
  limit?: number;
}

/** How often somebody lost the connection. */
export class DropCountDto {
  accountId: string;
  subscriptionId: string;
  customerId: string;
  customerName: string;
  username: string;
  routerId: string;
  drops: number;

  /** Half of the sessions were shorter. */
  medianSeconds: number;
  lastEndedAt: Date;
}

/** Most drops first. */
export class DropListDto {
  items: DropCountDto[];

  /** Always null: the list has one page. */
  nextCursor: string | null;
}
