import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsIP,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  Max,
  Min,
} from 'class-validator';
import { pageDto, PageQueryDto } from '@app/platform';
import { IsQueryFlag } from './query-flag';
import { POOL_KINDS, type PoolKind } from '../../repositories/ip-pool.repository';

const NAME = /^(?!isolir$)[A-Za-z0-9][A-Za-z0-9_.-]{0,47}$/;
const BAD_NAME = { message: 'name must be 1–48 letters, digits or _ . -, and not isolir' };

/** Addresses that subscribers get. */
export class IpPoolDto {
  id: string;
  siteId: string;

  /** The router that it is for; null: every router of the site. */
  routerId: string | null;

  /** Unique at its site; on routers it is called `lg-<name>`. */
  name: string;

  /** `FIXED` and `IPV6` are given to single accounts; `DYNAMIC` is put on its router, which gives addresses out of it. */
  kind: string;

  firstAddress: string;
  lastAddress: string;

  /** IPV6: length of the prefix that each account gets. */
  prefixLength: number | null;

  /** Addresses that nobody gets. */
  excluded: string[];

  /** `ACTIVE`, or `RETIRED`: nothing is given out any more. */
  status: string;

  /** Addresses in use. */
  used: number;

  /** To be sent along with an edit. */
  version: number;

  createdAt: Date;
}

export class IpPoolPageDto extends pageDto(IpPoolDto) {}

/** Sorts: `name` (default), `createdAt`. */
export class IpPoolListQueryDto extends PageQueryDto {
  /** Pools of this site. */
  @IsOptional()
  @IsUUID()
  siteId?: string;

  /** Pools that are for this router: its own and those of every router. */
  @IsOptional()
  @IsUUID()
  routerId?: string;

  /** Pools of this kind. */
  @IsOptional()
  @IsIn(POOL_KINDS)
  kind?: PoolKind;
}

/** A new pool. */
export class CreateIpPoolDto {
  @IsUUID()
  siteId: string;

  /** The router that it is for; needed for `DYNAMIC`. */
  @IsOptional()
  @IsUUID()
  routerId?: string;

  /** @example "rumah" */
  @IsString()
  @Matches(NAME, BAD_NAME)
  name: string;

  @IsIn(POOL_KINDS)
  kind: PoolKind;

  /** @example "10.20.0.2" */
  @IsIP()
  firstAddress: string;

  /** @example "10.20.3.254" */
  @IsIP()
  lastAddress: string;

  /** IPV6: length of the prefix that each account gets. */
  @IsOptional()
  @IsInt()
  @Min(32)
  @Max(64)
  prefixLength?: number;

  /** Addresses that nobody gets. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(200)
  @IsIP(undefined, { each: true })
  excluded?: string[];
}

/** What is left out stays as it is. */
export class UpdateIpPoolDto {
  /** `version` of the last read. */
  @IsInt()
  @Min(1)
  version: number;

  @IsOptional()
  @Matches(NAME, BAD_NAME)
  name?: string;

  @IsOptional()
  @IsIP()
  firstAddress?: string;

  @IsOptional()
  @IsIP()
  lastAddress?: string;

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(200)
  @IsIP(undefined, { each: true })
  excluded?: string[];

  /** `RETIRED`: nothing is given out any more. */
  @IsOptional()
  @IsIn(['ACTIVE', 'RETIRED'])
  status?: 'ACTIVE' | 'RETIRED';
}

/** Somebody has, or had, a fixed address or prefix. */
export class IpAssignmentDto {
  id: string;
  siteId: string;
  routerId: string;

  /** The pool that it was taken out of; null: it was named. */
  poolId: string | null;

  subscriptionId: string;

  /** What it is for: `PPPOE` or `STATIC`. */
  holder: string;

  /** @example "10.20.0.7" */
  address: string;

  assignedAt: Date;

  /** Name of who did it. */
  assignedBy: string;

  /** Null: it is in use. */
  releasedAt: Date | null;
  releasedBy: string | null;

  /** `CHANGED`, `ROUTER_CHANGED`, `ACCOUNT_DELETED` or `RELEASED`. */
  releaseReason: string | null;
}

export class IpAssignmentPageDto extends pageDto(IpAssignmentDto) {}

/** Sorts: `assignedAt` (default, newest first). */
export class IpAssignmentListQueryDto extends PageQueryDto {
  @IsOptional()
  @IsUUID()
  poolId?: string;

  @IsOptional()
  @IsUUID()
  routerId?: string;

  @IsOptional()
  @IsUUID()
  subscriptionId?: string;

  /** Who has, or had, this address; also as part of a prefix. */
  @IsOptional()
  @IsIP()
  address?: string;

  /** In use (`true`) or over (`false`). */
  @IsOptional()
  @IsQueryFlag()
  open?: boolean;
}
