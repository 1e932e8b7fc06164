import { Type } from 'class-transformer';
import { IsDefined, IsIn, IsInt, IsUUID, Length, Matches, Min, ValidateNested } from 'class-validator';
import { type LocalDate } from '@app/core';
import { MoneyDto, pageDto, PageQueryDto } from '@app/platform';
import {
  PRODUCT_KINDS,
  PRODUCT_STATUSES,
  type ProductKind,
  type ProductStatus,
} from '../../../repositories/catalogue/product.repository';
import { LocalDay } from '../../dto/local-day';
import { MayBeAbsent } from '../../dto/may-be-absent';

export const CODE = /^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$/;
export const LINE = /^\P{Cc}*$/u;
/** Income that a product may be booked to. */
const REVENUES = ['REVENUE.INTERNET', 'REVENUE.HOTSPOT', 'REVENUE.STATIC', 'REVENUE.SETUP', 'REVENUE.OTHER'] as const;

/** What is sold beside plans: a device, an installation, a static address. */
export class ProductDto {
  id: string;

  /** The only site that sells it; null: all of them. */
  siteId: string | null;

  /** @example "INSTALL" */
  code: string;

  name: string;

  /** `ONE_OFF`, or `RECURRING`: paid each period of the subscription that has it. */
  kind: string;

  taxCode: string;

  /** Where its net amounts are booked. */
  revenueAccount: string;

  /** `ACTIVE` or `RETIRED`. */
  status: string;

  /** Price of one piece today; null when none is valid yet. */
  price: MoneyDto | null;

  /** Send it back with an edit. */
  version: number;

  createdAt: Date;

  updatedAt: Date;
}

export class ProductPageDto extends pageDto(ProductDto) {}

/** Sorts: `code` (default), `name`, `createdAt`. */
export class ProductListQueryDto extends PageQueryDto {
  /** Products that this site sells, general ones included. */
  @MayBeAbsent()
  @IsUUID()
  siteId?: string;

  @MayBeAbsent()
  @IsIn(PRODUCT_STATUSES)
  status?: ProductStatus;

  @MayBeAbsent()
  @IsIn(PRODUCT_KINDS)
  kind?: ProductKind;

  /** Part of the code or the name. */
  @MayBeAbsent()
  @Length(1, 100)
  q?: string;
}

export class CreateProductDto {
  /** Sold only at this site; left out: at all of them. */
  @MayBeAbsent()
  @IsUUID()
  siteId?: string;

  @Matches(CODE, { message: 'code must be 1 to 32 letters, digits, dots, dashes or underscores' })
  code: string;

  @Length(1, 120)
  @Matches(LINE, { message: 'name must not hold control characters' })
  name: string;

  /** For good. */
  @IsIn(PRODUCT_KINDS)
  kind: ProductKind;

  /** Default `NONE`. */
  @MayBeAbsent()
  @Length(1, 32)
  taxCode?: string;

  /** Default `REVENUE.OTHER`. */
  @MayBeAbsent()
  @IsIn(REVENUES)
  revenueAccount?: (typeof REVENUES)[number];

  /** Of one piece; of a `RECURRING` one for a full period. */
  @IsDefined()
  @ValidateNested()
  @Type(() => MoneyDto)
  price: MoneyDto;
}

export class UpdateProductDto {
  /** From the last read. */
  @IsInt()
  @Min(1)
  version: number;

  @MayBeAbsent()
  @Length(1, 120)
  @Matches(LINE, { message: 'name must not hold control characters' })
  name?: string;

  /** Counts from the next invoice on. */
  @MayBeAbsent()
  @Length(1, 32)
  taxCode?: string;

  @MayBeAbsent()
  @IsIn(REVENUES)
  revenueAccount?: (typeof REVENUES)[number];

  @MayBeAbsent()
  @IsIn(PRODUCT_STATUSES)
  status?: ProductStatus;
}

export class ProductPriceDto {
  price: MoneyDto;

  validFrom: string;
}

export class ProductPriceListDto {
  /** Newest first. */
  items: ProductPriceDto[];
}

export class AddProductPriceDto {
  /** In the currency of the other prices. */
  @IsDefined()
  @ValidateNested()
  @Type(() => MoneyDto)
  price: MoneyDto;

  /** Of an add-on: first period start that it counts for. */
  @LocalDay()
  validFrom: LocalDate;
}
