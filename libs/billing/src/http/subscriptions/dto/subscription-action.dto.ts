import { IsBoolean, IsIn, IsInt, IsOptional, IsString, IsUUID, Max, MaxLength, Min, ValidateIf } from 'class-validator';
import { type LocalDate } from '@app/core';
import { type CancelPolicy } from '../../../domain/changes/cancel';
import { type PausePolicy } from '../../../domain/changes/pause';
import { type Timing } from '../../../domain/changes/scheduled-change';
import { LocalDay } from '../../dto/local-day';
import { MayBeAbsent } from '../../dto/may-be-absent';
import { QueryFlag } from '../../dto/subscription.dto';

export class PreviewQueryDto {
  /** `true`: computes everything, the exact lines of every document included, and changes nothing. */
  @MayBeAbsent()
  @QueryFlag()
  @IsBoolean()
  preview?: boolean;
}

/** What every change may say. */
export class SubscriptionEditDto {
  /** Version that was seen: refused when the subscription has changed since. Without it the change is made as things are. */
  @MayBeAbsent()
  @IsInt()
  @Min(1)
  version?: number;
}

export class ActivateSubscriptionDto extends SubscriptionEditDto {
  /**
   * First day: today or earlier. Default: as planned, else today in the zone of who pays.
   * @example "2026-11-16"
   */
  @MayBeAbsent()
  @LocalDay()
  startsOn?: LocalDate;

  /** `false` starts without the trial that the plan offers. */
  @MayBeAbsent()
  @IsBoolean()
  trial?: boolean;
}

export class ChangePlanDto extends SubscriptionEditDto {
  /** Another active plan of the same billing type that the site sells. */
  @IsUUID()
  planId: string;

  /**
   * `NOW`: the day of the change belongs to the new plan; what was paid for it is credited. `PERIOD_END`: from the first day
   * that is not billed yet. Default: an upgrade at once, a downgrade at the end of the period, unless the policies say
   * otherwise.
   */
  @MayBeAbsent()
  @IsIn(['NOW', 'PERIOD_END'])
  when?: Timing;
}

export class PauseSubscriptionDto extends SubscriptionEditDto {
  /** First day of the pause: today (default) or later. */
  @MayBeAbsent()
  @LocalDay()
  from?: LocalDate;

  /** First day of service again; left out: until somebody resumes it. */
  @MayBeAbsent()
  @LocalDay()
  until?: LocalDate;

  /** `CREDIT`: paid days are credited with the resumption; `EXTEND`: they follow the pause. Default: as the policies say. */
  @MayBeAbsent()
  @IsIn(['CREDIT', 'EXTEND'])
  policy?: PausePolicy;
}

export class CancelSubscriptionDto extends SubscriptionEditDto {
  /** `PERIOD_END` (default) or `NOW`. What never started, and what is paused, ends at once. */
  @MayBeAbsent()
  @IsIn(['NOW', 'PERIOD_END'])
  when?: Timing;

  /**
   * What becomes of paid days after the end: `NONE` keeps them, `CREDIT` puts them into the credit balance, `REFUND` into the
   * deposit, from where they can be paid out. Default: as the policies say.
   */
  @MayBeAbsent()
  @IsIn(['NONE', 'CREDIT', 'REFUND'])
  policy?: CancelPolicy;
}

export class ChangeAnchorDto extends SubscriptionEditDto {
  /** 1–31: the day of the month on which periods begin after one stub. */
  @IsInt()
  @Min(1)
  @Max(31)
  anchorDay: number;
}

export class TransferSubscriptionDto extends SubscriptionEditDto {
  /** Who pays from now on; null: the customer himself. */
  @ValidateIf((_, value: unknown) => value !== null)
  @IsUUID()
  payerCustomerId: string | null;
}

export class MoveSubscriptionDto extends SubscriptionEditDto {
  /** Site whose network serves it from now on; the plan has to be sold there. */
  @MayBeAbsent()
  @IsUUID()
  siteId?: string;

  /** New address of the customer; needs `customer:write` as well. */
  @MayBeAbsent()
  @IsString()
  @MaxLength(500)
  address?: string;

  /** New area of the customer; null: none. Needs `customer:write` as well. */
  @IsOptional()
  @IsUUID()
  areaId?: string | null;
}

export class AddProductDto extends SubscriptionEditDto {
  /** A recurring product that the site sells. */
  @IsUUID()
  productId: string;

  /** Default 1. */
  @MayBeAbsent()
  @IsInt()
  @Min(1)
  @Max(1_000)
  quantity?: number;
}
