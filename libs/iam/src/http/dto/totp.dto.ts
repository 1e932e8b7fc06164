import { IsNotEmpty, IsString, Matches, MaxLength } from 'class-validator';
import { MayBeAbsent } from './may-be-absent';

const SIX_DIGITS = /^\s*\d{3}\s?\d{3}\s*$/;

/** How it stands with your two-step verification. */
export class TotpStatusDto {
  active: boolean;

  /** You have to have it. */
  required: boolean;

  recoveryCodesLeft: number;
}

export class EnrolTotpDto {
  /** Your present password. */
  @IsString()
  @IsNotEmpty()
  @MaxLength(1_000)
  password: string;
}

/** Show it to an authenticator app, then confirm with the first code. */
export class TotpEnrolmentDto {
  /** Base32, for apps that cannot read the QR code. */
  secret: string;

  /**
   * For a QR code.
   * @example "otpauth://totp/Langgan:siti%40contoh.net?secret=…&issuer=Langgan"
   */
  uri: string;
}

export class TotpCodeDto {
  /**
   * Six digits of the authenticator app; works once.
   * @example "123456"
   */
  @Matches(SIX_DIGITS, { message: 'code must be six digits' })
  code: string;
}

/** Each works once in place of a code. They are shown now and never again. */
export class RecoveryCodesDto {
  recoveryCodes: string[];
}

export class RemoveTotpDto {
  /** Your present password. */
  @IsString()
  @IsNotEmpty()
  @MaxLength(1_000)
  password: string;

  /** Six digits of the authenticator app. Either this or `recoveryCode`. */
  @MayBeAbsent()
  @Matches(SIX_DIGITS, { message: 'totp must be six digits' })
  totp?: string;

  /** One of your recovery codes. */
  @MayBeAbsent()
  @IsString()
  @MaxLength(60)
  recoveryCode?: string;
}
