import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsObject,
  IsUUID,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { MoneyDto, pageDto, PageQueryDto } from '@app/platform';
import { CLOSING_STATES, type ClosingState } from '../../../repositories/cash-book/cash-closing.repository';
import { Day, Line, MayBeAbsent } from '../../dto/fields';

/** How many of a note or coin lie in the drawer. */
export class DenominationDto {
  /**
   * Worth of one, in booking units.
   * @example "100000"
   */
  @Matches(/^[1-9]\d{0,8}$/, { message: 'value must be digits' })
  value: string;

  @IsInt()
  @Min(0)
  @Max(1_000_000)
  count: number;
}

/** What a drawer should hold, by where it came from. */
export class ExpectedCashDto {
  /** The float. */
  opening: MoneyDto;

  /** Cash of payments. */
  cash: MoneyDto;

  /** Transfers that the cashier recorded; not in the drawer. */
  transfer: MoneyDto;

  /** Other payments that he recorded; not in the drawer. */
  other: MoneyDto;

  /** How many payments. */
  payments: number;

  /** Vouchers sold for cash, less those taken back. */
  sales: MoneyDto;

  /** Cash of collectors. */
  remittances: MoneyDto;

  income: MoneyDto;
  expenses: MoneyDto;

  /** Given back. */
  reversals: MoneyDto;

  /** Paid to collectors. */
  commissions: MoneyDto;
}

/** A cashier's shift, and its closing. */
export class CashClosingDto {
  id: string;
  deskId: string;
  cashierId: string;
  cashier: string;
  day: string;

  @ApiProperty({ enum: CLOSING_STATES })
  state: ClosingState;

  opening: MoneyDto;

  @ApiProperty({ type: MoneyDto, nullable: true })
  counted: MoneyDto | null;

  /** Counted less expected. */
  @ApiProperty({ type: MoneyDto, nullable: true })
  difference: MoneyDto | null;

  note: string;
  openedAt: Date;

  @ApiProperty({ type: Date, nullable: true })
  closedAt: Date | null;

  @ApiProperty({ type: Date, nullable: true })
  approvedAt: Date | null;

  approvedBy: string | null;

  /** How often it was printed. */
  prints: number;

  version: number;
}

/** With what the drawer should hold: as it was counted, or now. */
export class CashClosingDetailDto extends CashClosingDto {
  /** Cash that should be there. */
  expectedCash: MoneyDto;

  expected: ExpectedCashDto;

  /** Empty while the shift is open. */
  denominations: DenominationDto[];
}

export class CashClosingPageDto extends pageDto(CashClosingDto) {}

/** Sorts: `openedAt` (default, newest first). */
export class CashClosingListQueryDto extends PageQueryDto {
  @MayBeAbsent()
  @IsUUID()
  deskId?: string;

  @MayBeAbsent()
  @IsUUID()
  cashierId?: string;

  @MayBeAbsent()
  @IsIn(CLOSING_STATES)
  state?: ClosingState;

  @MayBeAbsent()
  @Day()
  day?: string;
}

export class OpenShiftDto {
  /** May be left out where there is only one. */
  @MayBeAbsent()
  @IsUUID()
  deskId?: string;

  /** The float in the drawer; default none. */
  @MayBeAbsent()
  @IsObject()
  @ValidateNested()
  @Type(() => MoneyDto)
  opening?: MoneyDto;
}

export class CloseShiftDto {
  /** From the last read. */
  @IsInt()
  @Min(1)
  @Max(2_147_483_647)
  version: number;

  /** Note by note. */
  @IsArray()
  @ArrayMaxSize(50)
  @ValidateNested({ each: true })
  @Type(() => DenominationDto)
  denominations: DenominationDto[];

  @MayBeAbsent()
  @Line(0, 300)
  note?: string;
}

export class ApproveShiftDto {
  /** From the last read: a count that was changed since is not agreed to. */
  @IsInt()
  @Min(1)
  @Max(2_147_483_647)
  version: number;
}
