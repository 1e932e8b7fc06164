import { ArrayMaxSize, IsArray, IsBoolean, IsInt, IsString, Matches, MaxLength, Min } from 'class-validator';
import { MayBeAbsent } from './may-be-absent';
import { PlainText } from './plain-text';

/** A named set of permissions. */
export class RoleDto {
  id: string;

  /** @example "cashier" */
  key: string;

  /** @example "Kasir" */
  name: string;

  /** Permissions that it holds now. */
  permissions: string[];

  /** Comes with the product and follows it; only `totpRequired` can be changed. */
  builtIn: boolean;

  /** Its users must sign in with TOTP. */
  totpRequired: boolean;

  /** Send it back with an edit. */
  version: number;
}

export class CreateRoleDto {
  /**
   * Unique, never changed.
   * @example "night-shift"
   */
  @Matches(/^[a-z][a-z0-9-]{1,39}$/, { message: 'key must be 2 to 40 small letters, digits or dashes' })
  key: string;

  @PlainText(1, 120)
  name: string;

  /** Keys out of `GET /permissions`, all of which you hold yourself. */
  @IsArray()
  @ArrayMaxSize(500)
  @IsString({ each: true })
  @MaxLength(100, { each: true })
  permissions: string[];

  @MayBeAbsent()
  @IsBoolean()
  totpRequired?: boolean;
}

export class UpdateRoleDto {
  /** From the last read. */
  @IsInt()
  @Min(1)
  version: number;

  @MayBeAbsent()
  @PlainText(1, 120)
  name?: string;

  /** Replaces the list. */
  @MayBeAbsent()
  @IsArray()
  @ArrayMaxSize(500)
  @IsString({ each: true })
  @MaxLength(100, { each: true })
  permissions?: string[];

  @MayBeAbsent()
  @IsBoolean()
  totpRequired?: boolean;
}

export class RoleListDto {
  items: RoleDto[];
}

/** What a permission allows, in both languages. */
export class PermissionTextDto {
  id: string;
  en: string;
}

export class PermissionDto {
  /** @example "invoice:read" */
  key: string;

  description: PermissionTextDto;

  /** `installation`: it only counts for who sees every site. `scope`: it counts within the scope of its user. */
  reach: string;
}

export class PermissionListDto {
  items: PermissionDto[];
}
