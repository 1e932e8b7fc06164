import { type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import { type Actor, CurrentActor, ROUTE_ACCESS, type RouteAccess } from '@app/platform';
import { IamErrors } from '../iam.errors';
import { type StaffActor } from '../services/actors.service';
import { BEFORE_TOTP } from './before-totp.decorator';

/** Staff, or whoever else a strategy lets in. */
type Bearer = Actor & Partial<Pick<StaffActor, 'mustEnrolTotp'>>;

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
    if (access?.kind === 'public') return access.identify === true ? this.identify(context) : true;
    const user = await this.signedIn(context);
    if (!access) throw IamErrors.FORBIDDEN({ permission: '-' });
    if (user.mustEnrolTotp === true && !this.reflector.get<boolean | undefined>(BEFORE_TOTP, context.getHandler())) {
      throw IamErrors.TOTP_ENROLMENT_REQUIRED();
    }
    if (access.kind === 'permission' && !user.permissions.has(access.permission)) {
      throw IamErrors.FORBIDDEN({ permission: access.permission });
    }
    this.actor.set(user);
    return true;
  }

  /** A public route that says more to some: whoever sends no valid credentials stays a stranger. */
  private async identify(context: ExecutionContext): Promise<true> {
    const { headers } = context.switchToHttp().getRequest<{ headers: { authorization?: string } }>();
    if (headers.authorization === undefined) return true;
    const user = await this.signedIn(context).catch(() => undefined); // why: a health check also answers while tokens cannot be checked
    if (user && user.mustEnrolTotp !== true) this.actor.set(user);
    return true;
  }

  private async signedIn(context: ExecutionContext): Promise<Bearer> {
    await super.canActivate(context);
    return context.switchToHttp().getRequest<{ user: Bearer }>().user;
  }

  override handleRequest<T>(error: unknown, user: T | false | null | undefined): T {
    if (error) throw error as Error;
    if (!user) throw IamErrors.UNAUTHENTICATED();
    return user;
  }
}
