import { IsIn, IsOptional, IsUUID, Matches } from 'class-validator';
import { MoneyDto, pageDto, PageQueryDto } from '@app/platform';
import { VOUCHER_STATES, type VoucherState } from '../../domain/voucher-state';
import { Line, MayBeAbsent, Units, Whole } from './fields';

/** A voucher. */
export class VoucherDto {
  id: string;
  siteId: string;

  /** Null: a single one, such as those of the shop. */
  batchId: string | null;

  profileId: string;
  profileCode: string;
  profileName: string;

  /** Whose it is; null: the house's. */
  resellerId: string | null;

  /** Only on this router; null: on every hotspot router of the site. */
  routerId: string | null;

  code: string;

  /** `AVAILABLE`, `SOLD`, `ACTIVE`, `USED`, `EXPIRED` or `VOID`. */
  state: string;

  validityMinutes: number | null;
  validUntil: Date | null;
  uptimeLimitSeconds: number | null;
  dataLimitBytes: number | null;
  cost: MoneyDto;
  price: MoneyDto;

  /** What its buyer paid; null: not sold. */
  sold: MoneyDto | null;

  /** What it was sold for without its cost; null: not sold. */
  profit: MoneyDto | null;

  soldAt: Date | null;
  soldByName: string | null;
  buyerPhone: string | null;
  firstLoginAt: Date | null;
  expiresAt: Date | null;
  usedSeconds: number;
  usedBytes: number;
  lastSeenAt: Date | null;
  mac: string | null;
  endedAt: Date | null;
  voidReason: string | null;
  version: number;
  createdAt: Date;
}

/** A voucher with what its user types. */
export class VoucherWithPasswordDto extends VoucherDto {
  /** The same as the code, unless it has one of its own. */
  password: string;
}

export class VoucherPageDto extends pageDto(VoucherDto) {}

/** Sorts: `createdAt` (default, newest first), `code`. */
export class VoucherListQueryDto extends PageQueryDto {
  @IsOptional()
  @IsUUID()
  siteId?: string;

  @IsOptional()
  @IsUUID()
  batchId?: string;

  @IsOptional()
  @IsUUID()
  profileId?: string;

  @IsOptional()
  @IsUUID()
  resellerId?: string;

  @IsOptional()
  @IsIn(VOUCHER_STATES)
  state?: VoucherState;

  /** Beginning of the code. */
  @MayBeAbsent()
  @Line(1, 40)
  code?: string;
}

export class SellVoucherDto {
  /** Digits in booking units; default: the price of the voucher. */
  @MayBeAbsent()
  @Units()
  amount?: string;

  /**
   * Account that the cash goes to; default: that of the site's desk.
   * @example "CASH.OFFICE"
   */
  @MayBeAbsent()
  @Matches(/^CASH\.[A-Z0-9._-]{1,60}$/)
  cashAccount?: string;

  /** @example "081234567890" */
  @MayBeAbsent()
  @Matches(/^\+?\d{8,15}$/, { message: 'buyerPhone must be 8–15 digits' })
  buyerPhone?: string;
}

export class VoidVoucherDto {
  /** @example "Hilang" */
  @Line(1, 200)
  reason: string;
}

/** More of what is limited. */
export class ExtendVoucherDto {
  /** From its end on, or from now on when that is past. */
  @MayBeAbsent()
  @Whole(1, 5_270_400)
  minutes?: number;

  /** Seconds online. */
  @MayBeAbsent()
  @Whole(1, 31_622_400)
  uptimeSeconds?: number;

  @MayBeAbsent()
  @Whole(1, 1_000_000_000_000_000)
  bytes?: number;
}
