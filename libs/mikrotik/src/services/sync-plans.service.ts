import { Injectable } from '@nestjs/common';
import { AuditLog, Database } from '@app/platform';
import { type BrakeReason, digestOf, lossesIn } from '../domain/brake';
import { countsOf, type DriftEntry, entriesOf, type KindCounts, type PlanCounts, totalOf } from '../domain/drift';
import { type KindPlan } from '../domain/sync-plan';
import { type Router } from '../entities/router.entity';
import { MikrotikErrors } from '../mikrotik.errors';
import { SyncErrors } from '../sync/sync.errors';
import { SyncStateRepository } from '../repositories/sync-state.repository';
import { BrakeKeeper } from '../sync/brake-keeper';
import { EVERYTHING, RouterPlanner } from '../sync/router-planner';
import { RouterSync } from '../sync/router-sync';
import { RouterOsError } from '../transport';
import { RoutersService } from './routers.service';

/** What a full sync would do to a router now. */
export interface SyncPlan {
  routerId: string;
  /** Names what would be taken away; confirm with it. */
  digest: string;
  /** Set when the brake would hold it. */
  brake: BrakeReason | null;
  total: PlanCounts;
  kinds: KindCounts[];
  entries: DriftEntry[];
}

/** Shows, starts and confirms full syncs, within the scope of the running actor. */
@Injectable()
export class SyncPlansService {
  constructor(
    private readonly routers: RoutersService,
    private readonly planner: RouterPlanner,
    private readonly brake: BrakeKeeper,
    private readonly states: SyncStateRepository,
    private readonly sync: RouterSync,
    private readonly database: Database,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Nothing is written.
   *
   * @throws DomainError CORE_NOT_FOUND, MIKROTIK_ROUTER_UNREACHABLE
   */
  async plan(id: string): Promise<SyncPlan> {
    const router = await this.routers.get(id);
    const plans = await this.read(router);
    const kinds = plans.map(countsOf);
    const total = totalOf(kinds);
    const brake = await this.brake.judge(id, plans, total.managed);
    const digest = digestOf(lossesIn(plans));
    return { routerId: id, digest, brake: brake ?? null, total, kinds, entries: entriesOf(plans) };
  }

  /**
   * Asks for a full sync. Forgets a backoff.
   *
   * @param digest confirms that plan, as {@link confirm} does
   * @throws DomainError CORE_NOT_FOUND; with a digest also those of {@link confirm}
   */
  async request(id: string, digest?: string): Promise<void> {
    if (digest !== undefined) {
      await this.confirm(id, digest);
      return;
    }
    const { siteId } = await this.routers.get(id);
    await this.database.transaction(async () => {
      await this.demand(id);
      await this.audit.record({ action: 'router.sync-requested', subject: { type: 'router', id }, siteId });
    });
  }

  /**
   * Lets through exactly what the plan of this digest takes away, and starts a full sync. The router is read again: if it
   * would lose something else by now, nothing is allowed.
   *
   * @throws DomainError CORE_NOT_FOUND, MIKROTIK_ROUTER_UNREACHABLE, MIKROTIK_PLAN_INCOMPLETE, MIKROTIK_PLAN_CHANGED
   */
  async confirm(id: string, digest: string): Promise<void> {
    const router = await this.routers.get(id);
    const plans = await this.read(router);
    const blind = plans.find(({ unreadable }) => unreadable !== undefined);
    if (blind) throw SyncErrors.PLAN_INCOMPLETE({ kind: blind.kind, reason: blind.unreadable?.code ?? '' });
    const losses = lossesIn(plans);
    const present = digestOf(losses);
    if (present !== digest) throw SyncErrors.PLAN_CHANGED({ digest: present });
    await this.database.transaction(async () => {
      await this.brake.allow(router, losses);
      await this.demand(id);
    });
  }

  private async demand(id: string): Promise<void> {
    await this.states.demand(id);
    await this.sync.forgetBackoff(id);
    await this.sync.wantFullSync(id);
  }

  private async read({ id }: Router): Promise<KindPlan[]> {
    try {
      return await this.planner.plan(id, EVERYTHING);
    } catch (error) {
      if (!(error instanceof RouterOsError)) throw error;
      throw MikrotikErrors.ROUTER_UNREACHABLE({ reason: error.code });
    }
  }
}
