import { IsNotEmpty, IsString, MaxLength } from 'class-validator';
import { EmailAddress } from '@app/platform';

export class RequestPasswordResetDto {
  /** @example "siti@contoh.net" */
  @EmailAddress()
  email: string;
}

export class ConfirmPasswordResetDto {
  /** From the link: what stands after `#token=`. */
  @IsString()
  @IsNotEmpty()
  @MaxLength(200)
  token: string;

  /** 8 to 200 characters, not a common one. */
  @IsString()
  @MaxLength(1_000)
  newPassword: string;
}

/** Hand it to the user over a channel that you trust; it works once. */
export class PasswordLinkDto {
  url: string;

  expiresAt: Date;
}
