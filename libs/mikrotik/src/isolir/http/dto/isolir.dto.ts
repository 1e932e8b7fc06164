import { ArrayMaxSize, IsArray, IsInt, IsIP, IsOptional, IsString, Matches, Max, Min } from 'class-validator';

/** One sentence in both languages. */
export class IsolirTodoDto {
  id: string;
  en: string;
}

/** What to install; fields that are not sent follow the settings of the installation. */
export class InstallIsolirDto {
  /**
   * IPv4 address of the page to which isolated subscribers are led.
   * @example "10.10.0.5"
   */
  @IsOptional()
  @IsIP(4)
  portalAddress?: string;

  /** Port of that page: plain HTTP. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(65_535)
  portalPort?: number;

  /** IPv4 addresses, networks or names that may be reached besides the portal and those of the installation's settings. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(50)
  @IsString({ each: true })
  @Matches(/^[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?(\/\d{1,2})?$/, { each: true })
  allowHosts?: string[];

  /**
   * Addresses of isolated PPPoE subscribers, first-last; null: the addresses of the profile `isolir` are yours to set.
   * @example "10.253.0.2-10.253.63.254"
   */
  @IsOptional()
  @Matches(/^(\d{1,3}\.){3}\d{1,3}-(\d{1,3}\.){3}\d{1,3}$/)
  poolRange?: string | null;

  /** Address of the router towards them; with a pool only. */
  @IsOptional()
  @IsIP(4)
  localAddress?: string;
}

/** One part of the infrastructure. */
export class IsolirPartDto {
  /** `ip-pool`, `ppp-profile`, `address-list`, `firewall-filter` or `firewall-nat`. */
  kind: string;

  /** Its name, or the mark in its comment. */
  key: string;

  /** `PRESENT`, `MISSING`, `WRONG`, `OUT_OF_ORDER`, `FOREIGN`, `LEFT_OVER` or `UNREADABLE`. */
  state: string;

  /** What to do; null where nothing is to be done. */
  todo: IsolirTodoDto | null;
}

/** Isolir on a router, as it is now. */
export class RouterIsolirDto {
  /** It is wanted there. */
  installed: boolean;

  /** Everything is as it should be. */
  ok: boolean;

  portalAddress: string | null;

  portalPort: number;

  allowHosts: string[];

  poolRange: string | null;

  localAddress: string | null;

  parts: IsolirPartDto[];
}

/** The router is brought in step in the background; see `GET /routers/{id}/isolir`. */
export class IsolirRequestedDto {
  routerId: string;
}
