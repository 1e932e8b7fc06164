import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsIP,
  IsOptional,
  IsUUID,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { CHANGE_POLICIES, type ChangePolicy, QUOTA_ACTIONS, type QuotaAction } from '../../domain/profile-terms';

const NAME = /^[\x21-\x7e]([\x20-\x7e]{0,61}[\x21-\x7e])?$/;
const BAD_NAME = { message: '$property must be 1–63 printable ASCII characters' };
const MONTH = 31 * 86_400;

/** What is left out stays as the operator has it on the router. */
export class ProfileTermsDto {
  /**
   * Address of the router towards its subscribers.
   * @example "10.20.0.1"
   */
  @IsOptional()
  @IsIP(4)
  localAddress?: string;

  /** Pool on the router that gives out addresses. */
  @IsOptional()
  @Matches(NAME, BAD_NAME)
  remotePool?: string;

  /** Address list that sessions join. */
  @IsOptional()
  @Matches(NAME, BAD_NAME)
  addressList?: string;

  /** A session ends after so long. */
  @IsOptional()
  @IsInt()
  @Min(60)
  @Max(MONTH)
  sessionTimeoutSeconds?: number;

  /** A session without traffic ends after so long. */
  @IsOptional()
  @IsInt()
  @Min(60)
  @Max(MONTH)
  idleTimeoutSeconds?: number;

  /** One session per account. */
  @IsOptional()
  @IsBoolean()
  onlyOne?: boolean;

  /** Name servers that subscribers are told. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(4)
  @IsIP(undefined, { each: true })
  dnsServers?: string[];

  /** Queue of the router under which the sessions' queues come. */
  @IsOptional()
  @Matches(NAME, BAD_NAME)
  parentQueue?: string;

  /** IPv6 pool of the prefixes of the link itself. */
  @IsOptional()
  @Matches(NAME, BAD_NAME)
  ipv6Pool?: string;

  /** IPv6 pool of delegated prefixes. */
  @IsOptional()
  @Matches(NAME, BAD_NAME)
  ipv6DelegatedPool?: string;
}

/** What is said of the profiles of a plan. */
export class ProfileSettingsDto {
  id: string;
  planId: string;
  planCode: string;

  /** Null: on every router that says nothing else. */
  routerId: string | null;

  /** A DYNAMIC pool of ours that the router gives addresses out of. */
  poolId: string | null;

  terms: ProfileTermsDto;

  /** What becomes of running sessions when plan, fair-use step or these terms change: `KICK`, or `NEXT_SESSION`. */
  changePolicy: string;

  /** What a used-up quota does besides the event: `NOTIFY` nothing, `BLOCK` the isolir profile until the next period. */
  quotaAction: string;

  /** To be sent along with an edit. */
  version: number;

  updatedAt: Date;
}

/** General ones first, then those of routers. */
export class ProfileSettingsListDto {
  items: ProfileSettingsDto[];

  /** Always null: the list has one page. */
  nextCursor: string | null;
}

/** Replaces everything that was said before. */
export class SaveProfileSettingsDto {
  /** `version` of the last read; 0 where nothing was said yet. */
  @IsInt()
  @Min(0)
  version: number;

  /** On this router only; left out: on every router. */
  @IsOptional()
  @IsUUID()
  routerId?: string;

  /** A DYNAMIC pool of this router, in the place of `remotePool`. */
  @IsOptional()
  @IsUUID()
  poolId?: string;

  @ValidateNested()
  @Type(() => ProfileTermsDto)
  terms: ProfileTermsDto;

  /** Default `KICK`. */
  @IsOptional()
  @IsIn(CHANGE_POLICIES)
  changePolicy?: ChangePolicy;

  /** Default `NOTIFY`. */
  @IsOptional()
  @IsIn(QUOTA_ACTIONS)
  quotaAction?: QuotaAction;
}
