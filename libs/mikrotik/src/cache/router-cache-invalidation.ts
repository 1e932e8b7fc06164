import { Injectable } from '@nestjs/common';
import { Cache, CacheKeys } from '@app/platform';
import { CACHED_MENU_NAMES, cachedMenuOf } from './cached-menus';

/** Forgets copies of router tables, in every process. */
@Injectable()
export class RouterCacheInvalidation {
  constructor(private readonly cache: Cache) {}

  /** We have written to these menus of the router. Its last copies stay, for the time when it is away. */
  written(routerId: string, menus: Iterable<string>): void {
    for (const menu of new Set(menus)) {
      const name = cachedMenuOf(menu);
      if (name !== undefined) this.cache.invalidate(CacheKeys.routerPrint(routerId, name));
    }
  }

  /** It may be another router from now on. */
  forget(routerId: string): void {
    for (const name of CACHED_MENU_NAMES) {
      this.cache.invalidate(CacheKeys.routerPrint(routerId, name));
      this.cache.invalidate(CacheKeys.routerPrintLast(routerId, name));
    }
  }
}
