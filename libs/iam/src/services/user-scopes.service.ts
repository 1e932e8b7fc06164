import { Injectable } from '@nestjs/common';
import { CoreErrors } from '@app/core';
import { CurrentActor } from '@app/platform';
import { AccessErrors } from '../access.errors';
import { IamErrors } from '../iam.errors';
import { type ScopeTarget, ScopeTargetsRepository } from '../repositories/scope-targets.repository';
import { SitesService } from './sites.service';

/** Whose data a user is to see, as asked for. */
export interface WantedScope {
  allSites?: boolean;
  siteIds?: readonly string[];
  /** null: not limited to areas. */
  areaIds?: readonly string[] | null;
  resellerId?: string | null;
  customerId?: string | null;
}

/** The same, complete. */
export interface UserScope {
  allSites: boolean;
  siteIds: readonly string[];
  areaIds: readonly string[] | null;
  resellerId: string | null;
  customerId: string | null;
}

/** Decides whose data a user may be given: never more than whoever gives it sees himself (billing.md Z2, Z4). */
@Injectable()
export class UserScopesService {
  constructor(
    private readonly targets: ScopeTargetsRepository,
    private readonly sites: SitesService,
    private readonly actor: CurrentActor,
  ) {}

  /**
   * Sites follow from areas (when none are named), a reseller or a customer.
   *
   * @throws DomainError CORE_NOT_FOUND for what the actor does not see, IAM_SITES_ABOVE_OWN, IAM_SCOPE_ABOVE_OWN,
   * IAM_SCOPE_MIXED
   */
  async resolve(wanted: WantedScope): Promise<UserScope> {
    const { allSites = false, siteIds = [], areaIds = null, resellerId = null, customerId = null } = wanted;
    const limits = [allSites, areaIds !== null, resellerId !== null, customerId !== null].filter(Boolean);
    if (limits.length > 1) throw AccessErrors.SCOPE_MIXED();
    const scope = { allSites, siteIds, areaIds, resellerId, customerId };
    this.assertWithinOwn(scope);
    if (customerId !== null) return { ...scope, siteIds: [await this.siteOf('customer', customerId)] };
    if (resellerId !== null) return { ...scope, siteIds: [await this.siteOf('reseller', resellerId)] };
    if (areaIds !== null) return { ...scope, siteIds: await this.sitesOfAreas(areaIds, wanted.siteIds) };
    await this.assertSites(siteIds);
    return scope;
  }

  private assertWithinOwn(scope: UserScope): void {
    if (scope.allSites && (this.actor.siteIds() !== null || this.actor.isNarrowed())) throw IamErrors.SITES_ABOVE_OWN();
    const own = this.actor.get().scope;
    const within =
      own.customerId !== null
        ? scope.customerId !== null
        : own.resellerId !== null
          ? scope.resellerId !== null || scope.customerId !== null
          : own.areaIds === null || scope.areaIds !== null || scope.customerId !== null;
    if (!within) throw AccessErrors.SCOPE_ABOVE_OWN();
  }

  private async assertSites(siteIds: readonly string[]): Promise<void> {
    const known = new Set((await this.sites.all()).map((site) => site.id));
    const unknown = siteIds.find((siteId) => !known.has(siteId));
    if (unknown !== undefined) throw CoreErrors.NOT_FOUND({ what: 'site', id: unknown });
  }

  private async siteOf(what: 'customer' | 'reseller', id: string): Promise<string> {
    const target = await this.targets[what](id);
    if (!target) throw CoreErrors.NOT_FOUND({ what, id });
    return target.siteId;
  }

  private async sitesOfAreas(areaIds: readonly string[], siteIds?: readonly string[]): Promise<readonly string[]> {
    const areas = new Map((await this.targets.areas(areaIds)).map((area): [string, ScopeTarget] => [area.id, area]));
    const unknown = areaIds.find((id) => !areas.has(id));
    if (unknown !== undefined) throw CoreErrors.NOT_FOUND({ what: 'area', id: unknown });
    const ofAreas = [...new Set([...areas.values()].map((area) => area.siteId))];
    if (siteIds === undefined || siteIds.length === 0) return ofAreas;
    await this.assertSites(siteIds);
    if (!ofAreas.every((id) => siteIds.includes(id))) throw AccessErrors.SCOPE_MIXED();
    return siteIds;
  }
}
