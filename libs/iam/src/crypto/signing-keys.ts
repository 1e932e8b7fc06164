import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { IamConfig } from '../iam.config';

/** Names a signing secret without telling anything of it. */
export function keyId(secret: string): string {
  return createHmac('sha256', secret).update('langgan key id').digest('base64url').slice(0, 8);
}

/** Header fields that our own tokens have; one with others was not made here (and `jku`, `jwk`, `x5u`, `crit` are traps). */
const HEADER_FIELDS = ['alg', 'kid', 'typ'];

/**
 * The secrets that access tokens may be signed with (billing.md A7): the present one signs, former ones still verify until
 * their last token is over.
 */
@Injectable()
export class SigningKeys {
  private readonly byId: ReadonlyMap<string, string>;

  constructor(config: IamConfig) {
    this.byId = new Map([config.jwtSecret, ...config.previousJwtSecrets].map((secret) => [keyId(secret), secret]));
  }

  /** The secret that the header of a token names; undefined when it is not one of ours. */
  ofToken(token: string): string | undefined {
    const header = headerOf(token);
    if (!header || Object.keys(header).some((field) => !HEADER_FIELDS.includes(field))) return undefined;
    return typeof header.kid === 'string' ? this.byId.get(header.kid) : undefined;
  }
}

function headerOf(token: string): Record<string, unknown> | undefined {
  try {
    const header: unknown = JSON.parse(Buffer.from(token.split('.', 1)[0] ?? '', 'base64url').toString('utf8'));
    return typeof header === 'object' && header !== null ? (header as Record<string, unknown>) : undefined;
  } catch {
    return undefined; // why: a token that cannot be read names no key
  }
}
