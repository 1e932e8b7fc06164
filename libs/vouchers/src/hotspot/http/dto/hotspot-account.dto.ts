import { IsInt, IsOptional, IsString, IsUUID, Matches, MaxLength, Min } from 'class-validator';
import { pageDto, PageQueryDto } from '@app/platform';
import { MayBeNull } from '../../../http/dto/fields';
import { HOTSPOT_USERNAME, MAC } from '../../hotspot-account';

/** How a subscription shall log in. */
export class CreateHotspotAccountDto {
  /** The subscription, of a plan of kind `HOTSPOT`. One account each. */
  @IsUUID()
  subscriptionId: string;

  /** The only router where it may log in; default: every hotspot router of the site. */
  @IsOptional()
  @IsUUID()
  routerId?: string;

  /**
   * Unique at its site. Default: from the number of the customer.
   * @example "hs-p000123-4f2a"
   */
  @IsOptional()
  @IsString()
  @Matches(HOTSPOT_USERNAME, {
    message: 'username must be 1–63 letters, digits or _ . @ -, beginning with a letter or digit',
  })
  username?: string;

  /** 6–64 printable ASCII characters without spaces. Default: a generated one. */
  @IsOptional()
  @IsString()
  @Matches(/^[\x21-\x7e]{6,64}$/, { message: 'password must be 6–64 printable ASCII characters without spaces' })
  password?: string;

  /**
   * MAC address of the only device that may log in.
   * @example "02:AA:BB:CC:DD:01"
   */
  @IsOptional()
  @Matches(MAC, { message: 'macAddress must be a MAC address such as 02:AA:BB:CC:DD:01' })
  macAddress?: string;
}

/** What is left out stays as it is. */
export class UpdateHotspotAccountDto {
  /** `version` of the last read. */
  @IsInt()
  @Min(1)
  version: number;

  /** The only router where it may log in; null: every hotspot router of the site. */
  @MayBeNull()
  @IsUUID()
  routerId?: string | null;

  /** MAC address of the only device that may log in; null: any may. */
  @MayBeNull()
  @Matches(MAC, { message: 'macAddress must be a MAC address such as 02:AA:BB:CC:DD:01' })
  macAddress?: string | null;
}

/** Sorts: `createdAt` (default, newest first), `username`. */
export class HotspotAccountListQueryDto extends PageQueryDto {
  /** Accounts of this site only. */
  @IsOptional()
  @IsUUID()
  siteId?: string;

  /** The account of this subscription. */
  @IsOptional()
  @IsUUID()
  subscriptionId?: string;

  /** Beginning of the user name. */
  @IsOptional()
  @IsString()
  @MaxLength(63)
  @Matches(/^[^\p{Cc}]*$/u, { message: 'q must not contain control characters' })
  q?: string;
}

/** How one subscription logs in. The password is never shown again. */
export class HotspotAccountDto {
  id: string;
  subscriptionId: string;
  siteId: string;

  /** The only router where it may log in; null: every hotspot router of the site. */
  routerId: string | null;

  /** Routers on which its user is wanted. */
  routerIds: string[];

  /** Unique at its site. */
  username: string;

  /** The only device that may log in; null: any. */
  macAddress: string | null;

  /** What the subscription may do: `ENABLED`, `ISOLATED` or `DISABLED`. */
  access: string;

  /** To be sent along with an edit. */
  version: number;

  createdAt: Date;
  updatedAt: Date;
}

/** An account with its password, shown this one time. */
export class HotspotAccountWithPasswordDto extends HotspotAccountDto {
  /** Shown in this answer only: hand it on now. */
  password: string;
}

export class HotspotAccountPageDto extends pageDto(HotspotAccountDto) {}
