import { SetMetadata } from '@nestjs/common';

/** Who may call a route. A route without one of these decorators keeps the application from starting. */
export type RouteAccess =
  | { kind: 'public'; identify?: boolean }
  | { kind: 'authenticated'; keys?: boolean }
  | { kind: 'permission'; permission: string };

export const ROUTE_ACCESS = Symbol('route access');
const DECLARATIONS = Symbol('route access declarations');

/**
 * Anybody, without credentials.
 *
 * @param options `identify`: valid credentials that are sent all the same make their owner the current actor; others are
 * ignored
 */
export const Public = (options: { identify?: boolean } = {}): MethodDecorator =>
  declare({ kind: 'public', ...options });

/**
 * Anybody who is signed in, for what concerns only himself.
 *
 * @param options `keys`: API keys as well; otherwise they are refused, for they have neither a session nor a password
 */
export const Authenticated = (options: { keys?: boolean } = {}): MethodDecorator =>
  declare({ kind: 'authenticated', ...options });

/** Whoever has this permission. */
export const RequirePermission = (permission: string): MethodDecorator => declare({ kind: 'permission', permission });

/** Every access that a handler declares; the start of the application demands exactly one. */
export function routeAccessesOf(handler: object): readonly RouteAccess[] {
  return (Reflect.getMetadata(DECLARATIONS, handler) as RouteAccess[] | undefined) ?? [];
}

function declare(access: RouteAccess): MethodDecorator {
  return (target, property, descriptor) => {
    SetMetadata(ROUTE_ACCESS, access)(target, property, descriptor);
    const handler = descriptor.value as object;
    Reflect.defineMetadata(DECLARATIONS, [...routeAccessesOf(handler), access], handler);
  };
}
