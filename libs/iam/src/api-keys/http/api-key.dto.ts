import { ApiProperty } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsString,
  IsUUID,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { pageDto, PageQueryDto } from '@app/platform';
import { MayBeAbsent } from '../../http/dto/may-be-absent';
import { PlainText } from '../../http/dto/plain-text';
import { type ApiKeyState } from '../api-keys.repository';

const STATES: readonly ApiKeyState[] = ['ACTIVE', 'EXPIRED', 'REVOKED'];

/** A key of an integrator. It never may do more than its creator may do at the moment. */
export class ApiKeyDto {
  id: string;

  /** @example "Akuntansi" */
  name: string;

  /**
   * What the key begins with, to know it by.
   * @example "lk_k3m7qa2xzd"
   */
  prefix: string;

  /** @example ["customer:read", "invoice:read"] */
  permissions: string[];

  /** Every site that its creator sees; otherwise those of `siteIds` that he sees. */
  allSites: boolean;

  siteIds: string[];

  /** Id of the user who made it. */
  createdBy: string;

  createdByName: string;

  expiresAt: Date;

  /** To the minute. */
  @ApiProperty({ type: Date, nullable: true })
  lastUsedAt: Date | null;

  @ApiProperty({ type: Date, nullable: true })
  revokedAt: Date | null;

  /** Send it back with an edit. */
  version: number;

  createdAt: Date;
}

export class ApiKeyPageDto extends pageDto(ApiKeyDto) {}

/** Sorts: `createdAt` (default, newest first), `name`. */
export class ApiKeyListQueryDto extends PageQueryDto {
  /** `ACTIVE`, `EXPIRED` or `REVOKED`. */
  @MayBeAbsent()
  @IsIn(STATES)
  state?: ApiKeyState;
}

export class CreateApiKeyDto {
  /** What the key is for. */
  @PlainText(1, 100)
  name: string;

  /** Permissions that you hold yourself; those to make users, roles, keys and approvals are for persons only. */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(200)
  @IsString({ each: true })
  @MaxLength(80, { each: true })
  permissions: string[];

  /** Every site that you see, also later ones. Default false. */
  @MayBeAbsent()
  @IsBoolean()
  allSites?: boolean;

  @MayBeAbsent()
  @IsArray()
  @ArrayMaxSize(200)
  @IsUUID(undefined, { each: true })
  siteIds?: string[];

  /** Days until it expires; 365 by default, 730 at most. */
  @MayBeAbsent()
  @IsInt()
  @Min(1)
  @Max(730)
  expiresInDays?: number;
}

export class UpdateApiKeyDto {
  /** `version` of the last read. */
  @IsInt()
  @Min(1)
  version: number;

  @MayBeAbsent()
  @PlainText(1, 100)
  name?: string;

  @MayBeAbsent()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(200)
  @IsString({ each: true })
  @MaxLength(80, { each: true })
  permissions?: string[];

  @MayBeAbsent()
  @IsBoolean()
  allSites?: boolean;

  @MayBeAbsent()
  @IsArray()
  @ArrayMaxSize(200)
  @IsUUID(undefined, { each: true })
  siteIds?: string[];
}

/** A new key. The key itself is shown this once. */
export class NewApiKeyDto {
  apiKey: ApiKeyDto;

  /**
   * Send it as `Authorization: Bearer …`.
   * @example "lk_k3m7qa2xzd_…"
   */
  token: string;
}
