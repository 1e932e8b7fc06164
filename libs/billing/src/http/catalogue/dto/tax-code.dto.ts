import { Type } from 'class-transformer';
import {
  IsBoolean,
  IsDefined,
  IsIn,
  IsInt,
  Length,
  Matches,
  Max,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { type LocalDate } from '@app/core';
import { TAX_CODE_STATUSES, type TaxCodeStatus } from '../../../repositories/catalogue/tax-code.repository';
import { LocalDay } from '../../dto/local-day';
import { MayBeAbsent } from '../../dto/may-be-absent';
import { LINE } from './product.dto';

const notNull = (_: unknown, value: unknown): boolean => value !== undefined && value !== null;
const MOST = 1_000_000;

/** A rate as a fraction of the net: 11/100. */
export class TaxRateTermsDto {
  @IsInt()
  @Min(0)
  @Max(MOST)
  num: number;

  @IsInt()
  @Min(1)
  @Max(MOST)
  den: number;

  /** Of the net, shown as the tax base: 11 of 11/12 (DPP nilai lain). Information only: the tax comes from the rate. */
  @ValidateIf(notNull)
  @IsInt()
  @Min(1)
  @Max(MOST)
  displayBaseNum?: number | null;

  @ValidateIf(notNull)
  @IsInt()
  @Min(1)
  @Max(MOST)
  displayBaseDen?: number | null;

  /**
   * The rate as the law words it.
   * @example "12 %"
   */
  @ValidateIf(notNull)
  @Length(1, 20)
  @Matches(LINE)
  displayRate?: string | null;
}

export class AddTaxRateDto extends TaxRateTermsDto {
  /** First issue date that it counts for. */
  @LocalDay()
  validFrom: LocalDate;
}

export class TaxRateDto {
  validFrom: string;

  num: number;

  den: number;

  displayBaseNum: number | null;

  displayBaseDen: number | null;

  displayRate: string | null;
}

/** How something is taxed. */
export class TaxCodeDto {
  /** @example "PPN" */
  code: string;

  name: string;

  /** Prices contain the tax. */
  inclusive: boolean;

  /** Sold without tax although the seller is registered. */
  exempt: boolean;

  /** Corporate payers keep PPh 23 of it back. */
  withholding: boolean;

  /** `ACTIVE` or `RETIRED`. */
  status: string;

  /** Send it back with an edit. */
  version: number;

  /** Newest first. */
  rates: TaxRateDto[];
}

export class TaxCodeListDto {
  items: TaxCodeDto[];
}

export class CreateTaxCodeDto {
  @Matches(/^[A-Z][A-Z0-9_]{0,31}$/, { message: 'code must be 1 to 32 capital letters, digits or underscores' })
  code: string;

  @Length(1, 120)
  @Matches(LINE)
  name: string;

  /** Prices contain the tax. For good. */
  @IsBoolean()
  inclusive: boolean;

  /** Default false. */
  @MayBeAbsent()
  @IsBoolean()
  exempt?: boolean;

  /** Default false. */
  @MayBeAbsent()
  @IsBoolean()
  withholding?: boolean;

  /** Counts until a later one does. */
  @IsDefined()
  @ValidateNested()
  @Type(() => TaxRateTermsDto)
  rate: TaxRateTermsDto;
}

export class UpdateTaxCodeDto {
  /** From the last read. */
  @IsInt()
  @Min(1)
  version: number;

  @MayBeAbsent()
  @Length(1, 120)
  @Matches(LINE)
  name?: string;

  @MayBeAbsent()
  @IsBoolean()
  exempt?: boolean;

  @MayBeAbsent()
  @IsBoolean()
  withholding?: boolean;

  @MayBeAbsent()
  @IsIn(TAX_CODE_STATUSES)
  status?: TaxCodeStatus;
}
