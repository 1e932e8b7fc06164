import { type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import { type Actor, CurrentActor, ROUTE_ACCESS, type RouteAccess } from '@app/platform';
import { IamErrors } from '../iam.errors';

/**
 * Guards every route (billing.md Z1): what a route's decorator does not allow is refused, and a route without one is
 * refused to everybody. Whoever passes is the {@link CurrentActor} from then on.
 */
@Injectable()
export class AccessGuard extends AuthGuard('jwt') {
  constructor(
    private readonly reflector: Reflector,
    private readonly actor: CurrentActor,
  ) {
    super();
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const access = this.reflector.get<RouteAccess | undefined>(ROUTE_ACCESS, context.getHandler());
    if (access?.kind === 'public') return true;
    await super.canActivate(context);
    const { user } = context.switchToHttp().getRequest<{ user: Actor }>();
    if (!access) throw IamErrors.FORBIDDEN({ permission: '-' });
    if (access.kind === 'permission' && !user.permissions.has(access.permission)) {
      throw IamErrors.FORBIDDEN({ permission: access.permission });
    }
    this.actor.set(user);
    return true;
  }

  override handleRequest<T>(error: unknown, user: T | false | null | undefined): T {
    if (error) throw error as Error;
    if (!user) throw IamErrors.UNAUTHENTICATED();
    return user;
  }
}
