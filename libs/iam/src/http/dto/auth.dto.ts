import { IsIn, IsNotEmpty, IsString, Matches, MaxLength } from 'class-validator';
import { EmailAddress } from '@app/platform';
import { MayBeAbsent } from './may-be-absent';
import { PlainText } from './plain-text';
import { UserDto } from './user.dto';

const DELIVERIES = ['cookie', 'body'] as const;

/** Where the refresh token goes. */
class DeliveryDto {
  /**
   * Where to put the refresh token: `cookie` (default; httpOnly, for browsers) or `body` (for other clients, which keep it
   * like a password).
   */
  @MayBeAbsent()
  @IsIn(DELIVERIES)
  delivery?: 'cookie' | 'body';
}

export class LoginDto extends DeliveryDto {
  /** @example "owner@contoh.net" */
  @EmailAddress()
  email: string;

  @IsString()
  @IsNotEmpty()
  @MaxLength(1_000)
  password: string;

  /** Six digits of the authenticator app, where two-step verification is on; works once. */
  @MayBeAbsent()
  @Matches(/^\s*\d{3}\s?\d{3}\s*$/, { message: 'totp must be six digits' })
  totp?: string;

  /** One of the recovery codes, in place of `totp`; works once. */
  @MayBeAbsent()
  @IsString()
  @IsNotEmpty()
  @MaxLength(60)
  recoveryCode?: string;
}

export class RefreshDto extends DeliveryDto {
  /** For clients without the cookie; the answer then carries the next one. */
  @MayBeAbsent()
  @IsString()
  @MaxLength(200)
  refreshToken?: string;
}

export class BootstrapDto extends DeliveryDto {
  /** The one-time token that `create-owner` printed. */
  @IsString()
  @IsNotEmpty()
  @MaxLength(200)
  token: string;

  @EmailAddress()
  email: string;

  @PlainText(1, 120)
  name: string;

  /** 8 to 200 characters, not a common one. */
  @IsString()
  @MaxLength(1_000)
  password: string;
}

export class ChangePasswordDto extends DeliveryDto {
  @IsString()
  @MaxLength(1_000)
  currentPassword: string;

  /** 8 to 200 characters, not a common one. */
  @IsString()
  @MaxLength(1_000)
  newPassword: string;
}

/** Credentials of a sign-in. */
export class SessionDto {
  /** Send it as `Authorization: Bearer …`. */
  accessToken: string;

  /** After this many seconds, trade the refresh token for a new one. */
  expiresInSeconds: number;

  user: UserDto;

  /** Works once. Only with `delivery: "body"`. */
  refreshToken?: string;
}

/** Who you are and what you may do. */
export class MeDto {
  user: UserDto;

  /** Permissions that your role holds now. */
  permissions: string[];

  /** You have to set up two-step verification (`/auth/totp`) before you may do anything else. */
  mustEnrolTotp: boolean;
}

/** One device on which you are signed in. */
export class SignInDto {
  id: string;

  userAgent: string;

  ip: string;

  /** Is this the one that asks? */
  current: boolean;

  createdAt: Date;

  lastUsedAt: Date;

  expiresAt: Date;
}

export class SignInListDto {
  items: SignInDto[];
}
