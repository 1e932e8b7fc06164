import { IsIn, IsInt, IsString, Length, Max, Min } from 'class-validator';
import { PASSWORD_STYLES, type PasswordStyle } from '../../domain/numbering';

/** How accounts of a site are named when nobody says otherwise. */
export class SaveNumberingDto {
  /** `version` of the last read; 0 where nothing is stored. */
  @IsInt()
  @Min(0)
  version: number;

  /**
   * Letters, digits and `_ . @ -`, with `{code}` (customer's code), `{site}` (site's code), `{n}` (first free number) and
   * `{seq}` or `{seq:5}` (the site's series, here with 5 digits).
   * @example "{site}{seq:5}"
   */
  @IsString()
  @Length(3, 60)
  usernamePattern: string;

  /** Characters of generated passwords. */
  @IsInt()
  @Min(8)
  @Max(32)
  passwordLength: number;

  /** `MIXED`: letters and digits that nobody confuses. `DIGITS`: digits alone. */
  @IsIn(PASSWORD_STYLES)
  passwordStyle: PasswordStyle;
}

/** How accounts of a site are named. */
export class NumberingDto {
  siteId: string;
  usernamePattern: string;
  passwordLength: number;

  /** `MIXED` or `DIGITS`. */
  passwordStyle: string;

  /** To be sent along with an edit; 0: these are the defaults. */
  version: number;
}
