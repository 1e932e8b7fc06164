import { IsIn, IsInt, IsUUID, Length, Matches, Max, Min } from 'class-validator';
import { type LocalDate } from '@app/core';
import { MoneyDto, pageDto, PageQueryDto } from '@app/platform';
import { DUNNING_ACTIONS, type DunningActionKind } from '../../../repositories/dunning/dunning-action.repository';
import { REMINDER_STATES, type ReminderState } from '../../../repositories/dunning/reminder.repository';
import { LocalDay } from '../../dto/local-day';
import { MayBeAbsent } from '../../dto/may-be-absent';

/** Sorts: `isolirAt`, the earliest first. */
export class DunningPreviewQueryDto extends PageQueryDto {
  /**
   * Who will have lost access at the end of this day, each in his own zone. Default: tomorrow.
   * @example "2026-11-23"
   */
  @MayBeAbsent()
  @LocalDay()
  date?: LocalDate;

  @MayBeAbsent()
  @IsUUID()
  siteId?: string;
}

/** Somebody who loses access if nothing happens. */
export class IsolationPreviewDto {
  /** The customer who pays. */
  customerId: string;

  code: string;

  name: string;

  siteId: string;

  /** `OVERDUE`, or `EXPIRED`: a prepaid service that runs out. */
  reason: string;

  /** What he owes past the time of isolation. */
  debt: MoneyDto;

  /** Invoices that it is made of. */
  invoiceCount: number;

  /** Running services that it would cost, those of his children included. */
  services: number;

  isolirAt: Date;
}

/** Sum of the whole list in one currency. */
export class IsolationTotalsDto {
  customers: number;

  debt: MoneyDto;
}

export class DunningPreviewDto extends pageDto(IsolationPreviewDto) {
  date: string;

  totals: IsolationTotalsDto[];
}

/** Something that dunning did. */
export class DunningActionDto {
  id: string;

  siteId: string;

  customerId: string;

  subscriptionId: string | null;

  invoiceId: string | null;

  /** Such as `ISOLATED`, `RESTORED`, `REMINDED`, `LATE_FEE`, `PROMISE_BROKEN`. */
  action: string;

  /** More about it, by the kind of action. */
  detail: Record<string, unknown>;

  happenedAt: Date;
}

export class DunningActionPageDto extends pageDto(DunningActionDto) {}

/** Sorts: `happenedAt`, newest first. */
export class DunningActionQueryDto extends PageQueryDto {
  @MayBeAbsent()
  @IsUUID()
  customerId?: string;

  @MayBeAbsent()
  @IsUUID()
  invoiceId?: string;

  @MayBeAbsent()
  @IsUUID()
  siteId?: string;

  @MayBeAbsent()
  @IsIn(DUNNING_ACTIONS)
  action?: DunningActionKind;
}

/** A brake that is on: a tick would have isolated unusually many customers. */
export class DunningBrakeDto {
  id: string;

  /** Null: all sites together. */
  siteId: string | null;

  /** `HELD`: nobody is isolated; `CONFIRMED`: the next tick goes on. */
  state: string;

  /** Customers that the last tick would have isolated. */
  candidateCount: number;

  /** Most that it may without a confirmation. */
  limit: number;

  heldAt: Date;

  confirmedBy: string | null;

  confirmedAt: Date | null;

  /** Most that the confirmation lets through. */
  confirmedCount: number | null;
}

export class DunningBrakesDto {
  /** Empty: isolation goes its way. */
  brakes: DunningBrakeDto[];
}

export class ConfirmBrakeDto {
  /** Left out: the brake of all sites together. */
  @MayBeAbsent()
  @IsUUID()
  siteId?: string;

  /** The next tick isolates at most so many customers. */
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  atMost: number;
}

/** An open invoice that is late for so long that its policy suggests to give it up. */
export class UncollectibleInvoiceDto {
  id: string;

  number: string;

  siteId: string;

  customerId: string;

  customerName: string;

  dueOn: string;

  daysLate: number;

  remaining: MoneyDto;
}

export class UncollectibleInvoicePageDto extends pageDto(UncollectibleInvoiceDto) {}

/** One reminder of one invoice on one channel. */
export class ReminderDto {
  id: string;

  siteId: string;

  customerId: string;

  invoiceId: string;

  /** Days relative to the due day: -7 is a week before it. */
  offsetDays: number;

  /** `WHATSAPP`, `EMAIL` or `SMS`. */
  channel: string;

  sendAfter: Date;

  /** `SENT`: handed over to be sent; `SUPERSEDED`: missed, a later one was sent; `SKIPPED`: no longer needed. */
  state: string;

  /** Why it was skipped: `PAID`, `VOID`, `WRITTEN_OFF` or `TOLERANCE`. */
  reason: string | null;

  /** Reminders of one customer, day and channel are one message. */
  messageKey: string | null;

  decidedAt: Date | null;
}

export class ReminderPageDto extends pageDto(ReminderDto) {}

/** Sorts: `sendAfter`, newest first. */
export class ReminderQueryDto extends PageQueryDto {
  @MayBeAbsent()
  @IsUUID()
  customerId?: string;

  @MayBeAbsent()
  @IsUUID()
  invoiceId?: string;

  @MayBeAbsent()
  @IsIn(REMINDER_STATES)
  state?: ReminderState;
}

/** A fee for paying late. */
export class LateFeeDto {
  id: string;

  /** That was paid late. */
  invoiceId: string;

  invoiceNumber: string | null;

  siteId: string;

  customerId: string;

  /** The first, the second … fee of this invoice. */
  feeNo: number;

  fee: MoneyDto;

  chargedOn: string;

  raisedAt: Date;

  /** `PENDING`: waits for the next invoice; `INVOICED`; `CANCELLED`. */
  chargeState: string;

  /** On which it stands. */
  chargedInvoiceId: string | null;

  reversedAt: Date | null;

  reversal: string | null;
}

export class LateFeePageDto extends pageDto(LateFeeDto) {}

/** Sorts: `raisedAt`, newest first. */
export class LateFeeQueryDto extends PageQueryDto {
  @MayBeAbsent()
  @IsUUID()
  customerId?: string;

  @MayBeAbsent()
  @IsUUID()
  invoiceId?: string;
}

export class ReverseLateFeeDto {
  @Length(3, 200)
  @Matches(/^[^\p{Cc}]*$/u)
  reason: string;
}
