import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { CoreErrors, type Page } from '@app/core';
import { AccessErrors, SitesService } from '@app/iam';
import { AuditLog, Cache, CurrentActor, type ListRequest } from '@app/platform';
import { BillingErrors } from '../../billing.errors';
import { type DunningPatch } from '../../domain/dunning/dunning-policy';
import { DunningPolicyRepository, type DunningPolicyRow } from '../../repositories/dunning/dunning-policy.repository';

export interface NewDunningPolicy {
  siteId: string | null;
  planId: string | null;
  name: string;
  policy: DunningPatch;
}

/** Dunning policies of plans and sites; they stand over the billing policies. */
@Injectable()
export class DunningPolicies {
  constructor(
    private readonly rows: DunningPolicyRepository,
    private readonly sites: SitesService,
    private readonly actor: CurrentActor,
    private readonly cache: Cache,
    private readonly audit: AuditLog,
  ) {}

  async list(request: ListRequest): Promise<Page<DunningPolicyRow>> {
    return this.rows.page(request);
  }

  /** @throws DomainError CORE_NOT_FOUND */
  async get(id: string): Promise<DunningPolicyRow> {
    const row = await this.rows.find(id);
    if (!row) throw CoreErrors.NOT_FOUND({ what: 'dunning policy', id });
    return row;
  }

  /**
   * @throws DomainError CORE_NOT_FOUND (site, plan), BILLING_DUNNING_POLICY_TAKEN, BILLING_POLICY_IS_GENERAL,
   * IAM_SCOPE_TOO_NARROW
   */
  @Transactional()
  async add(input: NewDunningPolicy): Promise<DunningPolicyRow> {
    const { siteId, planId } = input;
    this.mustOwn(siteId);
    if (siteId !== null) await this.sites.get(siteId);
    if (planId !== null && !(await this.rows.isPlanKnown(planId, siteId))) {
      throw CoreErrors.NOT_FOUND({ what: 'plan', id: planId });
    }
    const id = await this.rows.insert(input);
    if (id === undefined) throw BillingErrors.DUNNING_POLICY_TAKEN();
    return this.changed(await this.get(id), undefined);
  }

  /** @throws DomainError CORE_NOT_FOUND, CORE_STALE_VERSION, BILLING_POLICY_IS_GENERAL, IAM_SCOPE_TOO_NARROW */
  @Transactional()
  async update(
    id: string,
    version: number,
    change: Pick<NewDunningPolicy, 'name' | 'policy'>,
  ): Promise<DunningPolicyRow> {
    const before = await this.get(id);
    this.mustOwn(before.siteId);
    if (!(await this.rows.update(id, version, change.name, change.policy))) throw CoreErrors.STALE_VERSION();
    return this.changed(await this.get(id), before);
  }

  /** @throws DomainError CORE_NOT_FOUND, BILLING_POLICY_IS_GENERAL, IAM_SCOPE_TOO_NARROW */
  @Transactional()
  async remove(id: string): Promise<void> {
    const before = await this.get(id);
    this.mustOwn(before.siteId);
    await this.rows.remove(id);
    this.cache.invalidateFamily('billing-policies');
    const subject = { type: 'dunning-policy', id };
    await this.audit.record({ action: 'dunning-policy.removed', subject, siteId: before.siteId, before });
  }

  private mustOwn(siteId: string | null): void {
    if (this.actor.isNarrowed()) throw AccessErrors.SCOPE_TOO_NARROW();
    if (siteId === null && this.actor.siteIds() !== null) throw BillingErrors.POLICY_IS_GENERAL();
  }

  private async changed(row: DunningPolicyRow, before: DunningPolicyRow | undefined): Promise<DunningPolicyRow> {
    this.cache.invalidateFamily('billing-policies');
    await this.audit.record({
      action: before ? 'dunning-policy.changed' : 'dunning-policy.added',
      subject: { type: 'dunning-policy', id: row.id },
      siteId: row.siteId,
      before,
      after: row,
    });
    return row;
  }
}
