import { IsIn, IsInt, Matches, Min } from 'class-validator';
import { pageDto, PageQueryDto } from '@app/platform';
import { MayBeAbsent } from './may-be-absent';
import { PlainText } from './plain-text';

/** A branch. */
export class SiteDto {
  id: string;

  /** @example "BDG" */
  code: string;

  /** @example "Bandung Utara" */
  name: string;

  /**
   * IANA zone in which its days are counted.
   * @example "Asia/Jakarta"
   */
  timeZone: string;

  /**
   * ISO 4217.
   * @example "IDR"
   */
  currency: string;

  /** Send it back with an edit. */
  version: number;

  createdAt: Date;
}

export class SitePageDto extends pageDto(SiteDto) {}

export class SiteListQueryDto extends PageQueryDto {}

export class CreateSiteDto {
  /** Up to 12 capitals and digits, unique; part of document numbers. */
  @Matches(/^[A-Z0-9]{1,12}$/, { message: 'code must be 1 to 12 capitals or digits' })
  code: string;

  @PlainText(1, 120)
  name: string;

  /**
   * IANA zone.
   * @example "Asia/Makassar"
   */
  @PlainText(1, 60)
  timeZone: string;

  /** Fixed from then on; default IDR. */
  @MayBeAbsent()
  @IsIn(['IDR', 'USD', 'JPY'])
  currency?: string;
}

export class UpdateSiteDto {
  /** From the last read. */
  @IsInt()
  @Min(1)
  version: number;

  @MayBeAbsent()
  @PlainText(1, 120)
  name?: string;

  /** IANA zone; customers that exist keep theirs. */
  @MayBeAbsent()
  @PlainText(1, 60)
  timeZone?: string;
}
