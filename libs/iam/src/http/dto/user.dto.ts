import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsString,
  IsUUID,
  MaxLength,
  Min,
  ValidateIf,
} from 'class-validator';
import { EmailAddress, pageDto, PageQueryDto } from '@app/platform';
import { USER_STATUSES, type UserStatus } from '../../entities/user.entity';
import { MayBeAbsent } from './may-be-absent';
import { PlainText } from './plain-text';

/** A member of staff. */
export class UserDto {
  id: string;

  /** @example "kasir@contoh.net" */
  email: string;

  /** @example "Siti Rahma" */
  name: string;

  /**
   * Key of the role.
   * @example "cashier"
   */
  role: string;

  /** Sees every site; otherwise only those of `siteIds`. */
  allSites: boolean;

  siteIds: string[];

  /** Sees only customers of these areas; null: of every area. */
  areaIds: string[] | null;

  /** Works for this reseller and sees only his customers. */
  resellerId: string | null;

  /** Is this customer and sees himself only. */
  customerId: string | null;

  /** `ACTIVE` or `DISABLED`. */
  status: string;

  /** Language of what is written to this user: `id` or `en`. */
  language: string;

  /** Send it back with an edit. */
  version: number;

  createdAt: Date;
}

export class UserPageDto extends pageDto(UserDto) {}

export class UserListQueryDto extends PageQueryDto {
  /** Part of the name or the e-mail address. */
  @MayBeAbsent()
  @PlainText(1, 100)
  q?: string;

  @MayBeAbsent()
  @IsIn(USER_STATUSES)
  status?: UserStatus;
}

export class CreateUserDto {
  /** What the user signs in with; capitals do not matter. */
  @EmailAddress()
  email: string;

  @PlainText(1, 120)
  name: string;

  /** 8 to 200 characters, not a common one. Without it the user cannot sign in yet. */
  @MayBeAbsent()
  @IsString()
  @MaxLength(1_000)
  password?: string;

  /**
   * Key of a role (`GET /roles`) that holds no permission which you lack.
   * @example "cashier"
   */
  @PlainText(1, 60)
  role: string;

  /** Sees every site; only who does so himself may grant it. */
  @MayBeAbsent()
  @IsBoolean()
  allSites?: boolean;

  /** Sites that the user sees, out of your own. */
  @MayBeAbsent()
  @IsArray()
  @ArrayMaxSize(500)
  @IsUUID('all', { each: true })
  siteIds?: string[];

  /** Only customers of these areas; their sites are given along. null: every area. */
  @ValidateIf((_, value: unknown) => value !== undefined && value !== null)
  @IsArray()
  @ArrayMaxSize(500)
  @IsUUID('all', { each: true })
  areaIds?: string[] | null;

  /** Only customers of this reseller. */
  @ValidateIf((_, value: unknown) => value !== undefined && value !== null)
  @IsUUID()
  resellerId?: string | null;

  /** Only this customer, for the portal. */
  @ValidateIf((_, value: unknown) => value !== undefined && value !== null)
  @IsUUID()
  customerId?: string | null;

  @MayBeAbsent()
  @IsIn(['id', 'en'])
  language?: 'id' | 'en';
}

export class UpdateUserDto {
  /** From the last read. */
  @IsInt()
  @Min(1)
  version: number;

  @MayBeAbsent()
  @PlainText(1, 120)
  name?: string;

  /** Key of a role that holds no permission which you lack. */
  @MayBeAbsent()
  @PlainText(1, 60)
  role?: string;

  @MayBeAbsent()
  @IsBoolean()
  allSites?: boolean;

  /** Replaces the list. */
  @MayBeAbsent()
  @IsArray()
  @ArrayMaxSize(500)
  @IsUUID('all', { each: true })
  siteIds?: string[];

  /** Only customers of these areas; their sites are given along. null: every area. */
  @ValidateIf((_, value: unknown) => value !== undefined && value !== null)
  @IsArray()
  @ArrayMaxSize(500)
  @IsUUID('all', { each: true })
  areaIds?: string[] | null;

  /** Only customers of this reseller. */
  @ValidateIf((_, value: unknown) => value !== undefined && value !== null)
  @IsUUID()
  resellerId?: string | null;

  /** Only this customer, for the portal. */
  @ValidateIf((_, value: unknown) => value !== undefined && value !== null)
  @IsUUID()
  customerId?: string | null;

  /** `DISABLED` signs the user out everywhere. */
  @MayBeAbsent()
  @IsIn(USER_STATUSES)
  status?: UserStatus;

  @MayBeAbsent()
  @IsIn(['id', 'en'])
  language?: 'id' | 'en';
}
