import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { permissionCatalogue } from '../../access/permissions';
import { listRoutes, type RouteInfo } from './route-list';

/**
 * Keeps an application from starting while a route does not say, exactly once, who may call it, or names a permission
 * that no lib declares.
 */
@Injectable()
export class RouteAccessCheck implements OnModuleInit {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  /** Every route with its access, for the OpenAPI document and the architecture tests. */
  routes(): readonly RouteInfo[] {
    return listRoutes(this.discovery, this.scanner);
  }

  /** @throws Error naming every route that is wrong */
  onModuleInit(): void {
    const known = new Set(permissionCatalogue().map(({ key }) => key));
    const mistakes = this.routes().flatMap((route) => mistakesOf(route, known));
    if (mistakes.length > 0)
      throw new Error(`Routes with unclear access:\n${mistakes.map((m) => `  - ${m}`).join('\n')}`);
  }
}

function mistakesOf(route: RouteInfo, permissions: ReadonlySet<string>): string[] {
  const where = `${route.handler} (${route.method} ${route.path})`;
  const [access, ...more] = route.accesses;
  if (!access) return [`${where} has none of @RequirePermission, @Public, @Authenticated`];
  if (more.length > 0) return [`${where} has more than one access decorator`];
  if (access.kind === 'permission' && !permissions.has(access.permission)) {
    return [`${where} names the unknown permission ${access.permission}`];
  }
  return [];
}
