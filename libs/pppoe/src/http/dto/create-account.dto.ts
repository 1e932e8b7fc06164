import { IsIn, IsIP, IsOptional, IsString, IsUUID, Matches } from 'class-validator';
import { USERNAME } from '../../domain/username';
import { IsIpv6Prefix, MAC } from './address-patterns';

/** How a subscription shall dial in. */
export class CreatePppoeAccountDto {
  /** The subscription that dials in with it. One account each. */
  @IsUUID()
  subscriptionId: string;

  /** The router that answers the call; of the subscription's site. Give this or `routerGroupId`. */
  @IsOptional()
  @IsUUID()
  routerId?: string;

  /** A group of the subscription's site: its least loaded healthy router with room is chosen. */
  @IsOptional()
  @IsUUID()
  routerGroupId?: string;

  /**
   * Unique on its router. Default: by the numbering of the site.
   * @example "p000123-1"
   */
  @IsOptional()
  @IsString()
  @Matches(USERNAME, { message: 'username must be 1–63 letters, digits or _ . @ -, beginning with a letter or digit' })
  username?: string;

  /** 6–64 printable ASCII characters without spaces. Default: a generated one. */
  @IsOptional()
  @IsString()
  @Matches(/^[\x21-\x7e]{6,64}$/, { message: 'password must be 6–64 printable ASCII characters without spaces' })
  password?: string;

  /**
   * Fixed IPv4 address; without one the profile's pool decides.
   * @example "10.20.0.7"
   */
  @IsOptional()
  @IsIP(4)
  remoteAddress?: string;

  /**
   * A pool of kind FIXED, in the place of an address: its next free one is taken.
   */
  @IsOptional()
  @IsUUID()
  ipPoolId?: string;

  /**
   * Fixed IPv6 prefix.
   * @example "2001:db8:10:100::/56"
   */
  @IsOptional()
  @IsIpv6Prefix()
  remoteIpv6Prefix?: string;

  /** A pool of kind IPV6, in the place of a prefix: its next free one is taken. */
  @IsOptional()
  @IsUUID()
  ipv6PoolId?: string;

  /**
   * MAC address of the only device that may dial in.
   * @example "02:AA:BB:CC:DD:01"
   */
  @IsOptional()
  @Matches(MAC, { message: 'callerId must be a MAC address such as 02:AA:BB:CC:DD:01' })
  callerId?: string;

  /** Kind of connection that it is for; default `pppoe`. */
  @IsOptional()
  @IsIn(['pppoe', 'any'])
  service?: 'pppoe' | 'any';
}
