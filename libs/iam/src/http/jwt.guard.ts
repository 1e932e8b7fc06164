import { type ExecutionContext, Injectable } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';
import { type FastifyRequest } from 'fastify';
import { type AccessClaims } from '../services/access-tokens.service';

/** Passport's `jwt` strategy as a question instead of a refusal: which claims does the request's bearer token hold? */
@Injectable()
export class JwtGuard extends AuthGuard('jwt') {
  /** Undefined for a token that is not ours, not valid or over; why is nobody's business but ours. */
  async claimsOf(context: ExecutionContext): Promise<AccessClaims | undefined> {
    await this.canActivate(context);
    return context.switchToHttp().getRequest<FastifyRequest & { user?: AccessClaims }>().user;
  }

  override handleRequest<T>(_error: unknown, claims: T | false): T {
    return (claims === false ? undefined : claims) as T;
  }
}
