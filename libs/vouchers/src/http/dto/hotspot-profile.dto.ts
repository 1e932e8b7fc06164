import { Type } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, IsOptional, IsUUID, Matches, Min, ValidateNested } from 'class-validator';
import { MoneyDto, pageDto, PageQueryDto } from '@app/platform';
import {
  CHANGE_POLICIES,
  type ChangePolicy,
  HOTSPOT_PROFILE_STATES,
  type HotspotProfileState,
} from '../../domain/hotspot-profile';
import { Flag, Line, MayBeAbsent, MayBeNull, Units, Whole } from './fields';

const CODE = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,39}$/;
const KBPS = 10_000_000;
const YEAR_S = 31_622_400;
const LONGEST_MINUTES = 5_270_400;
const MOST_BYTES = 1_000_000_000_000_000;

/** More than the ordinary rate, as long as the average over `seconds` stays below the threshold. */
export class HotspotBurstDto {
  @Whole(1, KBPS)
  downloadKbps: number;

  @Whole(1, KBPS)
  uploadKbps: number;

  @Whole(1, KBPS)
  thresholdDownloadKbps: number;

  @Whole(1, KBPS)
  thresholdUploadKbps: number;

  @Whole(1, 3_600)
  seconds: number;
}

/** A hotspot package of a site: what its users may do, what its vouchers give and cost. */
export class HotspotProfileDto {
  id: string;
  siteId: string;

  /** Unique at its site; on routers the user profile is called `lg-<code>`. */
  code: string;

  name: string;

  /** The hotspot plan that it is for; null: a package of its own. */
  planId: string | null;

  downloadKbps: number;
  uploadKbps: number;
  burst: HotspotBurstDto | null;

  /** Devices that may be in with one name at a time. */
  sharedUsers: number;

  /** Longest session; it begins anew with every login and is not the validity of a voucher. */
  sessionTimeoutSeconds: number | null;
  idleTimeoutSeconds: number | null;
  keepaliveTimeoutSeconds: number | null;

  /** A device that was in comes back without a login. */
  macCookie: boolean;
  macCookieSeconds: number | null;

  /** Address pool on the router; null: that of the hotspot server. */
  addressPool: string | null;

  /** Vouchers end so long after their first login; null: no such end. */
  validityMinutes: number | null;

  /** Seconds online that a voucher gives; null: unlimited. */
  uptimeLimitSeconds: number | null;

  /** Bytes of both directions that a voucher gives; null: unlimited. */
  dataLimitBytes: number | null;

  /** What a voucher costs you. */
  cost: MoneyDto;

  /** What its buyer pays. */
  price: MoneyDto;

  /** Sold on the public page of the site. */
  inShop: boolean;

  /**
   * What becomes of running sessions of hotspot accounts when the package changes: `KICK`, or `NEXT_SESSION`. Who is in with a
   * voucher has the new terms from the next login on either way.
   */
  changePolicy: string;

  /** `ACTIVE`, or `RETIRED`: no new vouchers. */
  status: string;

  /** To be sent along with an edit. */
  version: number;

  createdAt: Date;
}

export class HotspotProfilePageDto extends pageDto(HotspotProfileDto) {}

/** Sorts: `name` (default), `createdAt`. */
export class HotspotProfileListQueryDto extends PageQueryDto {
  @IsOptional()
  @IsUUID()
  siteId?: string;

  @IsOptional()
  @IsIn(HOTSPOT_PROFILE_STATES)
  status?: HotspotProfileState;

  /** Those that are sold in the shop (`true`), or that are not. */
  @IsOptional()
  @Flag()
  inShop?: boolean;
}

/** What may be changed later. */
class HotspotTermsDto {
  /** `KICK` (default): hotspot accounts log in anew when the package changes; `NEXT_SESSION`: their sessions go on. */
  @MayBeAbsent()
  @IsIn(CHANGE_POLICIES)
  changePolicy?: ChangePolicy;

  /** 1 to 1,000; default 1. */
  @MayBeAbsent()
  @Whole(1, 1_000)
  sharedUsers?: number;

  @MayBeAbsent()
  @Whole(1, KBPS)
  downloadKbps?: number;

  @MayBeAbsent()
  @Whole(1, KBPS)
  uploadKbps?: number;

  @MayBeNull()
  @ValidateNested()
  @Type(() => HotspotBurstDto)
  burst?: HotspotBurstDto | null;

  @MayBeNull()
  @Whole(60, YEAR_S)
  sessionTimeoutSeconds?: number | null;

  @MayBeNull()
  @Whole(10, YEAR_S)
  idleTimeoutSeconds?: number | null;

  @MayBeNull()
  @Whole(10, YEAR_S)
  keepaliveTimeoutSeconds?: number | null;

  /** Default true. */
  @MayBeAbsent()
  @IsBoolean()
  macCookie?: boolean;

  @MayBeNull()
  @Whole(60, YEAR_S)
  macCookieSeconds?: number | null;

  /** @example "hs-pool-1" */
  @MayBeNull()
  @Matches(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,47}$/)
  addressPool?: string | null;

  /** @example 1440 */
  @MayBeNull()
  @Whole(1, LONGEST_MINUTES)
  validityMinutes?: number | null;

  @MayBeNull()
  @Whole(60, YEAR_S)
  uptimeLimitSeconds?: number | null;

  @MayBeNull()
  @Whole(1_000_000, MOST_BYTES)
  dataLimitBytes?: number | null;

  /**
   * Digits in booking units of the site's currency; default 0.
   * @example "3000"
   */
  @MayBeAbsent()
  @Units()
  costAmount?: string;

  /**
   * Digits in booking units of the site's currency; default 0.
   * @example "5000"
   */
  @MayBeAbsent()
  @Units()
  priceAmount?: string;

  /** Sold on the public page of the site; default false. */
  @MayBeAbsent()
  @IsBoolean()
  inShop?: boolean;
}

/** A new package. With a plan, its rates count where none are given. */
export class CreateHotspotProfileDto extends HotspotTermsDto {
  @IsUUID()
  siteId: string;

  /** @example "HARIAN" */
  @Matches(CODE, { message: 'code must be 1–40 letters, digits or _ . -' })
  code: string;

  /** @example "Harian 4 Mbps" */
  @Line(1, 80)
  name: string;

  /** A hotspot plan. */
  @IsOptional()
  @IsUUID()
  planId?: string;
}

/** What is left out stays as it is; null takes a limit away. Vouchers that exist keep their limits and prices. */
export class UpdateHotspotProfileDto extends HotspotTermsDto {
  /** `version` of the last read. */
  @IsInt()
  @Min(1)
  version: number;

  @MayBeAbsent()
  @Line(1, 80)
  name?: string;

  /** `RETIRED`: no new vouchers. */
  @MayBeAbsent()
  @IsIn(HOTSPOT_PROFILE_STATES)
  status?: HotspotProfileState;
}
