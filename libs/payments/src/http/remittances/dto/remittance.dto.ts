import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsInt,
  IsObject,
  IsUUID,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { MoneyDto, pageDto, PageQueryDto } from '@app/platform';
import { REMITTANCE_STATES, type RemittanceState } from '../../../repositories/remittances/remittance.repository';
import { Line, MayBeAbsent } from '../../dto/fields';

/** Cash that a collector hands over. */
export class RemittanceDto {
  id: string;
  collectorId: string;
  collectorCode: string;
  collectorName: string;
  siteId: string;

  /** Where the cash goes. */
  deskId: string;

  @ApiProperty({ enum: REMITTANCE_STATES })
  state: RemittanceState;

  /** Sum of its payments. */
  covered: MoneyDto;

  /** What earlier remittances lacked when it was declared. */
  shortage: MoneyDto;

  /** What the collector says. */
  declared: MoneyDto;

  /** What the desk counted. */
  @ApiProperty({ type: MoneyDto, nullable: true })
  counted: MoneyDto | null;

  /** Counted less covered. */
  @ApiProperty({ type: MoneyDto, nullable: true })
  difference: MoneyDto | null;

  /** What nobody was owed. */
  surplus: MoneyDto;

  note: string;
  declaredAt: Date;
  declaredBy: string;

  @ApiProperty({ type: Date, nullable: true })
  countedAt: Date | null;

  countedBy: string | null;

  @ApiProperty({ type: Date, nullable: true })
  decidedAt: Date | null;

  decidedBy: string | null;
  decisionNote: string;
  version: number;
}

export class RemittancePartDto {
  paymentId: string;
  receiptNumber: string;
  customerName: string;
  amount: MoneyDto;
}

/** With its payments. */
export class RemittanceDetailDto extends RemittanceDto {
  payments: RemittancePartDto[];
}

export class RemittancePageDto extends pageDto(RemittanceDto) {}

/** Sorts: `declaredAt` (default, newest first). */
export class RemittanceListQueryDto extends PageQueryDto {
  @MayBeAbsent()
  @IsUUID()
  collectorId?: string;

  @MayBeAbsent()
  @IsIn(REMITTANCE_STATES)
  state?: RemittanceState;
}

export class DeclareRemittanceDto {
  /** Default: yourself. Another one's takes `remittance:count`. */
  @MayBeAbsent()
  @IsUUID()
  collectorId?: string;

  /** What is handed over. */
  @IsObject()
  @ValidateNested()
  @Type(() => MoneyDto)
  declared: MoneyDto;

  /** Only these payments; default: everything in hand. */
  @MayBeAbsent()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(5_000)
  @IsUUID(undefined, { each: true })
  paymentIds?: string[];

  /** Default: the desk of his site. */
  @MayBeAbsent()
  @IsUUID()
  deskId?: string;

  @MayBeAbsent()
  @Line(0, 300)
  note?: string;
}

export class CountRemittanceDto {
  /** From the last read. */
  @IsInt()
  @Min(1)
  @Max(2_147_483_647)
  version: number;

  /** What the desk counted. */
  @IsObject()
  @ValidateNested()
  @Type(() => MoneyDto)
  counted: MoneyDto;
}

/** What a collector earned by a remittance; negative: taken back with a reversal. */
export class CollectorAccrualDto {
  id: string;
  remittanceId: string | null;
  reversalId: string | null;

  /** Money that it was earned on. */
  base: MoneyDto;

  rateBp: number;
  amount: MoneyDto;
  accruedAt: Date;
}

export class CollectorCommissionDto extends pageDto(CollectorAccrualDto) {
  accrued: MoneyDto;
  paid: MoneyDto;
  owed: MoneyDto;
}

export class PayCollectorDto {
  /** At most what is owed. */
  @IsObject()
  @ValidateNested()
  @Type(() => MoneyDto)
  amount: MoneyDto;

  /** Default: the desk of his site. */
  @MayBeAbsent()
  @IsUUID()
  deskId?: string;

  @MayBeAbsent()
  @Line(0, 300)
  note?: string;
}

export class CollectorPayoutDto {
  id: string;
  collectorId: string;
  deskId: string;
  amount: MoneyDto;
  note: string;
  paidAt: Date;
  paidBy: string;
}
