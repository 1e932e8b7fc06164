import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { type FastifyRequest } from 'fastify';
import { type Actor, CurrentActor, ROUTE_ACCESS, type RouteAccess } from '@app/platform';
import { IamErrors } from '../iam.errors';
import { type AccessClaims, AccessTokensService } from '../services/access-tokens.service';
import { ActorsService, type StaffActor } from '../services/actors.service';
import { isApiKey } from '../api-keys/api-key';
import { ApiKeyActors } from '../api-keys/api-key-actors';
import { BEFORE_TOTP } from './before-totp.decorator';
import { JwtGuard } from './jwt.guard';

/** RFC 6750; the longest token that we make has about 400 characters. */
const BEARER = /^Bearer ([\w.-]{20,2000})$/i;

/** Staff, or whoever else has credentials. */
type Bearer = Actor & Partial<Pick<StaffActor, 'mustEnrolTotp'>>;

/**
 * Guards every route (billing.md Z1): what a route's decorator does not allow is refused, and a route without one is
 * refused to everybody. Whoever passes is the {@link CurrentActor} from then on.
 */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly actor: CurrentActor,
    private readonly jwt: JwtGuard,
    private readonly tokens: AccessTokensService,
    private readonly actors: ActorsService,
    private readonly keys: ApiKeyActors,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const access = this.reflector.get<RouteAccess | undefined>(ROUTE_ACCESS, context.getHandler());
    if (access?.kind === 'public') return access.identify === true ? this.identify(context) : true;
    const user = await this.signedIn(context);
    this.actor.set(user); // why: a refusal is audited under his name
    if (!access) throw IamErrors.FORBIDDEN({ permission: '-' });
    if (user.mustEnrolTotp === true && !this.reflector.get<boolean | undefined>(BEFORE_TOTP, context.getHandler())) {
      throw IamErrors.TOTP_ENROLMENT_REQUIRED();
    }
    if (access.kind === 'permission' && !user.permissions.has(access.permission)) {
      throw IamErrors.FORBIDDEN({ permission: access.permission });
    }
    if (access.kind === 'authenticated' && user.kind === 'api-key' && access.keys !== true) {
      throw IamErrors.PERSONS_ONLY();
    }
    return true;
  }

  /** A public route that says more to some: whoever sends no valid credentials stays a stranger. */
  private async identify(context: ExecutionContext): Promise<true> {
    const { headers } = context.switchToHttp().getRequest<FastifyRequest>();
    if (headers.authorization === undefined) return true;
    const user = await this.signedIn(context).catch(() => undefined); // why: a health check also answers while tokens cannot be checked
    if (user && user.mustEnrolTotp !== true) this.actor.set(user);
    return true;
  }

  /** @throws DomainError IAM_UNAUTHENTICATED */
  private async signedIn(context: ExecutionContext): Promise<Bearer> {
    const { headers } = context.switchToHttp().getRequest<FastifyRequest>();
    const [, token] = BEARER.exec(headers.authorization ?? '') ?? [];
    const actor = token === undefined ? undefined : await this.bearerOf(context, token);
    if (!actor) throw IamErrors.UNAUTHENTICATED();
    return actor;
  }

  private async bearerOf(context: ExecutionContext, token: string): Promise<Bearer | undefined> {
    if (isApiKey(token)) return this.keys.ofKey(token);
    const claims = this.tokens.remembered(token) ?? (await this.verified(context, token));
    return claims && this.actors.ofClaims(claims);
  }

  private async verified(context: ExecutionContext, token: string): Promise<AccessClaims | undefined> {
    const claims = await this.jwt.claimsOf(context);
    if (claims) this.tokens.remember(token, claims);
    return claims;
  }
}
