import { Type } from 'class-transformer';
import {
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  Length,
  Matches,
  Max,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { MoneyDto } from '@app/platform';
import { FEE_BEARERS, type FeeBearer } from '../../../domain/accounts/channel';

const notNull = (_: unknown, value: unknown): boolean => value !== undefined && value !== null;

/** A way to pay that an account has. */
export class GatewayChannelDto {
  /**
   * The gateway's code.
   * @example "BC"
   */
  channel: string;

  name: string;

  /** `va`, `qris`, `ewallet`, `retail`, `card`, `paylater`, `transfer`, `cash` or `other`. */
  kind: string;

  /** Switched on by you. */
  enabled: boolean;

  /** Offered by the gateway at present. */
  offered: boolean;

  /** Fixed part of the fee. */
  feeFlat: MoneyDto;

  /** Hundredths of a per cent (70 is 0.7 %). */
  feePercentBp: number;

  /** `MERCHANT` or `CUSTOMER`, who then pays it on top. */
  bearer: string;

  minAmount: MoneyDto;
  maxAmount: MoneyDto | null;

  /** What is doubtful about it, in your language. */
  warnings: string[];

  updatedAt: Date;
}

export class GatewayChannelListDto {
  items: GatewayChannelDto[];
}

/** A change of a channel. */
export class UpdateGatewayChannelDto {
  @IsOptional()
  @Length(1, 80)
  @Matches(/^[^\p{Cc}]*$/u, { message: 'name must not contain control characters' })
  name?: string;

  @IsOptional()
  @IsBoolean()
  enabled?: boolean;

  /** Fixed part of the fee. */
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => MoneyDto)
  feeFlat?: MoneyDto;

  /** Hundredths of a per cent (70 is 0.7 %). */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(10_000)
  feePercentBp?: number;

  /** Who bears the fee. Bank Indonesia forbids `CUSTOMER` for QRIS: a warning says so. */
  @IsOptional()
  @IsIn(FEE_BEARERS)
  bearer?: FeeBearer;

  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => MoneyDto)
  minAmount?: MoneyDto;

  /** Null: no limit of ours. */
  @ValidateIf(notNull)
  @IsObject()
  @ValidateNested()
  @Type(() => MoneyDto)
  maxAmount?: MoneyDto | null;
}
