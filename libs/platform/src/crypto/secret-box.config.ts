import { ArrayNotEmpty, Matches } from 'class-validator';
import { Env } from '../config/env.decorator';

/** Keys that seal the secrets which are kept in the database. */
export class SecretBoxConfig {
  @Env('SECRET_KEYS', {
    description: 'Key ring, `kid:base64 of 32 bytes` separated by commas; the first seals, all of them open.',
    example: 'k1:…',
    secret: true,
  })
  @ArrayNotEmpty({ message: 'holds no key' })
  @Matches(/^[\w-]{1,16}:[A-Za-z0-9+/]{43}=$/, { each: true, message: 'every key must be kid:base64 of 32 bytes' })
  keys: string[] = [];
}
