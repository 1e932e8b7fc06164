import { IsIn, IsInt, IsIP, IsOptional, IsUUID, Matches, Min, ValidateIf } from 'class-validator';
import { IsIpv6Prefix, MAC } from './address-patterns';

/** What is left out stays as it is. */
export class UpdatePppoeAccountDto {
  /** `version` of the last read. */
  @IsInt()
  @Min(1)
  version: number;

  /** Moves the account to this router of the same site. */
  @IsOptional()
  @IsUUID()
  routerId?: string;

  /** Another fixed IPv4 address; null takes it away. */
  @ValidateIf((dto: UpdatePppoeAccountDto) => dto.remoteAddress !== null && dto.remoteAddress !== undefined)
  @IsIP(4)
  remoteAddress?: string | null;

  /** A pool of kind FIXED: its next free address is taken. */
  @IsOptional()
  @IsUUID()
  ipPoolId?: string;

  /** Another fixed IPv6 prefix; null takes it away. */
  @ValidateIf((dto: UpdatePppoeAccountDto) => dto.remoteIpv6Prefix !== null && dto.remoteIpv6Prefix !== undefined)
  @IsIpv6Prefix()
  remoteIpv6Prefix?: string | null;

  /** A pool of kind IPV6: its next free prefix is taken. */
  @IsOptional()
  @IsUUID()
  ipv6PoolId?: string;

  /** MAC address of the only device that may dial in; null: any may. */
  @ValidateIf((dto: UpdatePppoeAccountDto) => dto.callerId !== null && dto.callerId !== undefined)
  @Matches(MAC, { message: 'callerId must be a MAC address such as 02:AA:BB:CC:DD:01' })
  callerId?: string | null;

  /** Kind of connection that it is for. */
  @IsOptional()
  @IsIn(['pppoe', 'any'])
  service?: 'pppoe' | 'any';
}
