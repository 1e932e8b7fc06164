import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { pageDto, PageQueryDto } from '@app/platform';
import { FAILOVER_MODES, type FailoverMode, SUBSTITUTES, type Substitutes } from '../../router-group';

const NAME = /^[^\p{Cc}]+$/u;
const MOST_MEMBERS = 50;

/** A router of the group. */
export class RouterGroupMemberDto {
  /** A router of the group's site that is in no other group. */
  @IsUUID()
  routerId: string;

  /** How many subscribers it takes compared with the others: one of weight 3 takes three times as many as one of weight 1. */
  @IsInt()
  @Min(1)
  @Max(1_000)
  weight: number = 1;

  /** Most subscribers that are placed on it; null: any number. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(1_000_000)
  capacity: number | null = null;

  /** Members of a lower number are filled first; those of a higher one stand by. */
  @IsInt()
  @Min(1)
  @Max(9)
  priority: number = 1;
}

/** How a group behaves. */
export class RouterGroupSettingsDto {
  /** `AUTO`: a member that is down is failed over by itself; `MANUAL`: people do it. Default `AUTO`. */
  @IsOptional()
  @IsIn(FAILOVER_MODES)
  failoverMode?: FailoverMode;

  /** The same for the way back. What people failed over by hand is only taken back by hand. Default `AUTO`. */
  @IsOptional()
  @IsIn(FAILOVER_MODES)
  failBackMode?: FailoverMode;

  /** How long a member is down, times up in between taken off, before it is failed over. Default 120. */
  @IsOptional()
  @IsInt()
  @Min(10)
  @Max(86_400)
  failoverAfterSeconds?: number;

  /** How long it has to be up without a break before it gets its subscribers back. Default 600. */
  @IsOptional()
  @IsInt()
  @Min(10)
  @Max(604_800)
  failBackAfterSeconds?: number;

  /**
   * Where a failed member's subscribers are provisioned: `ONE`: each on one other member, split by weight; `ALL`: each on
   * every other healthy member, where they all hear the same dial-ins. Default `ONE`.
   */
  @IsOptional()
  @IsIn(SUBSTITUTES)
  substitutes?: Substitutes;

  /**
   * Fixed addresses are routed to every member, so that a subscriber keeps his on a substitute. Otherwise he gets one of the
   * substitute's pool meanwhile. Default false.
   */
  @IsOptional()
  @IsBoolean()
  sharedAddresses?: boolean;

  /** All members; who is not named leaves the group. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MOST_MEMBERS)
  @ValidateNested({ each: true })
  @Type(() => RouterGroupMemberDto)
  members?: RouterGroupMemberDto[];
}

/** A new group. */
export class CreateRouterGroupDto extends RouterGroupSettingsDto {
  @IsUUID()
  siteId: string;

  /** @example "BNG Kemang" */
  @IsString()
  @Length(1, 100)
  @Matches(NAME, { message: 'name must not contain control characters' })
  name: string;
}

/** Fields that are not sent stay as they are. */
export class UpdateRouterGroupDto extends RouterGroupSettingsDto {
  /** The version that was read. */
  @IsInt()
  @Min(1)
  version: number;

  @IsOptional()
  @IsString()
  @Length(1, 100)
  @Matches(NAME, { message: 'name must not contain control characters' })
  name?: string;
}

/** Sorts: `name` (default), `createdAt`. */
export class RouterGroupListQueryDto extends PageQueryDto {
  @IsOptional()
  @IsUUID()
  siteId?: string;

  /** The group of this router. */
  @IsOptional()
  @IsUUID()
  routerId?: string;
}

/** Which member. */
export class GroupRouterDto {
  @IsUUID()
  routerId: string;
}

/** Routers that share subscribers. */
export class RouterGroupDto {
  id: string;

  siteId: string;

  name: string;

  /** `AUTO` or `MANUAL`. */
  failoverMode: string;

  /** `AUTO` or `MANUAL`. */
  failBackMode: string;

  failoverAfterSeconds: number;

  failBackAfterSeconds: number;

  /** `ONE` or `ALL`. */
  substitutes: string;

  sharedAddresses: boolean;

  members: RouterGroupMemberDto[];

  /** To be sent along with an edit. */
  version: number;

  createdAt: Date;

  updatedAt: Date;
}

export class RouterGroupPageDto extends pageDto(RouterGroupDto) {}
