import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { CoreErrors } from '@app/core';
import { CurrentActor, AuditLog } from '@app/platform';
import { termAttributes } from '../domain/profile-terms';
import { PppoeErrors } from '../pppoe.errors';
import { IpPoolRepository } from '../repositories/ip-pool.repository';
import { PlacementRepository } from '../repositories/placement.repository';
import {
  type ProfileSettings,
  type ProfileSettingsEdit,
  ProfileSettingsRepository,
} from '../repositories/profile-settings.repository';
import { SecretSyncService } from './secret-sync.service';

/** What operators say about the profiles of plans: everywhere, and on single routers. */
@Injectable()
export class ProfileSettingsService {
  constructor(
    private readonly settings: ProfileSettingsRepository,
    private readonly pools: IpPoolRepository,
    private readonly places: PlacementRepository,
    private readonly sync: SecretSyncService,
    private readonly actor: CurrentActor,
    private readonly audit: AuditLog,
  ) {}

  /** General ones first. @throws DomainError CORE_NOT_FOUND for a plan out of scope */
  async list(planId: string): Promise<ProfileSettings[]> {
    await this.plan(planId);
    return this.settings.list(planId);
  }

  /**
   * Routers follow within seconds; running sessions keep what they have.
   *
   * @param version of the settings that are replaced; 0 for new ones
   * @throws DomainError CORE_NOT_FOUND for plan or router, CORE_STALE_VERSION, PPPOE_POOL_NOT_OF_ROUTER
   */
  @Transactional()
  async save(
    target: { planId: string; routerId: string | null },
    version: number,
    edit: ProfileSettingsEdit,
  ): Promise<ProfileSettings> {
    const plan = await this.plan(target.planId);
    await this.checkTarget(target, plan.siteId);
    const attributes = [
      ...Object.keys(termAttributes(edit.terms)),
      ...(edit.poolId === null ? [] : ['remote-address']),
    ];
    if (edit.poolId !== null) await this.checkPool(edit.poolId, target.routerId);
    if (!(await this.settings.save(target, version, edit, attributes))) throw CoreErrors.STALE_VERSION();
    const saved = (await this.settings.list(target.planId)).find(({ routerId }) => routerId === target.routerId);
    if (!saved) throw CoreErrors.NOT_FOUND({ what: 'profile settings', id: target.planId });
    await this.sync.planChanged(target.planId);
    const subject = { type: 'plan', id: target.planId };
    await this.audit.record({ action: 'pppoe.profile.changed', subject, siteId: plan.siteId, after: saved });
    return saved;
  }

  private async plan(planId: string): Promise<{ siteId: string | null }> {
    const plan = await this.settings.writablePlan(planId);
    if (!plan) throw CoreErrors.NOT_FOUND({ what: 'plan', id: planId });
    return plan;
  }

  /** What counts on every router is for who may change the plan itself: it may be sold at sites that he does not see. */
  private async checkTarget(
    { planId, routerId }: { planId: string; routerId: string | null },
    siteId: string | null,
  ): Promise<void> {
    if (routerId !== null) {
      if (!(await this.places.routers([routerId])).has(routerId))
        throw CoreErrors.NOT_FOUND({ what: 'router', id: routerId });
      return;
    }
    const mayEverywhere = this.actor.siteIds() === null || siteId !== null;
    if (this.actor.isNarrowed() || !mayEverywhere) throw CoreErrors.NOT_FOUND({ what: 'plan', id: planId });
  }

  private async checkPool(poolId: string, routerId: string | null): Promise<void> {
    const pool = await this.pools.find(poolId);
    if (!pool) throw CoreErrors.NOT_FOUND({ what: 'ip pool', id: poolId });
    if (pool.kind !== 'DYNAMIC' || pool.routerId !== routerId) throw PppoeErrors.POOL_NOT_OF_ROUTER();
  }
}
