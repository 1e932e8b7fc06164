import { RequestMethod, type Type, VERSION_NEUTRAL } from '@nestjs/common';
import { type DiscoveryService, type MetadataScanner } from '@nestjs/core';
import { type RouteAccess, routeAccessesOf } from '../../access/route-access';
import { METHOD_METADATA, PATH_METADATA, VERSION_METADATA } from './nest-metadata';

/** One route of a controller. */
export interface RouteInfo {
  /** `InvoicesController.voidInvoice` */
  readonly handler: string;
  /** GET, POST … */
  readonly method: string;
  /** As the controller declares it, such as `/v1/invoices/:id/void`; the global prefix comes in front of it. */
  readonly path: string;
  /** What the access decorators say; more or less than one is a mistake. */
  readonly accesses: readonly RouteAccess[];
}

/** Every route of the application's controllers, sorted by path and method. */
export function listRoutes(discovery: DiscoveryService, scanner: MetadataScanner): readonly RouteInfo[] {
  const controllers = discovery.getControllers().filter(({ metatype }) => typeof metatype === 'function');
  return controllers
    .flatMap(({ metatype }) => routesOf(metatype as Type, scanner))
    .sort((a, b) => `${a.path} ${a.method}`.localeCompare(`${b.path} ${b.method}`));
}

function routesOf(controller: Type, scanner: MetadataScanner): RouteInfo[] {
  const prototype = controller.prototype as Record<string, object>;
  return scanner.getAllMethodNames(prototype).flatMap((name) => {
    const handler = prototype[name];
    const method = handler && (Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod | undefined);
    if (handler === undefined || method === undefined) return [];
    return [
      {
        handler: `${controller.name}.${name}`,
        method: RequestMethod[method],
        path: joined(versionOf(controller), pathOf(controller), pathOf(handler)),
        accesses: routeAccessesOf(handler),
      },
    ];
  });
}

function versionOf(controller: Type): string {
  const version = Reflect.getMetadata(VERSION_METADATA, controller) as unknown;
  return typeof version === 'string' && version !== (VERSION_NEUTRAL as unknown) ? `v${version}` : '';
}

function pathOf(target: object): string {
  const path = Reflect.getMetadata(PATH_METADATA, target) as string | string[] | undefined;
  return (Array.isArray(path) ? path[0] : path) ?? '';
}

const joined = (...parts: string[]): string =>
  `/${parts
    .flatMap((part) => part.split('/'))
    .filter((part) => part !== '')
    .join('/')}`;
