import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, IsUUID, Max, Min } from 'class-validator';
import { type LocalDate } from '@app/core';
import { pageDto, PageQueryDto } from '@app/platform';
import { SUBSCRIPTION_STATUSES, type SubscriptionStatus } from '../../domain/subscription-state';
import { type AnchorKind } from '../../repositories/subscription.repository';
import { LocalDay } from './local-day';
import { MayBeAbsent } from './may-be-absent';

/** `true` and `false` of a query. */
export const QueryFlag = (): PropertyDecorator =>
  Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value));

/** One service of a customer. */
export class SubscriptionDto {
  id: string;

  customerId: string;

  /** Who pays for it instead of the customer: its lines stand on his invoices, its access follows them. */
  payerCustomerId: string | null;

  siteId: string;

  planId: string;

  /** First day of that plan. */
  planSince: string | null;

  /** `PENDING`, `TRIAL`, `ACTIVE`, `PAUSED` or `ENDED`. Overdue and isolated are not states: see `/access`. */
  status: string;

  /** `FIXED_DAY`, or `ANNIVERSARY`: the day on which billing began. */
  anchorKind: string;

  /** Day of the month on which periods begin; a shorter month begins on its last day. */
  anchorDay: number;

  /** First day; planned while PENDING. */
  startedOn: string | null;

  /** First day that is not free any more, where the signup was free up to the anchor day. */
  freeUntil: string | null;

  /** First billed day after a trial. */
  trialEndsOn: string | null;

  /** Last day of an ended service. */
  endsOn: string | null;

  /** First day of the running pause. */
  pausedFrom: string | null;

  /** Planned first day of service after the pause. */
  resumesOn: string | null;

  /** Prepaid for a period: paid up to this instant. */
  expiresAt: Date | null;

  /** First day that is not billed yet. */
  nextPeriodStart: string | null;

  /** When the next billing run will take it; null for prepaid services and while there is nothing to bill. */
  nextBillAt: Date | null;

  /** It has invoices of its own instead of lines on the customer's. */
  separateInvoice: boolean;

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

  /** Services that this customer pays for others. */
  @MayBeAbsent()
  @IsUUID()
  payerCustomerId?: string;

  @MayBeAbsent()
  @IsUUID()
  planId?: string;

  @MayBeAbsent()
  @IsUUID()
  siteId?: string;

  @MayBeAbsent()
  @IsIn(SUBSCRIPTION_STATUSES)
  status?: SubscriptionStatus;

  /** `true`: only those that the next billing run takes; `false`: all others. */
  @MayBeAbsent()
  @QueryFlag()
  @IsBoolean()
  due?: boolean;
}

export class CreateSubscriptionDto {
  @IsUUID()
  customerId: string;

  /** An active plan that the customer's site sells. */
  @IsUUID()
  planId: string;

  /** 1–31. Default: as the policies of the plan or the site say. */
  @MayBeAbsent()
  @IsInt()
  @Min(1)
  @Max(31)
  anchorDay?: number;

  /** `ANNIVERSARY`: periods begin on the day of the month on which billing begins. Default: as the policies say. */
  @MayBeAbsent()
  @IsIn(['FIXED_DAY', 'ANNIVERSARY'])
  anchorKind?: AnchorKind;

  /**
   * Planned first day; activation may name another one.
   * @example "2026-11-16"
   */
  @MayBeAbsent()
  @LocalDay()
  startsOn?: LocalDate;

  /** Invoices of its own instead of lines on the customer's. Default: no. */
  @MayBeAbsent()
  @IsBoolean()
  separateInvoice?: boolean;
}

/** What the network should grant, derived from state and debt. */
export class AccessDto {
  subscriptionId: string;

  /** `ENABLED`, `ISOLATED` or `DISABLED`. */
  desired: string;

  /**
   * Why it is not enabled: `OVERDUE`, `FORCED`, `EXPIRED`, `LOW_BALANCE`, `PAUSED`, `NOT_STARTED` or `ENDED`; or why it is
   * in spite of a debt: `PROMISED`, `PROTECTED`.
   */
  reasons: string[];

  /** Grows with every change; 0 before the first. */
  version: number;

  changedAt: Date | null;
}
