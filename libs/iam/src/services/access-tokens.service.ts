import { Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { isUuid } from '@app/core';
import { IamConfig } from '../iam.config';

export const TOKEN_ISSUER = 'langgan';
export const TOKEN_AUDIENCE = 'langgan-api';

/** What an access token says; everything else about its bearer is read from the database at each request. */
export interface AccessClaims {
  /** Id of the user. */
  sub: string;
  /** Id of the sign-in. */
  sid: string;
  /** The user's token version. */
  tv: number;
  typ: 'access';
}

/** Longest life of an access token that is accepted, whoever signed it (billing.md A6). */
const MAX_LIFE_SECONDS = 900;

/** Signs access tokens (billing.md A6, A7). */
@Injectable()
export class AccessTokensService {
  constructor(
    private readonly jwt: JwtService,
    private readonly config: IamConfig,
  ) {}

  get lifeSeconds(): number {
    return this.config.accessTokenSeconds;
  }

  async sign(claims: Omit<AccessClaims, 'typ'>): Promise<string> {
    return this.jwt.signAsync({ ...claims, typ: 'access' } satisfies AccessClaims);
  }
}

/** Are these the claims of an access token of a short life, as far as their form goes? */
export function isAccessClaims(payload: unknown): payload is AccessClaims {
  if (typeof payload !== 'object' || payload === null) return false;
  const { sub, sid, tv, typ, iat, exp } = payload as Record<keyof AccessClaims | 'iat' | 'exp', unknown>;
  if (typeof iat !== 'number' || typeof exp !== 'number' || exp - iat > MAX_LIFE_SECONDS) return false;
  return typ === 'access' && isId(sub) && isId(sid) && Number.isSafeInteger(tv);
}

const isId = (value: unknown): boolean => typeof value === 'string' && isUuid(value);
