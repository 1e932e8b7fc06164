import { IsInt, IsString, MaxLength, Min } from 'class-validator';

/** Replaces everything that was said before. Plain text; line breaks are kept. */
export class SaveIsolirTextDto {
  /** `version` of the last read; 0 where nothing is stored. */
  @IsInt()
  @Min(0)
  version: number;

  /** Indonesian. */
  @IsString()
  @MaxLength(600)
  textId: string;

  /** English. */
  @IsString()
  @MaxLength(600)
  textEn: string;

  /**
   * How to reach the site.
   * @example "WhatsApp 0812-3456-7890"
   */
  @IsString()
  @MaxLength(120)
  contact: string;
}

/** What a site says on the page of its isolated subscribers. */
export class IsolirTextDto {
  siteId: string;

  /** Indonesian. */
  textId: string;

  /** English. */
  textEn: string;

  /** How to reach the site. */
  contact: string;

  /** To be sent along with an edit; 0: nothing is stored. */
  version: number;
}
