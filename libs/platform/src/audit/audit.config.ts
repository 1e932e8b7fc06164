import { Validate, type ValidationArguments, ValidatorConstraint } from 'class-validator';
import { processEnvironment } from '../config/config.module';
import { Env } from '../config/env.decorator';

const DEVELOPMENT_KEY = 'development only: signs the audit log, refused in production';

/** A key to sign with: long everywhere, one's own where it counts. */
@ValidatorConstraint({ name: 'auditSigningKey' })
class SigningKey {
  validate(value: unknown, { object }: ValidationArguments): boolean {
    if (typeof value !== 'string' || value.length < 32 || new Set(value).size < 8) return false;
    return value !== DEVELOPMENT_KEY || !['production', 'staging'].includes((object as AuditConfig).environment);
  }

  defaultMessage(): string {
    return 'must be a random key of your own of at least 32 characters (openssl rand -base64 48)';
  }
}

/** Keys that sign the daily head of the audit log (billing.md L2). */
export class AuditConfig {
  /** Decides whether the development key will do. */
  readonly environment: string = processEnvironment().NODE_ENV ?? 'development';

  @Env('AUDIT_SIGNING_KEY', {
    description:
      'Signs the daily head of the audit log (HMAC-SHA256); at least 32 characters, kept outside the database.',
    secret: true,
  })
  @Validate(SigningKey)
  signingKey: string = DEVELOPMENT_KEY;

  @Env('AUDIT_PREVIOUS_SIGNING_KEYS', {
    description: 'Former values of AUDIT_SIGNING_KEY, comma separated: what they signed still counts. Keep them.',
    secret: true,
  })
  @Validate(SigningKey, { each: true })
  previousSigningKeys: string[] = [];
}
