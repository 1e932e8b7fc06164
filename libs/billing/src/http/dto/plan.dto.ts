import { Type } from 'class-transformer';
import { IsDefined, IsIn, IsInt, IsUUID, Length, Matches, Max, Min, ValidateNested } from 'class-validator';
import { type LocalDate } from '@app/core';
import { MoneyDto, pageDto, PageQueryDto } from '@app/platform';
import { PLAN_STATUSES, type PlanStatus } from '../../repositories/plan.repository';
import { LocalDay } from './local-day';
import { MayBeAbsent } from './may-be-absent';

const CODE = /^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$/;
const LINE = /^\P{Cc}*$/u;
const INTERVALS = [1, 3, 6, 12];
const MAX_KBPS = 100_000_000;

/** What subscribers can take. */
export class PlanDto {
  id: string;

  /** The only site that sells it; null: all of them. */
  siteId: string | null;

  /** @example "HOME-20" */
  code: string;

  /** @example "Paket 20 Mbps" */
  name: string;

  /** Months of one period: 1, 3, 6 or 12. */
  intervalMonths: number;

  downloadKbps: number;

  uploadKbps: number;

  /** `NONE`, `PPN` (on top of the price) or `PPN_INCLUSIVE` (inside the price). */
  taxCode: string;

  /** `ACTIVE` or `RETIRED` (kept by its subscribers, not sold any more). */
  status: string;

  /** Price of a full period today; null when none is valid yet. */
  price: MoneyDto | null;

  /** Send it back with an edit. */
  version: number;

  createdAt: Date;

  updatedAt: Date;
}

export class PlanPageDto extends pageDto(PlanDto) {}

/** Sorts: `code` (default), `name`, `createdAt`. */
export class PlanListQueryDto extends PageQueryDto {
  /** Plans that this site sells, general ones included. */
  @MayBeAbsent()
  @IsUUID()
  siteId?: string;

  @MayBeAbsent()
  @IsIn(PLAN_STATUSES)
  status?: PlanStatus;

  /** Part of the code or the name. */
  @MayBeAbsent()
  @Length(1, 100)
  q?: string;
}

export class CreatePlanDto {
  /** Sold only at this site; left out: at all of them. */
  @MayBeAbsent()
  @IsUUID()
  siteId?: string;

  /** Unique; also names the profile on the routers. */
  @Matches(CODE, { message: 'code must be 1 to 32 letters, digits, dots, dashes or underscores' })
  code: string;

  @Length(1, 120)
  @Matches(LINE, { message: 'name must not hold control characters' })
  name: string;

  /** Months of one period; default 1. */
  @MayBeAbsent()
  @IsIn(INTERVALS)
  intervalMonths?: number;

  @IsInt()
  @Min(1)
  @Max(MAX_KBPS)
  downloadKbps: number;

  @IsInt()
  @Min(1)
  @Max(MAX_KBPS)
  uploadKbps: number;

  /** Default `NONE`. */
  @MayBeAbsent()
  @Length(1, 32)
  taxCode?: string;

  /** Of a full period; with an inclusive tax code it contains the tax. */
  @IsDefined()
  @ValidateNested()
  @Type(() => MoneyDto)
  price: MoneyDto;
}

export class UpdatePlanDto {
  /** From the last read. */
  @IsInt()
  @Min(1)
  version: number;

  @MayBeAbsent()
  @Length(1, 120)
  @Matches(LINE, { message: 'name must not hold control characters' })
  name?: string;

  /** Counts on the network at once. */
  @MayBeAbsent()
  @IsInt()
  @Min(1)
  @Max(MAX_KBPS)
  downloadKbps?: number;

  /** Counts on the network at once. */
  @MayBeAbsent()
  @IsInt()
  @Min(1)
  @Max(MAX_KBPS)
  uploadKbps?: number;

  /** Counts from the next invoice on. */
  @MayBeAbsent()
  @Length(1, 32)
  taxCode?: string;

  @MayBeAbsent()
  @IsIn(PLAN_STATUSES)
  status?: PlanStatus;
}

export class PlanPriceDto {
  id: string;

  /** Of a full period. */
  price: MoneyDto;

  /** First period start that it counts for. */
  validFrom: string;

  createdAt: Date;
}

export class PlanPriceListDto {
  /** Newest first. */
  items: PlanPriceDto[];
}

export class AddPlanPriceDto {
  /** Of a full period, in the currency of the plan's other prices. */
  @IsDefined()
  @ValidateNested()
  @Type(() => MoneyDto)
  price: MoneyDto;

  /**
   * Periods that start on this day or later cost the new price; running periods and issued invoices keep the old one.
   * @example "2026-12-01"
   */
  @LocalDay()
  validFrom: LocalDate;
}
