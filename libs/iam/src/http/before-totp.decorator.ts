import { type CustomDecorator, SetMetadata } from '@nestjs/common';

export const BEFORE_TOTP = Symbol('before totp');

/** Also for users who have to enrol TOTP and have not yet: what they need to do so, and nothing else. */
export const BeforeTotp = (): CustomDecorator<symbol> => SetMetadata(BEFORE_TOTP, true);
