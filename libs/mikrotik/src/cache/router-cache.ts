import { Injectable, Optional } from '@nestjs/common';
import { Clock } from '@app/core';
import { Cache, CacheKeys, Metrics } from '@app/platform';
import { MikrotikErrors } from '../mikrotik.errors';
import { RouterPool } from '../pool';
import { print, RouterOsError, type Row } from '../transport';
import { CACHED_MENUS, type CachedMenuName } from './cached-menus';

/** What a router printed, and how old that is. */
export interface RouterView {
  rows: Row[];
  fetchedAt: Date;
  ageSeconds: number;
  fromCache: boolean;
  /** The router is away: this is its last copy, older than it should be. */
  stale: boolean;
}

interface Copy {
  rows: Row[];
  fetchedAt: string;
}

/** A dead router's last words are kept for so long. */
const LAST_COPY_MS = 24 * 3_600_000;

/**
 * Slow-moving prints of routers. One question to the router at a time however many ask, forgotten as soon as we write to
 * the menu, and a router that is away is answered for with the last copy, marked as such.
 */
@Injectable()
export class RouterCache {
  private readonly requests;

  constructor(
    private readonly pool: RouterPool,
    private readonly cache: Cache,
    private readonly clock: Clock,
    @Optional() metrics?: Metrics,
  ) {
    this.requests = metrics?.counter({
      name: 'langgan_router_cache_requests_total',
      help: 'Reads of slow-moving router tables, by where the answer came from: hit, miss, stale, failed.',
      labelNames: ['outcome'],
    });
  }

  /**
   * @param fresh asks the router whatever is kept
   * @throws DomainError MIKROTIK_ROUTER_UNREACHABLE when it is away and nothing is kept, MIKROTIK_MENU_MISSING,
   * MIKROTIK_PERMISSION_MISSING
   */
  async read(routerId: string, name: CachedMenuName, { fresh = false } = {}): Promise<RouterView> {
    const key = CacheKeys.routerPrint(routerId, name);
    if (fresh) this.cache.invalidate(key);
    const load = { asked: false };
    try {
      const copy = await this.cache.getOrLoad(key, CACHED_MENUS[name].ttlMs, () => {
        load.asked = true;
        return this.load(routerId, name);
      });
      return this.view(copy, load.asked ? 'miss' : 'hit');
    } catch (error) {
      if (!(error instanceof RouterOsError)) throw error;
      return this.lastCopy(routerId, name, error);
    }
  }

  private async load(routerId: string, name: CachedMenuName): Promise<Copy> {
    const { menu, columns } = CACHED_MENUS[name];
    const rows = await this.pool.exec(routerId, print(menu, columns), { lane: 'bulk' });
    const copy = { rows, fetchedAt: this.clock.now().toISOString() };
    await this.cache.put(CacheKeys.routerPrintLast(routerId, name), LAST_COPY_MS, copy);
    return copy;
  }

  private async lastCopy(routerId: string, name: CachedMenuName, error: RouterOsError): Promise<RouterView> {
    const copy = error.isTransport ? await this.cache.peek<Copy>(CacheKeys.routerPrintLast(routerId, name)) : undefined;
    if (copy) return this.view(copy, 'stale');
    this.requests?.inc({ outcome: 'failed' });
    throw readFailure(error, CACHED_MENUS[name].menu);
  }

  private view({ rows, fetchedAt }: Copy, outcome: 'hit' | 'miss' | 'stale'): RouterView {
    this.requests?.inc({ outcome });
    const at = new Date(fetchedAt);
    const ageSeconds = Math.max(0, Math.floor((this.clock.now().getTime() - at.getTime()) / 1_000));
    return { rows, fetchedAt: at, ageSeconds, fromCache: outcome !== 'miss', stale: outcome === 'stale' };
  }
}

/** What to tell somebody whose read failed. */
export function readFailure(error: RouterOsError, menu: string): Error {
  if (error.code === 'UNSUPPORTED') return MikrotikErrors.MENU_MISSING({ menu });
  if (error.code === 'PERMISSION_DENIED') return MikrotikErrors.PERMISSION_MISSING({ menu });
  return MikrotikErrors.ROUTER_UNREACHABLE({ reason: error.code });
}
