import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsUUID,
  Length,
  Matches,
  Max,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { type LocalDate } from '@app/core';
import { MoneyDto, pageDto, PageQueryDto } from '@app/platform';
import {
  DISCOUNT_DURATIONS,
  DISCOUNT_STATUSES,
  type DiscountDuration,
  type DiscountStatus,
} from '../../../repositories/catalogue/discount.repository';
import { LocalDay } from '../../dto/local-day';
import { MayBeAbsent } from '../../dto/may-be-absent';
import { CODE, LINE } from './product.dto';

const notNull = (_: unknown, value: unknown): boolean => value !== undefined && value !== null;

/** A discount or coupon on offer. */
export class DiscountDto {
  id: string;

  /** The only site where it counts; null: all of them. */
  siteId: string | null;

  /** What customers redeem. */
  code: string;

  name: string;

  /** `LINE`: off the lines of its subscription; `INVOICE`: off the whole invoice. */
  scope: string;

  /** Hundredths of a per cent (1000 is 10 %); null: a fixed amount. */
  percentBp: number | null;

  amount: MoneyDto | null;

  /** `ONCE`, `PERIODS` or `FOREVER`. */
  duration: string;

  /** Of `PERIODS`: on so many invoices. */
  periods: number | null;

  /** False: it stands alone. */
  combinable: boolean;

  maxRedemptions: number | null;

  redemptionCount: number;

  /** First day on which it may be granted. */
  validFrom: string | null;

  /** Last day on which it may be granted. */
  validUntil: string | null;

  /** Only for these plans; empty: for all. */
  planIds: string[];

  /** `ACTIVE` or `RETIRED`. */
  status: string;

  /** Send it back with an edit. */
  version: number;

  createdAt: Date;

  updatedAt: Date;
}

export class DiscountPageDto extends pageDto(DiscountDto) {}

/** Sorts: `code` (default), `name`, `createdAt`. */
export class DiscountListQueryDto extends PageQueryDto {
  /** Discounts that count at this site, general ones included. */
  @MayBeAbsent()
  @IsUUID()
  siteId?: string;

  @MayBeAbsent()
  @IsIn(DISCOUNT_STATUSES)
  status?: DiscountStatus;

  /** Part of the code or the name. */
  @MayBeAbsent()
  @Length(1, 100)
  q?: string;
}

export class CreateDiscountDto {
  /** Counts only at this site; left out: at all of them. */
  @MayBeAbsent()
  @IsUUID()
  siteId?: string;

  @Matches(CODE, { message: 'code must be 1 to 32 letters, digits, dots, dashes or underscores' })
  code: string;

  @Length(1, 120)
  @Matches(LINE, { message: 'name must not hold control characters' })
  name: string;

  @IsIn(['LINE', 'INVOICE'])
  scope: 'LINE' | 'INVOICE';

  /** Hundredths of a per cent: 1000 is 10 %. Either this or `amount`. */
  @MayBeAbsent()
  @IsInt()
  @Min(1)
  @Max(10_000)
  percentBp?: number;

  /** A fixed amount; never more than what it is taken off. */
  @MayBeAbsent()
  @ValidateNested()
  @Type(() => MoneyDto)
  amount?: MoneyDto;

  @IsIn(DISCOUNT_DURATIONS)
  duration: DiscountDuration;

  /** With `PERIODS`: on so many invoices. */
  @MayBeAbsent()
  @IsInt()
  @Min(1)
  @Max(1_200)
  periods?: number;

  /** Default true. */
  @MayBeAbsent()
  @IsBoolean()
  combinable?: boolean;

  /** Default: any number. */
  @MayBeAbsent()
  @IsInt()
  @Min(1)
  maxRedemptions?: number;

  /** First day on which it may be granted. */
  @MayBeAbsent()
  @LocalDay()
  validFrom?: LocalDate;

  /** Last day on which it may be granted. */
  @MayBeAbsent()
  @LocalDay()
  validUntil?: LocalDate;

  /** Only for these plans; left out: for all. */
  @MayBeAbsent()
  @IsArray()
  @ArrayMaxSize(200)
  @ArrayUnique()
  @IsUUID(undefined, { each: true })
  planIds?: string[];
}

export class UpdateDiscountDto {
  /** From the last read. */
  @IsInt()
  @Min(1)
  version: number;

  @MayBeAbsent()
  @Length(1, 120)
  @Matches(LINE, { message: 'name must not hold control characters' })
  name?: string;

  /** Not below what is redeemed; null: any number. */
  @ValidateIf(notNull)
  @IsInt()
  @Min(1)
  maxRedemptions?: number | null;

  @ValidateIf(notNull)
  @LocalDay()
  validFrom?: LocalDate | null;

  @ValidateIf(notNull)
  @LocalDay()
  validUntil?: LocalDate | null;

  @MayBeAbsent()
  @IsIn(DISCOUNT_STATUSES)
  status?: DiscountStatus;
}

/** A discount that a subscription has, or had. */
export class DiscountGrantDto {
  id: string;

  discountId: string;

  code: string;

  name: string;

  subscriptionId: string;

  /** Invoices that it is still for; null: forever. */
  periodsLeft: number | null;

  grantedBy: string;

  grantedAt: Date;

  /** Used up or revoked. */
  endedAt: Date | null;
}

export class DiscountGrantListDto {
  /** Newest first. */
  items: DiscountGrantDto[];
}

export class RedeemDiscountDto {
  /** Of the discount. */
  @Matches(CODE, { message: 'code must be 1 to 32 letters, digits, dots, dashes or underscores' })
  code: string;
}
