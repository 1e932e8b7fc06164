import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsObject, IsOptional, IsUUID, Matches, Max, Min, ValidateNested } from 'class-validator';
import { type Language } from '@app/core';
import { MoneyDto, pageDto, PageQueryDto } from '@app/platform';
import { CASH_ENTRY_STATES, type CashEntryState } from '../../../repositories/cash-book/cash-entry.repository';
import { Day, Line, MayBeAbsent } from '../../dto/fields';

const CODE = /^[A-Z0-9][A-Z0-9_-]{0,15}$/;

/** Where an office keeps cash. */
export class CashDeskDto {
  id: string;

  /** Null: of all sites together. */
  siteId: string | null;

  /** @example "CASH.OFFICE" */
  account: string;

  name: string;
  active: boolean;
  currency: string;

  /** In which its days are counted. */
  timeZone: string;
}

export class CashDeskListDto {
  items: CashDeskDto[];
}

export class CreateCashDeskDto {
  @IsUUID()
  siteId: string;

  /** Part of the name of its account. */
  @Matches(CODE, { message: 'code must be 1 to 16 capitals, digits, dashes or underscores' })
  code: string;

  @Line(1, 80)
  name: string;
}

/** What cash entries are for. */
export class CashCategoryDto {
  /** @example "TRANSPORT" */
  code: string;

  /** `IN` or `OUT`. */
  direction: string;

  /** Ledger account against the desk's. */
  account: string;

  name: string;
}

export class CashCategoryListDto {
  items: CashCategoryDto[];
}

export class CreateCashCategoryDto {
  @Matches(CODE, { message: 'code must be 1 to 16 capitals, digits, dashes or underscores' })
  code: string;

  @IsIn(['IN', 'OUT'])
  direction: 'IN' | 'OUT';

  @Line(1, 80)
  name: string;
}

/** One movement of an account. */
export class BookLineDto {
  /** The ledger transaction's. */
  id: string;

  /** Accounting day. */
  postedOn: string;

  occurredAt: Date;

  /** `PAYMENT`, `PAYMENT_REVERSAL`, `REMITTANCE`, `CASH_ENTRY`, `CASH_CLOSING`, `COMMISSION_PAYOUT`, … */
  kind: string;

  refId: string;

  /** Number or words that people know it by. */
  reference: string;

  /** Who paid, or what it was for. */
  counterpart: string;

  /** Positive: money came in. */
  amount: MoneyDto;
}

/** The book of one account, from the ledger. */
export class AccountBookDto {
  account: string;

  /** First day. */
  from: string;

  /** Last day. */
  to: string;

  opening: MoneyDto;
  paidIn: MoneyDto;
  paidOut: MoneyDto;
  closing: MoneyDto;

  /** Oldest first. */
  items: BookLineDto[];

  /** Pass it as `cursor` for the next lines; null on the last. */
  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}

/** Local days, both included; default today. */
export class BookSpanQueryDto extends PageQueryDto {
  @MayBeAbsent()
  @Day()
  from?: string;

  @MayBeAbsent()
  @Day()
  to?: string;
}

export class CashBookQueryDto extends BookSpanQueryDto {
  /** May be left out where there is only one. */
  @MayBeAbsent()
  @IsUUID()
  deskId?: string;
}

/** Cash that went in or out for something else than a customer. */
export class CashEntryDto {
  id: string;
  deskId: string;

  /** The cashier's shift that it is part of. */
  closingId: string | null;

  category: string;

  /** `IN` or `OUT`. */
  direction: string;

  /** `PENDING` until somebody else agrees. */
  @ApiProperty({ enum: CASH_ENTRY_STATES })
  state: CashEntryState;

  amount: MoneyDto;
  description: string;
  recordedAt: Date;
  recordedBy: string;

  @ApiProperty({ type: Date, nullable: true })
  decidedAt: Date | null;

  decidedBy: string | null;
  decisionNote: string;
  version: number;
}

export class CashEntryPageDto extends pageDto(CashEntryDto) {}

/** Sorts: `recordedAt` (default, newest first). */
export class CashEntryListQueryDto extends PageQueryDto {
  @MayBeAbsent()
  @IsUUID()
  deskId?: string;

  @MayBeAbsent()
  @IsIn(CASH_ENTRY_STATES)
  state?: CashEntryState;
}

export class CreateCashEntryDto {
  /** Default: the desk of your shift, or the only one. */
  @MayBeAbsent()
  @IsUUID()
  deskId?: string;

  /** One of the categories; it says whether money came in or went out. */
  @Matches(/^[A-Z0-9][A-Z0-9_-]{0,31}$/)
  category: string;

  @IsObject()
  @ValidateNested()
  @Type(() => MoneyDto)
  amount: MoneyDto;

  @Line(1, 300)
  description: string;
}

/** An agreement to exactly what was seen. */
export class ApproveDto {
  /** From the last read: what was changed since is not agreed to. */
  @IsInt()
  @Min(1)
  @Max(2_147_483_647)
  version: number;

  @MayBeAbsent()
  @Line(0, 300)
  note?: string;
}

export class RejectDto {
  /** From the last read. */
  @IsInt()
  @Min(1)
  @Max(2_147_483_647)
  version: number;

  /** Why. */
  @Line(3, 300)
  note: string;
}

export class CashDayQueryDto {
  /** May be left out where there is only one. */
  @MayBeAbsent()
  @IsUUID()
  deskId?: string;

  /** Default today. */
  @MayBeAbsent()
  @Day()
  day?: string;

  /** Language of files. */
  @IsOptional()
  @IsIn(['id', 'en'])
  language: Language = 'id';
}

export class CloseCashDayDto {
  /** May be left out where there is only one. */
  @MayBeAbsent()
  @IsUUID()
  deskId?: string;

  /** Default today. */
  @MayBeAbsent()
  @Day()
  day?: string;
}

export class DayMovementDto {
  kind: string;
  category: string;
  lines: number;
  paidIn: MoneyDto;
  paidOut: MoneyDto;
}

export class DayPaymentsDto {
  method: string;
  count: number;
  amount: MoneyDto;
}

export class DayShiftDto {
  cashier: string;
  state: string;

  @ApiProperty({ type: MoneyDto, nullable: true })
  expected: MoneyDto | null;

  @ApiProperty({ type: MoneyDto, nullable: true })
  counted: MoneyDto | null;

  @ApiProperty({ type: MoneyDto, nullable: true })
  difference: MoneyDto | null;
}

export class DayRemittanceDto {
  collector: string;
  counted: MoneyDto;
  difference: MoneyDto;
}

/** End-of-day report of a desk. */
export class CashDayDto {
  deskId: string;
  deskName: string;
  account: string;
  day: string;
  opening: MoneyDto;
  paidIn: MoneyDto;
  paidOut: MoneyDto;
  closing: MoneyDto;
  movements: DayMovementDto[];

  /** All that came in at the site, by method. */
  payments: DayPaymentsDto[];

  shifts: DayShiftDto[];
  remittances: DayRemittanceDto[];

  /** Null while the day is open. */
  @ApiProperty({ type: Date, nullable: true })
  closedAt: Date | null;

  closedBy: string | null;

  /** How often its file was printed. */
  prints: number;
}
