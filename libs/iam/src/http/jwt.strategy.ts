import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { ExtractJwt, Strategy } from 'passport-jwt';
import { SigningKeys } from '../crypto/signing-keys';
import { isAccessClaims, TOKEN_AUDIENCE, TOKEN_ISSUER } from '../services/access-tokens.service';
import { ActorsService, type StaffActor } from '../services/actors.service';

/**
 * Reads an access token (billing.md A7): one algorithm, a key of our own, issuer, audience, type, age; then asks the database whether it
 * still holds (A6).
 */
@Injectable()
export class JwtStrategy extends PassportStrategy(Strategy, 'jwt') {
  constructor(
    keys: SigningKeys,
    private readonly actors: ActorsService,
  ) {
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

  async validate(payload: unknown): Promise<StaffActor | null> {
    return (isAccessClaims(payload) ? await this.actors.ofClaims(payload) : undefined) ?? null;
  }
}
