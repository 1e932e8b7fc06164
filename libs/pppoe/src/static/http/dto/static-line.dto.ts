import { IsInt, IsIP, IsOptional, IsString, IsUUID, Matches, MaxLength, Min, ValidateIf } from 'class-validator';
import { pageDto, PageQueryDto } from '@app/platform';
import { USERNAME } from '../../../domain/username';
import { MAC } from '../../../http/dto/address-patterns';

/** Name of something on a router. */
const ROUTER_NAME = /^[^\p{Cc}"\\$]{1,63}$/u;

/** A line with an address of its own. */
export class CreateStaticLineDto {
  /** The subscription, of a plan of kind `STATIC`. One line each. */
  @IsUUID()
  subscriptionId: string;

  /** The router that it is behind; of the subscription's site. Give this or `routerGroupId`. */
  @IsOptional()
  @IsUUID()
  routerId?: string;

  /** A group of the subscription's site: its least loaded healthy router with room is chosen. */
  @IsOptional()
  @IsUUID()
  routerGroupId?: string;

  /**
   * Name of its queue, unique on its router. Default: from the number of the customer.
   * @example "st-p000123-4f2a"
   */
  @IsOptional()
  @IsString()
  @Matches(USERNAME, { message: 'name must be 1–63 letters, digits or _ . @ -, beginning with a letter or digit' })
  name?: string;

  /**
   * IPv4 address. Give this or `ipPoolId`.
   * @example "10.30.0.7"
   */
  @IsOptional()
  @IsIP(4)
  address?: string;

  /** A pool of kind FIXED: its next free address is taken. */
  @IsOptional()
  @IsUUID()
  ipPoolId?: string;

  /**
   * MAC address of the device: the DHCP server then gives it the address. Without one, the address is set by hand.
   * @example "02:AA:BB:CC:DD:01"
   */
  @IsOptional()
  @Matches(MAC, { message: 'macAddress must be a MAC address such as 02:AA:BB:CC:DD:01' })
  macAddress?: string;

  /** The DHCP server of the router that gives it, with `macAddress` only; default: any. */
  @ValidateIf((dto: CreateStaticLineDto) => dto.dhcpServer !== undefined)
  @IsString()
  @Matches(ROUTER_NAME)
  dhcpServer?: string;

  /** A simple queue of the router under which the line's comes. */
  @IsOptional()
  @IsString()
  @Matches(ROUTER_NAME)
  parentQueue?: string;
}

/** What is left out stays as it is. */
export class UpdateStaticLineDto {
  /** `version` of the last read. */
  @IsInt()
  @Min(1)
  version: number;

  /** Moves the line to this router of the same site. */
  @IsOptional()
  @IsUUID()
  routerId?: string;

  /** Another IPv4 address. */
  @IsOptional()
  @IsIP(4)
  address?: string;

  /** A pool of kind FIXED: its next free address is taken. */
  @IsOptional()
  @IsUUID()
  ipPoolId?: string;

  /** Another device; null: the address is set by hand. */
  @ValidateIf((dto: UpdateStaticLineDto) => dto.macAddress !== null && dto.macAddress !== undefined)
  @Matches(MAC, { message: 'macAddress must be a MAC address such as 02:AA:BB:CC:DD:01' })
  macAddress?: string | null;

  /** Another DHCP server; null: any. */
  @ValidateIf((dto: UpdateStaticLineDto) => dto.dhcpServer !== null && dto.dhcpServer !== undefined)
  @Matches(ROUTER_NAME)
  dhcpServer?: string | null;

  /** Another parent queue; null: none. */
  @ValidateIf((dto: UpdateStaticLineDto) => dto.parentQueue !== null && dto.parentQueue !== undefined)
  @Matches(ROUTER_NAME)
  parentQueue?: string | null;
}

/** Sorts: `createdAt` (default, newest first), `name`. */
export class StaticLineListQueryDto extends PageQueryDto {
  /** Lines of this router only. */
  @IsOptional()
  @IsUUID()
  routerId?: string;

  /** The line of this subscription. */
  @IsOptional()
  @IsUUID()
  subscriptionId?: string;

  /** Beginning of the name. */
  @IsOptional()
  @IsString()
  @MaxLength(63)
  @Matches(/^[^\p{Cc}]*$/u, { message: 'q must not contain control characters' })
  q?: string;
}

/** A line with an address of its own. */
export class StaticLineDto {
  id: string;
  subscriptionId: string;
  siteId: string;
  routerId: string;

  /**
   * Routers on which it is wanted: its own, and those that serve it while that is failed over. They can only where the
   * group's members share the address space; else the line waits for its router.
   */
  routerIds: string[];

  /** Of its queue on the router. */
  name: string;

  /** IPv4 address; it stays the line's while it is isolated. */
  address: string;

  /** The device that the DHCP server gives it to; null: it is set by hand. */
  macAddress: string | null;

  /** The server that gives it; null: any. */
  dhcpServer: string | null;

  /** Queue under which the line's comes; null: none. */
  parentQueue: string | null;

  /** What the subscription may do: `ENABLED`, `ISOLATED` (address list `isolir`) or `DISABLED` (`lg-blocked`). */
  access: string;

  /** Its queue last counted traffic; null: never. */
  lastSeenAt: Date | null;

  /** Traffic of the running period in both directions, in bytes. By day: `GET /pppoe/usage?subscriptionId=`. */
  usedBytes: number;

  /** Fair-use step that it has reached, whose rates its queue has; 0: none. */
  fairUseStep: number;

  /** To be sent along with an edit. */
  version: number;

  createdAt: Date;
  updatedAt: Date;
}

export class StaticLinePageDto extends pageDto(StaticLineDto) {}
