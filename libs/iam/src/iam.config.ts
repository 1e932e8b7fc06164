import {
  IsInt,
  IsNotEmpty,
  Max,
  MaxLength,
  Min,
  Validate,
  type ValidationArguments,
  ValidatorConstraint,
} from 'class-validator';
import { Env, processEnvironment } from '@app/platform';

const EXAMPLE_SECRET = 'change-me: at least 32 characters of your own';
const DEVELOPMENT_SECRET = 'development only, refused in production';

/** A secret to sign with: long everywhere, and one's own where it counts (billing.md A4). */
@ValidatorConstraint({ name: 'signingSecret' })
class SigningSecret {
  validate(value: unknown, { object }: ValidationArguments): boolean {
    if (typeof value !== 'string' || value.length < 32 || new Set(value).size < 8) return false;
    const known = [EXAMPLE_SECRET, DEVELOPMENT_SECRET].includes(value);
    return !known || !['production', 'staging'].includes((object as IamConfig).environment);
  }

  defaultMessage(): string {
    return 'must be a random secret of your own of at least 32 characters (openssl rand -base64 48)';
  }
}

/** Where it counts: real money and real customers. */
const isLive = ({ NODE_ENV = 'development', DEMO = 'false' }: Readonly<Record<string, string | undefined>>): boolean =>
  ['production', 'staging'].includes(NODE_ENV) && !['true', '1'].includes(DEMO.toLowerCase());

/** Sign-ins and tokens. */
export class IamConfig {
  /** Decides whether the development secret will do. */
  readonly environment: string = processEnvironment().NODE_ENV ?? 'development';

  @Env('JWT_SECRET', {
    description: 'Signs access tokens (HS256); at least 32 characters. Changing it makes every access token worthless.',
    example: EXAMPLE_SECRET,
    secret: true,
  })
  @Validate(SigningSecret)
  jwtSecret: string = DEVELOPMENT_SECRET;

  @Env('JWT_PREVIOUS_SECRETS', {
    description:
      'Former values of JWT_SECRET, comma separated, whose tokens still count. Remove them 15 minutes after the change.',
    secret: true,
  })
  @Validate(SigningSecret, { each: true })
  previousJwtSecrets: string[] = [];

  @Env('IAM_ACCESS_TOKEN_SECONDS', { description: 'Life of an access token; at most 15 minutes.' })
  @IsInt()
  @Min(30)
  @Max(900)
  accessTokenSeconds: number = 600;

  @Env('IAM_SESSION_MAX_DAYS', { description: 'A sign-in ends after this many days, however much it is used.' })
  @IsInt()
  @Min(1)
  @Max(90)
  sessionMaxDays: number = 30;

  @Env('IAM_SESSION_IDLE_DAYS', { description: 'A sign-in ends when it is not refreshed for this many days.' })
  @IsInt()
  @Min(1)
  @Max(90)
  sessionIdleDays: number = 7;

  @Env('IAM_TOTP_ENFORCED', {
    description:
      'Users whose role demands TOTP (owner, finance) may do nothing before they have it. Default: true in production and staging, false elsewhere and in the demo.',
  })
  totpEnforced: boolean = isLive(processEnvironment());

  @Env('IAM_TOTP_ISSUER', { description: 'Name under which authenticator apps list the account.' })
  @IsNotEmpty()
  @MaxLength(60)
  totpIssuer: string = 'Langgan';
}
