import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { ExtractJwt, Strategy } from 'passport-jwt';
import { type Actor } from '@app/platform';
import { IamConfig } from '../iam.config';
import { isAccessClaims, TOKEN_AUDIENCE, TOKEN_ISSUER } from '../services/access-tokens.service';
import { ActorsService } from '../services/actors.service';

/**
 * Reads an access token (billing.md A7): one algorithm, issuer, audience, type, age; then asks the database whether it
 * still holds (A6).
 */
@Injectable()
export class JwtStrategy extends PassportStrategy(Strategy, 'jwt') {
  constructor(
    config: IamConfig,
    private readonly actors: ActorsService,
  ) {
    super({
      jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(),
      secretOrKey: config.jwtSecret,
      algorithms: ['HS256'],
      issuer: TOKEN_ISSUER,
      audience: TOKEN_AUDIENCE,
    });
  }

  async validate(payload: unknown): Promise<Actor | null> {
    return (isAccessClaims(payload) ? await this.actors.ofClaims(payload) : undefined) ?? null;
  }
}
