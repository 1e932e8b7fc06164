import { Type } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, IsUUID, Length, Matches, Max, Min, ValidateIf, ValidateNested } from 'class-validator';
import { type LocalDate } from '@app/core';
import { MoneyDto, pageDto, PageQueryDto } from '@app/platform';
import { CHARGE_STATES, type ChargeState } from '../../../repositories/catalogue/charge.repository';
import { LocalDay } from '../../dto/local-day';
import { MayBeAbsent } from '../../dto/may-be-absent';
import { LINE } from './product.dto';

const KINDS = ['ONE_OFF', 'SETUP'] as const;

/** Something to be paid once: it waits for the next invoice, or stands on one. */
export class ChargeDto {
  id: string;

  siteId: string;

  customerId: string;

  subscriptionId: string | null;

  productId: string | null;

  /** `ONE_OFF`, `SETUP`, `LATE_FEE`, `CHANGE` or `OPENING_BALANCE`. */
  kind: string;

  /** Names the cause. */
  sourceKey: string;

  description: string;

  quantity: number;

  /** Of one piece, in the terms of the tax code. */
  unitPrice: MoneyDto;

  taxCode: string;

  /** `PENDING`, `INVOICED` or `CANCELLED`. */
  state: string;

  /** Not invoiced before this day. */
  billAfter: string;

  invoiceId: string | null;

  createdBy: string;

  createdAt: Date;
}

export class ChargePageDto extends pageDto(ChargeDto) {}

/** Sorts: `createdAt`, newest first. */
export class ChargeListQueryDto extends PageQueryDto {
  @MayBeAbsent()
  @IsUUID()
  customerId?: string;

  @MayBeAbsent()
  @IsUUID()
  subscriptionId?: string;

  @MayBeAbsent()
  @IsIn(CHARGE_STATES)
  state?: ChargeState;
}

export class CreateChargeDto {
  @IsUUID()
  customerId: string;

  /** A subscription of the customer that it is for. */
  @MayBeAbsent()
  @IsUUID()
  subscriptionId?: string;

  /** A `ONE_OFF` product: gives text, price, tax and booking where they are left out. */
  @MayBeAbsent()
  @IsUUID()
  productId?: string;

  /** Default `ONE_OFF`. */
  @MayBeAbsent()
  @IsIn(KINDS)
  kind?: (typeof KINDS)[number];

  /** Needed without a product. */
  @ValidateIf(({ productId, description }: CreateChargeDto) => productId === undefined || description !== undefined)
  @Length(1, 200)
  @Matches(LINE, { message: 'description must not hold control characters' })
  description?: string;

  /** Default 1. */
  @MayBeAbsent()
  @IsInt()
  @Min(1)
  @Max(10_000)
  quantity?: number;

  /** Of one piece; needed without a product. With an inclusive tax code it contains the tax. */
  @ValidateIf(({ productId, unitPrice }: CreateChargeDto) => productId === undefined || unitPrice !== undefined)
  @ValidateNested()
  @Type(() => MoneyDto)
  unitPrice?: MoneyDto;

  @MayBeAbsent()
  @Length(1, 32)
  taxCode?: string;

  /** Not invoiced before this day; default: today. */
  @MayBeAbsent()
  @LocalDay()
  billAfter?: LocalDate;

  /** Invoice it at once, by itself. */
  @MayBeAbsent()
  @IsBoolean()
  invoiceNow?: boolean;

  /** Your name for the cause: the same one again for this customer returns the first charge. */
  @MayBeAbsent()
  @Matches(/^[A-Za-z0-9._:-]{1,100}$/)
  sourceKey?: string;
}
