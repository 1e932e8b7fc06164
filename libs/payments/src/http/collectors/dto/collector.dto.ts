import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, IsObject, IsUUID, Matches, Max, Min, ValidateNested } from 'class-validator';
import { MoneyDto, pageDto, PageQueryDto } from '@app/platform';
import { OVER_LIMIT_POLICIES, type OverLimitPolicy } from '../../../domain/collectors/collector';
import { Flag, MayBeAbsent, MayBeNull } from '../../dto/fields';

/** Cash that a collector holds. */
export class CashInHandDto {
  /** Payments that were not handed over, and what earlier remittances lacked. */
  amount: MoneyDto;

  /** What earlier remittances lacked; part of the amount. */
  shortage: MoneyDto;

  /** How many payments he holds. */
  payments: number;

  /** When he took the oldest of them. */
  @ApiProperty({ type: Date, nullable: true })
  oldestAt: Date | null;

  /** More than his limit. */
  overLimit: boolean;

  /** Some of it is older than it may be. */
  tooOld: boolean;
}

/** A user who goes round and takes money. */
export class CollectorDto {
  id: string;
  siteId: string;

  /** Whose areas are his round. */
  userId: string;

  name: string;

  /** @example "BUDI" */
  code: string;

  /**
   * Ledger account of his cash.
   * @example "CASH.COLLECTOR.BUDI"
   */
  cashAccount: string;

  active: boolean;

  /** May he take less than an invoice needs? */
  acceptsPartial: boolean;

  /** Most cash in hand; null: no limit. */
  @ApiProperty({ type: MoneyDto, nullable: true })
  limit: MoneyDto | null;

  /** `WARN`: an alert. `HOLD_ACCESS`: access comes back with the remittance. `BLOCK`: nothing more is taken. */
  @ApiProperty({ enum: OVER_LIMIT_POLICIES })
  overLimitPolicy: OverLimitPolicy;

  /** Oldest cash in hand, in days; null: no limit. */
  @ApiProperty({ type: Number, nullable: true })
  maxAgeDays: number | null;

  /** Basis points of what he hands over. */
  commissionBp: number;

  cashInHand: CashInHandDto;

  /** Send it back with an edit. */
  version: number;
}

export class CollectorPageDto extends pageDto(CollectorDto) {}

/** Sorts: `code` (default), `name`. */
export class CollectorListQueryDto extends PageQueryDto {
  /** Collectors of this site only. */
  @MayBeAbsent()
  @IsUUID()
  siteId?: string;

  @MayBeAbsent()
  @Flag()
  active?: boolean;
}

class CollectorSettingsDto {
  /** Default true. */
  @MayBeAbsent()
  @IsBoolean()
  acceptsPartial?: boolean;

  /** Most cash in hand; null: no limit. */
  @MayBeNull()
  @IsObject()
  @ValidateNested()
  @Type(() => MoneyDto)
  limit?: MoneyDto | null;

  /** Default `WARN`. */
  @MayBeAbsent()
  @IsIn(OVER_LIMIT_POLICIES)
  overLimitPolicy?: OverLimitPolicy;

  /** Oldest cash in hand, in days; null: no limit. */
  @MayBeNull()
  @IsInt()
  @Min(1)
  @Max(365)
  maxAgeDays?: number | null;

  /** Basis points of what he hands over: 500 is 5 %. */
  @MayBeAbsent()
  @IsInt()
  @Min(0)
  @Max(10_000)
  commissionBp?: number;
}

/** Makes a user a collector. */
export class CreateCollectorDto extends CollectorSettingsDto {
  /** A site in your scope. */
  @IsUUID()
  siteId: string;

  /** A user of that site. */
  @IsUUID()
  userId: string;

  /**
   * Names his account, for good.
   * @example "BUDI"
   */
  @Matches(/^[A-Z0-9][A-Z0-9_-]{0,15}$/, { message: 'code must be 1 to 16 capitals, digits, dashes or underscores' })
  code: string;
}

export class UpdateCollectorDto extends CollectorSettingsDto {
  /** From the last read. */
  @IsInt()
  @Min(1)
  version: number;

  /** Only somebody with empty hands can be switched off. */
  @MayBeAbsent()
  @IsBoolean()
  active?: boolean;
}
