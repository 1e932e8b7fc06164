import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsUUID,
  Matches,
  Min,
  ValidateNested,
} from 'class-validator';
import { type Language } from '@app/core';
import { pageDto, PageQueryDto } from '@app/platform';
import { Line, MayBeAbsent, MayBeNull, Whole } from '../../../http/dto/fields';
import {
  LEAST_PER_PAGE,
  LINE_ALIGNS,
  LINE_SIZES,
  type LineAlign,
  type LineSize,
  MOST_PER_PAGE,
  TEMPLATE_PAPERS,
  type TemplatePaper,
} from '../../domain/voucher-template';

const HOST = /^(?:(?!-)[a-z0-9-]{1,63}(?<!-)(?:\.(?!-)[a-z0-9-]{1,63}(?<!-))*)?$/;

/** One line of a printed voucher. */
export class TemplateLineDto {
  /**
   * Text with variables: `{code}`, `{password}`, `{package}`, `{price}`, `{validity}`, `{quota}`, `{until}`, `{site}`, `{phone}`,
   * `{login}`, `{batch}`, `{number}`. The line `{qr}` is the QR code. A line whose variables are all empty is left out.
   * @example "{package} · {validity}"
   */
  @Line(1, 80)
  text: string;

  @IsIn(LINE_SIZES)
  size: LineSize;

  @IsBoolean()
  bold: boolean;

  @IsIn(LINE_ALIGNS)
  align: LineAlign;
}

/** How printed vouchers look. */
export class VoucherTemplateDto {
  id: string;

  /** Null: it comes with the product and is not changed. */
  siteId: string | null;

  /** @example "A4, 24" */
  name: string;

  /** `A4` sheets, or a roll of 58 or 80 mm. */
  paper: string;

  /** Vouchers on an A4 page. */
  perPage: number | null;

  lines: TemplateLineDto[];

  /** DNS name of the hotspot in the link of the QR code. */
  loginHost: string;

  phone: string;

  /** `ACTIVE` or `RETIRED`. */
  status: string;

  /** Send it back with an edit. */
  version: number;

  createdAt: Date;
}

export class VoucherTemplatePageDto extends pageDto(VoucherTemplateDto) {}

export class VoucherTemplateListQueryDto extends PageQueryDto {
  /** Templates of this site, and those that come with the product. */
  @MayBeAbsent()
  @IsUUID()
  siteId?: string;

  @MayBeAbsent()
  @IsIn(['ACTIVE', 'RETIRED'])
  status?: 'ACTIVE' | 'RETIRED';
}

/** A layout to look at. */
export class TemplateLayoutDto {
  @IsIn(TEMPLATE_PAPERS)
  paper: TemplatePaper;

  /** For `A4` only, and there it must be given: 8 to 120. */
  @MayBeNull()
  @Whole(LEAST_PER_PAGE, MOST_PER_PAGE)
  perPage?: number | null;

  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(16)
  @ValidateNested({ each: true })
  @Type(() => TemplateLineDto)
  lines: TemplateLineDto[];

  /**
   * DNS name of the hotspot: the QR code then logs in by itself. Without one it holds the code.
   * @example "wifi.desa.id"
   */
  @MayBeAbsent()
  @Line(0, 253)
  @Matches(HOST)
  loginHost?: string;

  /** Whom to ask; shown by `{phone}`. */
  @MayBeAbsent()
  @Line(0, 40)
  phone?: string;
}

export class CreateVoucherTemplateDto extends TemplateLayoutDto {
  @IsUUID()
  siteId: string;

  /** Unique at its site. */
  @Line(1, 60)
  name: string;
}

export class UpdateVoucherTemplateDto {
  /** From the last read. */
  @IsInt()
  @Min(1)
  version: number;

  @MayBeAbsent()
  @Line(1, 60)
  name?: string;

  @MayBeAbsent()
  @IsIn(TEMPLATE_PAPERS)
  paper?: TemplatePaper;

  /** Null with a roll. */
  @MayBeNull()
  @Whole(LEAST_PER_PAGE, MOST_PER_PAGE)
  perPage?: number | null;

  @MayBeAbsent()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(16)
  @ValidateNested({ each: true })
  @Type(() => TemplateLineDto)
  lines?: TemplateLineDto[];

  @MayBeAbsent()
  @Line(0, 253)
  @Matches(HOST)
  loginHost?: string;

  @MayBeAbsent()
  @Line(0, 40)
  phone?: string;

  @MayBeAbsent()
  @IsIn(['ACTIVE', 'RETIRED'])
  status?: 'ACTIVE' | 'RETIRED';
}

export class TemplateLanguageDto {
  /** Language of durations and dates; default `id`. */
  @MayBeAbsent()
  @IsIn(['id', 'en'])
  language?: Language;
}
