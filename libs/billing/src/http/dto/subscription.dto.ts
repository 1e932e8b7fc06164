import { IsIn, IsInt, IsUUID, Max, Min } from 'class-validator';
import { type LocalDate } from '@app/core';
import { pageDto, PageQueryDto } from '@app/platform';
import { SUBSCRIPTION_STATUSES, type SubscriptionStatus } from '../../domain/subscription-state';
import { LocalDay } from './local-day';
import { MayBeAbsent } from './may-be-absent';

/** One service of a customer. */
export class SubscriptionDto {
  id: string;

  customerId: string;

  siteId: string;

  planId: string;

  /** `PENDING`, `ACTIVE`, `PAUSED` or `ENDED`. Overdue and isolated are not states: see `/access`. */
  status: string;

  /** Day of the month on which periods begin; a shorter month begins on its last day. */
  anchorDay: number;

  /** First day; planned while PENDING. */
  startedOn: string | null;

  /** Last day of an ended service. */
  endsOn: string | null;

  /** First day that is not billed yet. */
  nextPeriodStart: string | null;

  /** When the next billing run will take it. */
  nextBillAt: Date | null;

  /** Billing set it aside: see `/billing/parked`. */
  parked: boolean;

  version: number;

  createdAt: Date;

  updatedAt: Date;
}

export class SubscriptionPageDto extends pageDto(SubscriptionDto) {}

/** Sorts: `createdAt`, newest first. */
export class SubscriptionListQueryDto extends PageQueryDto {
  @MayBeAbsent()
  @IsUUID()
  customerId?: string;

  @MayBeAbsent()
  @IsUUID()
  planId?: string;

  @MayBeAbsent()
  @IsUUID()
  siteId?: string;

  @MayBeAbsent()
  @IsIn(SUBSCRIPTION_STATUSES)
  status?: SubscriptionStatus;
}

export class CreateSubscriptionDto {
  @IsUUID()
  customerId: string;

  /** An active plan that the customer's site sells. */
  @IsUUID()
  planId: string;

  /** 1–31. */
  @IsInt()
  @Min(1)
  @Max(31)
  anchorDay: number;

  /**
   * Planned first day; activation may name another one.
   * @example "2026-11-16"
   */
  @MayBeAbsent()
  @LocalDay()
  startsOn?: LocalDate;
}

export class ActivateSubscriptionDto {
  /**
   * First day to be billed: today or earlier. Default: as planned, else today in the customer's zone.
   * @example "2026-11-16"
   */
  @MayBeAbsent()
  @LocalDay()
  startsOn?: LocalDate;
}

/** What the network should grant, derived from state and debt. */
export class AccessDto {
  subscriptionId: string;

  /** `ENABLED`, `ISOLATED` or `DISABLED`. */
  desired: string;

  /** Why it is not enabled, such as `OVERDUE`. */
  reasons: string[];

  /** Grows with every change; 0 before the first. */
  version: number;

  changedAt: Date | null;
}
