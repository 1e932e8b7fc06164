import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { CoreErrors } from '@app/core';
import { AccessErrors, SitesService } from '@app/iam';
import { AuditLog, Cache, CacheKeys, CurrentActor } from '@app/platform';
import { BillingConfig } from '../../billing.config';
import { BillingErrors } from '../../billing.errors';
import { type BillingRhythm } from '../../domain/next-bill-at';
import {
  type BillingPolicies as Policies,
  DEFAULT_POLICIES,
  mergePolicies,
  type PolicyPatch,
} from '../../domain/policies/billing-policies';
import { BillingPolicyRepository, type PolicyRow } from '../../repositories/billing-policy.repository';
import { PointerRepository } from '../../repositories/pointer.repository';
import { PolicyChecks } from './policy-checks.service';

const TTL_MS = 60_000;

/** What a site goes by, and what was decided for it alone. */
export interface PolicyView {
  siteId: string | null;
  effective: Policies;
  own: PolicyPatch;
  /** 0: nothing decided yet. */
  version: number;
}

/** The rules that billing goes by, per site. */
@Injectable()
export class BillingPolicies {
  private readonly base: Policies;

  constructor(
    private readonly rows: BillingPolicyRepository,
    private readonly pointers: PointerRepository,
    private readonly sites: SitesService,
    private readonly actor: CurrentActor,
    private readonly cache: Cache,
    private readonly audit: AuditLog,
    private readonly checks: PolicyChecks,
    config: BillingConfig,
  ) {
    const { dueDays, minPaymentDays, graceDays, leadDays, runHour, isolirHour, accessTolerance } = config;
    this.base = mergePolicies(DEFAULT_POLICIES, {
      ...{ dueDays, minPaymentDays, graceDays, leadDays, runHour, isolirHour },
      accessTolerance: String(accessTolerance),
    });
  }

  /** What counts for a site (null: the ISP's own level). Cached; a change is seen within a minute at the latest. */
  async of(siteId: string | null): Promise<Policies> {
    const levels = await this.cache.getOrLoad(CacheKeys.billingPolicies(siteId), TTL_MS, () => this.levels(siteId));
    return mergePolicies(this.base, ...levels);
  }

  /** @throws DomainError CORE_NOT_FOUND for a site outside the actor's scope */
  async view(siteId: string | null): Promise<PolicyView> {
    if (siteId !== null) await this.sites.get(siteId);
    const rows = await this.rows.levels(siteId);
    const own = rows.find((row) => row.siteId === siteId);
    const effective = mergePolicies(this.base, ...rows.map((row) => row.policies));
    return { siteId, effective, own: own?.policies ?? {}, version: own?.version ?? 0 };
  }

  /**
   * Replaces what a site, or the whole ISP (null), decided. Documents that were issued keep what they were issued with.
   *
   * @throws DomainError CORE_NOT_FOUND (site), CORE_STALE_VERSION, BILLING_POLICY_IS_GENERAL, ACCESS_SCOPE_TOO_NARROW,
   * and as {@link PolicyChecks.check}
   */
  @Transactional()
  async put(siteId: string | null, version: number, policies: PolicyPatch): Promise<PolicyView> {
    const before = await this.view(siteId);
    if (this.actor.isNarrowed()) throw AccessErrors.SCOPE_TOO_NARROW();
    if (siteId === null && this.actor.siteIds() !== null) throw BillingErrors.POLICY_IS_GENERAL();
    const row: PolicyRow | undefined = await this.rows.put(siteId, version, policies);
    if (!row) throw CoreErrors.STALE_VERSION();
    this.cache.invalidateFamily('billing-policies');
    const after = await this.view(siteId);
    await this.checks.check(policies, siteId, async (id) => (await this.view(id)).effective);
    if (isEarlier(after.effective, before.effective)) await this.pointers.lookEarlier(after.effective, { siteId });
    await this.audit.record({
      action: 'billing.policies.changed',
      subject: { type: 'billing-policies', id: siteId ?? 'all-sites' },
      siteId,
      before: before.own,
      after: policies,
    });
    return after;
  }

  private async levels(siteId: string | null): Promise<PolicyPatch[]> {
    return (await this.rows.levels(siteId)).map((row) => row.policies);
  }
}

/** Are invoices issued earlier by the first than by the second? */
export const isEarlier = (a: BillingRhythm, b: BillingRhythm): boolean =>
  a.leadDays > b.leadDays || a.runHour < b.runHour;
