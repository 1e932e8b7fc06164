import { Type } from 'class-transformer';
import { PickType } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsDefined,
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
import { type BillingType } from '../../domain/changes/drafts';
import { type PricePolicy } from '../../domain/plan-price';
import {
  BILLING_TYPES,
  PLAN_STATUSES,
  type PlanStatus,
  SERVICE_KINDS,
  type ServiceKind,
} from '../../repositories/plan.repository';
import {
  BurstDto,
  FairUseStepDto,
  IntervalDto,
  MAX_BYTES,
  MAX_KBPS,
  PlanPoliciesDto,
} from '../catalogue/dto/plan-parts.dto';
import { LocalDay } from './local-day';
import { MayBeAbsent } from './may-be-absent';

const notNull = (_: unknown, value: unknown): boolean => value !== undefined && value !== null;

const CODE = /^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$/;
const LINE = /^\P{Cc}*$/u;

/** A product that comes with a plan. */
export class PlanProductDto {
  productId: string;

  code: string;

  name: string;

  /** `ONE_OFF` or `RECURRING`. */
  kind: string;

  quantity: number;
}

/** What subscribers can take. */
export class PlanDto {
  id: string;

  /** The only site that sells it; null: all of them. */
  siteId: string | null;

  /** @example "HOME-20" */
  code: string;

  /** @example "Paket 20 Mbps" */
  name: string;

  /** `PPPOE`, `HOTSPOT` or `STATIC`. */
  serviceKind: string;

  /** `RECURRING_ADVANCE`, `RECURRING_ARREARS`, `PREPAID_PERIOD` or `PREPAID_DAILY`. */
  billingType: string;

  /** Length of one period. */
  interval: IntervalDto;

  downloadKbps: number;

  uploadKbps: number;

  burst: BurstDto | null;

  /** Traffic of one period; null: unlimited. */
  quotaBytes: number | null;

  /** Lower rates after so much traffic in a period, ascending. */
  fairUse: FairUseStepDto[];

  /** Free days before billing begins. */
  trialDays: number;

  /** What the plan decides instead of its site. */
  policies: PlanPoliciesDto;

  /** What comes with it: RECURRING products each period, ONE_OFF ones (setup fees) once, at activation. */
  products: PlanProductDto[];

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

  @MayBeAbsent()
  @IsIn(SERVICE_KINDS)
  serviceKind?: ServiceKind;

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

  /** Default `PPPOE`. For good. */
  @MayBeAbsent()
  @IsIn(SERVICE_KINDS)
  serviceKind?: ServiceKind;

  /** Default `RECURRING_ADVANCE`. For good. */
  @MayBeAbsent()
  @IsIn(BILLING_TYPES)
  billingType?: BillingType;

  /** Default one month. For good. */
  @MayBeAbsent()
  @ValidateNested()
  @Type(() => IntervalDto)
  interval?: IntervalDto;

  @IsInt()
  @Min(1)
  @Max(MAX_KBPS)
  downloadKbps: number;

  @IsInt()
  @Min(1)
  @Max(MAX_KBPS)
  uploadKbps: number;

  /** Null: no burst. */
  @ValidateIf(notNull)
  @ValidateNested()
  @Type(() => BurstDto)
  burst?: BurstDto | null;

  /** Traffic of one period; null: unlimited. */
  @ValidateIf(notNull)
  @IsInt()
  @Min(1)
  @Max(MAX_BYTES)
  quotaBytes?: number | null;

  /** Lower rates after so much traffic in a period; replaced as a whole. */
  @MayBeAbsent()
  @IsArray()
  @ArrayMaxSize(10)
  @ValidateNested({ each: true })
  @Type(() => FairUseStepDto)
  fairUse?: FairUseStepDto[];

  /** Free days before billing begins, for who is activated from now on. */
  @MayBeAbsent()
  @IsInt()
  @Min(0)
  @Max(366)
  trialDays?: number;

  /** What the plan decides instead of its site; replaced as a whole. */
  @MayBeAbsent()
  @ValidateNested()
  @Type(() => PlanPoliciesDto)
  policies?: PlanPoliciesDto;

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

/** What a plan may be told anew as it was told at first. */
class PlanTraitsDto extends PickType(CreatePlanDto, [
  'burst',
  'quotaBytes',
  'fairUse',
  'trialDays',
  'policies',
] as const) {}

export class UpdatePlanDto extends PlanTraitsDto {
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

  /** `NEXT_PERIOD`: everybody; `GRANDFATHER`: who takes the plan on that day or later. */
  appliesTo: string;

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

  /** Default `NEXT_PERIOD`; with `GRANDFATHER` those who have the plan already keep their price for good. */
  @MayBeAbsent()
  @IsIn(['NEXT_PERIOD', 'GRANDFATHER'])
  appliesTo?: PricePolicy;
}

export class PlanProductChoiceDto {
  /** An active product that the plan's site sells, in its currency. */
  @IsUUID()
  productId: string;

  @IsInt()
  @Min(1)
  @Max(1_000)
  quantity: number;
}

export class SetPlanProductsDto {
  /** Of the plan, from the last read. */
  @IsInt()
  @Min(1)
  version: number;

  /** All that comes with the plan from now on. */
  @IsArray()
  @ArrayMaxSize(20)
  @ArrayUnique((choice: PlanProductChoiceDto) => choice.productId)
  @ValidateNested({ each: true })
  @Type(() => PlanProductChoiceDto)
  products: PlanProductChoiceDto[];
}
