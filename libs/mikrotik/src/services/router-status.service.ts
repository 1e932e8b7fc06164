import { Injectable } from '@nestjs/common';
import { type Router, type RouterQueue } from '../entities/router.entity';
import { type KindPlan } from '../domain/sync-plan';
import { MikrotikErrors } from '../mikrotik.errors';
import { RouterRepository } from '../repositories/router.repository';
import { RouterSync } from '../sync/router-sync';
import { EVERYTHING, RouterPlanner } from '../sync/router-planner';
import { RouterOsError } from '../transport';
import { RoutersService } from './routers.service';

export interface RouterStatus {
  router: Router;
  queue: RouterQueue;
}

/** What operators ask and tell a router's sync, within the scope of the running actor. */
@Injectable()
export class RouterStatusService {
  constructor(
    private readonly routers: RoutersService,
    private readonly repository: RouterRepository,
    private readonly planner: RouterPlanner,
    private readonly sync: RouterSync,
  ) {}

  /** @throws DomainError CORE_NOT_FOUND */
  async status(id: string): Promise<RouterStatus> {
    const router = await this.routers.get(id);
    return { router, queue: await this.repository.queue(id) };
  }

  /**
   * What a full sync would do now. Nothing is written.
   *
   * @throws DomainError CORE_NOT_FOUND, MIKROTIK_ROUTER_UNREACHABLE
   */
  async plan(id: string): Promise<KindPlan[]> {
    await this.routers.get(id);
    try {
      return await this.planner.plan(id, EVERYTHING);
    } catch (error) {
      if (!(error instanceof RouterOsError)) throw error;
      throw MikrotikErrors.ROUTER_UNREACHABLE({ reason: error.code });
    }
  }

  /** Asks for a full sync. @throws DomainError CORE_NOT_FOUND */
  async wantSync(id: string): Promise<void> {
    await this.routers.get(id);
    await this.sync.forgetBackoff(id);
    await this.sync.wantFullSync(id);
  }

  /** Tries what was given up again. @throws DomainError CORE_NOT_FOUND */
  async retry(id: string): Promise<{ revived: number }> {
    await this.routers.get(id);
    return { revived: await this.sync.retryDead(id) };
  }
}
