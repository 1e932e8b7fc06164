import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { ExtractJwt, Strategy } from 'passport-jwt';
import { SigningKeys } from '../crypto/signing-keys';
import { type AccessClaims, isAccessClaims, TOKEN_AUDIENCE, TOKEN_ISSUER } from '../services/access-tokens.service';

/** Reads an access token: one algorithm, a key of our own, issuer, audience, type, age (billing.md A7). */
@Injectable()
export class JwtStrategy extends PassportStrategy(Strategy, 'jwt') {
  constructor(keys: SigningKeys) {
    super({
      jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(),
      secretOrKeyProvider: (_request, token: string, done) => {
        const secret = keys.ofToken(token);
        done(secret === undefined ? 'no key of ours' : null, secret);
      },
      algorithms: ['HS256'],
      issuer: TOKEN_ISSUER,
      audience: TOKEN_AUDIENCE,
    });
  }

  validate(payload: unknown): AccessClaims | null {
    return isAccessClaims(payload) ? payload : null;
  }
}
