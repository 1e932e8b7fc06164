import { IsInt, IsIP, IsOptional, IsUUID, Min, ValidateIf } from 'class-validator';

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
}
