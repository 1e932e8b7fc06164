import { IsIn, IsInt, IsOptional, Matches, Min } from 'class-validator';
import { Line, MayBeAbsent } from '../../../http/dto/fields';
import { PAGE_LANGUAGES, type PageLanguage } from '../../login-pages/page-look';
import { PAGE_NAMES, type PageName } from '../../login-pages/pages';

/** Replaces everything that was said before; what is left out is empty, or as it is by itself. */
export class SaveHotspotLoginPagesDto {
  /** `version` of the last read; 0 where nothing is stored. */
  @IsInt()
  @Min(0)
  version: number;

  /** Name of the hotspot. */
  @Line(1, 60)
  brand: string;

  /** Large text in the place of a logo. */
  @MayBeAbsent()
  @Line(0, 20)
  logoText?: string;

  /**
   * Colour of buttons and logo.
   * @example "#0b6b3a"
   */
  @MayBeAbsent()
  @Matches(/^#[0-9a-f]{6}$/, { message: 'accentColour must be a colour such as #0b6b3a' })
  accentColour?: string;

  /** Where to ask for help. */
  @MayBeAbsent()
  @Line(0, 40)
  phone?: string;
}

/** How the login pages of a site look. */
export class HotspotLoginPagesDto {
  siteId: string;

  /** Name of the hotspot; by itself that of the site. */
  brand: string;

  /** Large text in the place of a logo; empty: none. */
  logoText: string;

  /** Colour of buttons and logo. */
  accentColour: string;

  /** Where to ask for help; empty: nowhere. */
  phone: string;

  /** To be sent along with an edit; 0: nothing is stored. */
  version: number;

  /** Files of the set, as they go into the router's hotspot directory. */
  files: string[];
}

/** In which language. */
export class LoginPagesQueryDto {
  /** `id` (default) or `en`. */
  @IsOptional()
  @IsIn(PAGE_LANGUAGES)
  language?: PageLanguage;
}

/** Which file of which site. */
export class LoginPageParamsDto {
  /** The site. */
  @Matches(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, { message: 'siteId must be a UUID' })
  siteId: string;

  /** Name of a file of the set, such as `login.html`. */
  @IsIn(PAGE_NAMES)
  page: PageName;
}
