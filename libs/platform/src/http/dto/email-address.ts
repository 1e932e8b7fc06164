import { applyDecorators } from '@nestjs/common';
import { IsEmail, Matches, MaxLength } from 'class-validator';

/**
 * An e-mail address of at most 254 characters without blanks, quotes and control characters: the quoted form of RFC 5322 may
 * hold line breaks, with which headers are forged (billing.md S5), and nobody has such an address.
 */
export const EmailAddress = (): PropertyDecorator =>
  applyDecorators(
    IsEmail(),
    MaxLength(254),
    Matches(/^[^\s"\p{Cc}]*$/u, { message: 'must not hold blanks, quotes or control characters' }),
  );
