import { SetMetadata } from '@nestjs/common';

/** Who may call a route. A route without one of these decorators keeps the application from starting. */
export type RouteAccess = { kind: 'public' } | { kind: 'authenticated' } | { kind: 'permission'; permission: string };

export const ROUTE_ACCESS = Symbol('route access');

/** Anybody, without credentials. */
export const Public = (): MethodDecorator => SetMetadata(ROUTE_ACCESS, { kind: 'public' } satisfies RouteAccess);

/** Anybody who is signed in, for what concerns only himself. */
export const Authenticated = (): MethodDecorator =>
  SetMetadata(ROUTE_ACCESS, { kind: 'authenticated' } satisfies RouteAccess);

/** Whoever has this permission. */
export const RequirePermission = (permission: string): MethodDecorator =>
  SetMetadata(ROUTE_ACCESS, { kind: 'permission', permission } satisfies RouteAccess);
