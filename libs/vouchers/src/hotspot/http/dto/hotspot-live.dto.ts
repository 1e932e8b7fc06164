import { IsIn, IsInt, IsOptional, IsString, IsUUID, Matches, MaxLength, Min } from 'class-validator';
import { pageDto, PageQueryDto } from '@app/platform';
import { Line, MayBeAbsent } from '../../../http/dto/fields';
import { MAC } from '../../hotspot-account';
import { BINDING_TYPES, type BindingType } from '../../hotspot-binding';

/** What to show of the hotspot of a router; in the router's order, sorts are not taken. */
export class HotspotLiveQueryDto extends PageQueryDto {
  /** The router that is asked. */
  @IsUUID()
  routerId: string;

  /** Beginning of a user name, address or MAC address. */
  @IsOptional()
  @IsString()
  @MaxLength(63)
  @Matches(/^[^\p{Cc}]*$/u, { message: 'q must not contain control characters' })
  q?: string;
}

/** Somebody who is logged in. */
export class HotspotSessionDto {
  username: string;
  /** Hotspot server of the router. */
  server: string;
  address: string;
  macAddress: string;
  /** How the login came about, such as `http-chap` or `mac-cookie`. */
  loginBy: string;
  uptimeSeconds: number | null;
  /** Until the router ends the session; null: it does not. */
  secondsLeft: number | null;
  idleSeconds: number | null;
  /** Bytes from the user, as decimal digits. */
  bytesUp: string;
  /** Bytes to the user, as decimal digits. */
  bytesDown: string;
}

/** A device that the hotspot knows, logged in or not. */
export class HotspotHostDto {
  server: string;
  address: string;
  /** Address that the router speaks to it under. */
  toAddress: string;
  macAddress: string;
  uptimeSeconds: number | null;
  idleSeconds: number | null;
  /** Logged in. */
  authorized: boolean;
  /** Past the hotspot without a login. */
  bypassed: boolean;
}

/** A device that comes back without a login. */
export class HotspotCookieDto {
  username: string;
  macAddress: string;
  secondsLeft: number | null;
}

/** A binding as it is on the router, whoever wrote it. */
export class HotspotRouterBindingDto {
  macAddress: string;
  address: string;
  /** `regular`, `bypassed` or `blocked`. */
  type: string;
  disabled: boolean;
  /** The operator's, with our mark where it is ours. */
  comment: string;
}

/** How old a live view is. */
class LiveDto {
  /** When the router was asked. */
  readAt: Date;
  /** How old this view is. */
  ageSeconds: number;
}

export class HotspotSessionPageDto extends pageDto(HotspotSessionDto) implements LiveDto {
  /** When the router was asked. */
  readAt: Date;
  /** How old this view is: at most a few seconds. */
  ageSeconds: number;
}

export class HotspotHostPageDto extends pageDto(HotspotHostDto) implements LiveDto {
  /** When the router was asked. */
  readAt: Date;
  /** How old this view is: at most a few seconds. */
  ageSeconds: number;
}

export class HotspotCookiePageDto extends pageDto(HotspotCookieDto) implements LiveDto {
  /** When the router was asked. */
  readAt: Date;
  /** How old this view is: at most a few seconds. */
  ageSeconds: number;
}

export class HotspotRouterBindingPageDto extends pageDto(HotspotRouterBindingDto) implements LiveDto {
  /** When the router was asked. */
  readAt: Date;
  /** How old this view is: at most a few seconds. */
  ageSeconds: number;
}

/** Whom to put out. */
export class KickHotspotUserDto {
  @IsUUID()
  routerId: string;

  /** The user name as the router shows it. */
  @IsString()
  @Matches(/^[^\p{Cc}]{1,128}$/u, { message: 'username must be 1–128 characters without control characters' })
  username: string;
}

/** What a kick did. */
export class HotspotKickedDto {
  /** Sessions that were ended; 0 is a success as well. */
  sessions: number;
  /** Cookies that were forgotten, so that the devices have to log in. */
  cookies: number;
}

/** A device that shall get past the hotspot, or not. */
export class CreateHotspotBindingDto {
  @IsUUID()
  routerId: string;

  /** @example "02:AA:BB:CC:DD:01" */
  @Matches(MAC, { message: 'macAddress must be a MAC address such as 02:AA:BB:CC:DD:01' })
  macAddress: string;

  /** `BYPASSED`: no login needed. `BLOCKED`: no way in. */
  @IsIn(BINDING_TYPES)
  type: BindingType;

  /** For the comment on the router, when it is written for the first time. */
  @MayBeAbsent()
  @Line(0, 80)
  note?: string;
}

/** Another way to treat the device. */
export class UpdateHotspotBindingDto {
  /** `version` of the last read. */
  @IsInt()
  @Min(1)
  version: number;

  @IsIn(BINDING_TYPES)
  type: BindingType;
}

/** Sorts: `createdAt` (default, newest first). */
export class HotspotBindingListQueryDto extends PageQueryDto {
  /** Bindings of this router only. */
  @IsOptional()
  @IsUUID()
  routerId?: string;
}

/** A device that gets past the hotspot of a router, or not. */
export class HotspotBindingDto {
  id: string;
  siteId: string;
  routerId: string;
  macAddress: string;
  /** `BYPASSED` or `BLOCKED`. */
  type: string;
  note: string;
  createdBy: string;
  /** To be sent along with an edit. */
  version: number;
  createdAt: Date;
  updatedAt: Date;
}

export class HotspotBindingPageDto extends pageDto(HotspotBindingDto) {}
