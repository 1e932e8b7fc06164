import { Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { isUuid, SystemClock } from '@app/core';
import { LRUCache } from 'lru-cache';
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
  /** Seconds since 1970. */
  exp: number;
}

/** Longest life of an access token that is accepted, whoever signed it (billing.md A6). */
const MAX_LIFE_SECONDS = 900;

const REMEMBERED = 5_000;

/** Signs access tokens and remembers verified ones (billing.md A6, A7). Whether a token still holds is the database's to say. */
@Injectable()
export class AccessTokensService {
  /** why: checking a signature takes longer than everything else about a request, and gives the same each time */
  private readonly verified = new LRUCache<string, AccessClaims>({ max: REMEMBERED });
  /** why: tokens live by the real clock, also where the product's clock travels */
  private readonly realTime = new SystemClock();

  constructor(
    private readonly jwt: JwtService,
    private readonly config: IamConfig,
  ) {}

  get lifeSeconds(): number {
    return this.config.accessTokenSeconds;
  }

  async sign(claims: Omit<AccessClaims, 'typ' | 'exp'>): Promise<string> {
    return this.jwt.signAsync({ ...claims, typ: 'access' });
  }

  /** The claims of a token that has been verified before and is not over yet. */
  remembered(token: string): AccessClaims | undefined {
    const known = this.verified.get(token);
    return known && known.exp * 1000 > this.realTime.now().getTime() ? known : undefined;
  }

  /** Spares the next request with this token the check of its signature. */
  remember(token: string, claims: AccessClaims): void {
    this.verified.set(token, claims);
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
