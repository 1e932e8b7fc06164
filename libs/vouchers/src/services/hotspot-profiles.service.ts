import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { PlansService } from '@app/billing';
import { CoreErrors, type Page, uuidv7 } from '@app/core';
import { SitesService } from '@app/iam';
import { RouterSync, SYNC_PRIORITY } from '@app/mikrotik';
import { AuditLog, CurrentActor } from '@app/platform';
import { hotspotProfileName, type HotspotProfile } from '../domain/hotspot-profile';
import { AccountSync } from '../hotspot/account-sync.service';
import { VoucherErrors } from '../vouchers.errors';
import {
  type HotspotProfileFilter,
  type HotspotProfilePatch,
  HotspotProfileRepository,
  type NewHotspotProfile,
} from '../repositories/hotspot-profile.repository';

/** A package as it is asked for: with a plan, the plan's rates need not be said. */
export type HotspotProfileInput = Omit<NewHotspotProfile, 'id' | 'currency' | 'downloadKbps' | 'uploadKbps'> &
  Partial<Pick<NewHotspotProfile, 'downloadKbps' | 'uploadKbps'>>;

/** Hotspot packages. What routers need of them is marked in the same transaction. */
@Injectable()
export class HotspotProfiles {
  constructor(
    private readonly profiles: HotspotProfileRepository,
    private readonly plans: PlansService,
    private readonly sites: SitesService,
    private readonly actor: CurrentActor,
    private readonly sync: RouterSync,
    private readonly accounts: AccountSync,
    private readonly audit: AuditLog,
  ) {}

  async list(filter: HotspotProfileFilter): Promise<Page<HotspotProfile>> {
    return this.profiles.page(filter);
  }

  /** @throws DomainError CORE_NOT_FOUND */
  async get(id: string): Promise<HotspotProfile> {
    const profile = await this.profiles.find(id);
    if (!profile) throw CoreErrors.NOT_FOUND({ what: 'hotspot profile', id });
    return profile;
  }

  /**
   * @throws DomainError CORE_NOT_FOUND for site or plan, CORE_VALIDATION_FAILED without rates and plan,
   * VOUCHERS_PROFILE_TAKEN, VOUCHERS_PLAN_HAS_PROFILE, VOUCHERS_PLAN_NOT_HOTSPOT
   */
  @Transactional()
  async create(input: HotspotProfileInput): Promise<HotspotProfile> {
    const { currency } = await this.sites.get(input.siteId);
    if (this.actor.isNarrowed()) throw CoreErrors.NOT_FOUND({ what: 'site', id: input.siteId });
    const id = uuidv7();
    await this.profiles.insert({ ...input, ...(await this.ratesOf(input)), id, currency });
    const after = await this.get(id);
    await this.changed('hotspot-profile.created', after, { after });
    return after;
  }

  /**
   * Vouchers that are made already keep their terms; rates and timeouts count for their users too. @throws
   * CORE_STALE_VERSION
   */
  @Transactional()
  async update(id: string, version: number, patch: HotspotProfilePatch): Promise<HotspotProfile> {
    const before = await this.get(id);
    if (this.actor.isNarrowed()) throw CoreErrors.NOT_FOUND({ what: 'hotspot profile', id });
    if (!(await this.profiles.update(id, version, patch))) throw CoreErrors.STALE_VERSION();
    const after = await this.get(id);
    await this.changed('hotspot-profile.changed', after, { before, after });
    return after;
  }

  /** Only one of which nothing was ever made. @throws DomainError CORE_NOT_FOUND, VOUCHERS_PROFILE_IN_USE */
  @Transactional()
  async remove(id: string): Promise<void> {
    const before = await this.get(id);
    if (this.actor.isNarrowed()) throw CoreErrors.NOT_FOUND({ what: 'hotspot profile', id });
    if (!(await this.profiles.delete(id))) throw VoucherErrors.PROFILE_IN_USE();
    await this.changed('hotspot-profile.deleted', before, { before });
  }

  private async ratesOf(input: HotspotProfileInput): Promise<{ downloadKbps: number; uploadKbps: number }> {
    const plan = input.planId === null ? undefined : await this.plans.get(input.planId);
    if (plan && plan.serviceKind !== 'HOTSPOT') throw VoucherErrors.PLAN_NOT_HOTSPOT();
    const downloadKbps = input.downloadKbps ?? plan?.downloadKbps;
    const uploadKbps = input.uploadKbps ?? plan?.uploadKbps;
    if (downloadKbps !== undefined && uploadKbps !== undefined) return { downloadKbps, uploadKbps };
    const message = { id: 'isi kecepatan atau planId', en: 'give the rates or a planId' };
    throw CoreErrors.VALIDATION_FAILED({}, [{ path: 'downloadKbps', code: 'REQUIRED', message }]);
  }

  private async changed(
    action: string,
    { id, siteId, code, planId }: HotspotProfile,
    states: { before?: HotspotProfile; after?: HotspotProfile },
  ): Promise<void> {
    await this.audit.record({ action, subject: { type: 'hotspot-profile', id }, siteId, ...states });
    const routers = await this.profiles.routersOf(siteId);
    const mark = {
      kind: 'hotspot-user-profile' as const,
      key: hotspotProfileName(code),
      priority: SYNC_PRIORITY.NORMAL,
    };
    await this.sync.markManyDirty(routers.map((routerId) => ({ routerId, ...mark })));
    if (planId !== null) await this.accounts.packageChanged(siteId, planId, mark.key);
  }
}
