import { Injectable } from '@nestjs/common';
import { AuditLog, Database } from '@app/platform';
import { type RouterHealthView } from '../health/health-view.repository';
import { HealthViewService } from '../health/health-view.service';
import { type Router, type RouterQueue } from '../entities/router.entity';
import { RouterRepository } from '../repositories/router.repository';
import { type Brake, SyncStateRepository } from '../repositories/sync-state.repository';
import { RouterSync } from '../sync/router-sync';
import { RoutersService } from './routers.service';

export interface RouterStatus {
  router: Router;
  queue: RouterQueue;
  brake: Brake | undefined;
  /** As of the last probe. */
  measured: RouterHealthView;
}

/** What operators ask and tell a router's sync, within the scope of the running actor. */
@Injectable()
export class RouterStatusService {
  constructor(
    private readonly routers: RoutersService,
    private readonly repository: RouterRepository,
    private readonly states: SyncStateRepository,
    private readonly sync: RouterSync,
    private readonly healths: HealthViewService,
    private readonly database: Database,
    private readonly audit: AuditLog,
  ) {}

  /** @throws DomainError CORE_NOT_FOUND */
  async status(id: string): Promise<RouterStatus> {
    const router = await this.routers.get(id);
    const [queue, brake, measured] = await Promise.all([
      this.repository.queue(id),
      this.states.brake(id),
      this.healths.get(id),
    ]);
    return { router, queue, brake, measured };
  }

  /** Tries what was given up again. @throws DomainError CORE_NOT_FOUND */
  async retry(id: string): Promise<{ revived: number }> {
    const { siteId } = await this.routers.get(id);
    return this.database.transaction(async () => {
      const revived = await this.sync.retryDead(id);
      const subject = { type: 'router', id };
      await this.audit.record({ action: 'router.dead-letters-retried', subject, siteId, after: { revived } });
      return { revived };
    });
  }
}
