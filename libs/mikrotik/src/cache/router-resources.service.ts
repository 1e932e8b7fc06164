import { Injectable } from '@nestjs/common';
import { RoutersService } from '../services/routers.service';
import { type CachedMenuName } from './cached-menus';
import { RouterCache, type RouterView } from './router-cache';

/** Slow-moving tables of routers, for people. */
@Injectable()
export class RouterResources {
  constructor(
    private readonly routers: RoutersService,
    private readonly copies: RouterCache,
  ) {}

  /** @throws DomainError CORE_NOT_FOUND, and as `RouterCache.read` */
  async get(id: string, name: CachedMenuName, options: { fresh?: boolean } = {}): Promise<RouterView> {
    await this.routers.get(id);
    return this.copies.read(id, name, options);
  }
}
