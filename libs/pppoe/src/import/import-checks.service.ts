import { Injectable } from '@nestjs/common';
import { AdoptedSubscriptions, PlansService } from '@app/billing';
import { addDays, Clock, type LocalDate, localDateOf, type Money } from '@app/core';
import { AreasService } from '@app/customers';
import { IamErrors, SitesService } from '@app/iam';
import { RouterInventory } from '@app/mikrotik';
import { CurrentActor } from '@app/platform';
import { type ImportSettings } from '../domain/import/import-settings';
import { type Rates, ratesOf } from '../domain/import/rate-limit';
import { ImportErrors } from './import.errors';

const PLAN_WRITE = 'plan:write';
/** A first bill may be that far ahead. */
const AHEAD_DAYS = 366;
/** A plan that is made for a profile, with the profile's rates unless others are given. */
export interface PlanForProfile extends Partial<Rates> {
  code: string;
  name: string;
  price: Money;
  taxCode?: string;
}

/** What becomes of the secrets of a profile: a plan, a new plan, or nothing. */
export interface ProfileMapping {
  profile: string;
  planId?: string;
  createPlan?: PlanForProfile;
}

export interface NewImport extends Omit<ImportSettings, 'profiles'> {
  profiles: ProfileMapping[];
}

/** Checks what is asked of an import, and makes the plans that it shall make. */
@Injectable()
export class ImportChecks {
  constructor(
    private readonly inventory: RouterInventory,
    private readonly sites: SitesService,
    private readonly areas: AreasService,
    private readonly plans: PlansService,
    private readonly adoptable: AdoptedSubscriptions,
    private readonly actor: CurrentActor,
    private readonly clock: Clock,
  ) {}

  /**
   * Joins the caller's transaction.
   *
   * @throws DomainError CORE_NOT_FOUND (area, plan), IAM_FORBIDDEN, PPPOE_IMPORT_BILL_FROM, PPPOE_IMPORT_PROFILE_TWICE,
   * PPPOE_IMPORT_PROFILE_WITHOUT_RATE, and as `AdoptedSubscriptions.plans` and `PlansService.create`
   */
  async settingsOf(routerId: string, siteId: string, asked: NewImport): Promise<ImportSettings> {
    this.mustBeAllowed(asked);
    await this.checkDates(siteId, asked.billFrom);
    if (asked.areaId !== null) await this.areas.get(asked.areaId);
    const profiles = await this.mapped(routerId, siteId, asked.profiles);
    const planIds = profiles.flatMap(({ planId }) => planId ?? []);
    await this.adoptable.plans(planIds, siteId, asked.billFrom);
    return { ...asked, profiles };
  }

  private mustBeAllowed({ profiles }: NewImport): void {
    const { kind, permissions } = this.actor.get();
    const makesPlans = profiles.some(({ createPlan }) => createPlan !== undefined);
    if (kind === 'system' || !makesPlans || permissions.has(PLAN_WRITE)) return;
    throw IamErrors.FORBIDDEN({ permission: PLAN_WRITE });
  }

  private async checkDates(siteId: string, billFrom: LocalDate): Promise<void> {
    const { timeZone } = await this.sites.get(siteId);
    const first = localDateOf(this.clock.now(), timeZone);
    const last = addDays(first, AHEAD_DAYS);
    if (billFrom < first || billFrom > last) throw ImportErrors.BILL_FROM({ first, last });
  }

  private async mapped(
    routerId: string,
    siteId: string,
    mappings: readonly ProfileMapping[],
  ): Promise<ImportSettings['profiles']> {
    const mapped = new Map<string, string | null>();
    for (const { profile, planId, createPlan } of mappings) {
      if (mapped.has(profile)) throw ImportErrors.PROFILE_TWICE({ profile });
      mapped.set(profile, createPlan ? await this.planFor(routerId, siteId, profile, createPlan) : (planId ?? null));
    }
    return [...mapped].map(([profile, planId]) => ({ profile, planId }));
  }

  private async planFor(routerId: string, siteId: string, profile: string, wanted: PlanForProfile): Promise<string> {
    const rates = await this.ratesFor(routerId, profile, wanted);
    const { code, name, price, taxCode } = wanted;
    const plan = await this.plans.create({
      ...{ siteId, code, name, price, ...rates },
      ...(taxCode === undefined ? {} : { taxCode }),
    });
    return plan.id;
  }

  private async ratesFor(
    routerId: string,
    profile: string,
    { downloadKbps, uploadKbps }: PlanForProfile,
  ): Promise<Rates> {
    if (downloadKbps !== undefined && uploadKbps !== undefined) return { downloadKbps, uploadKbps };
    const { objects } = await this.inventory.of(routerId);
    const rates = ratesOf(objects['ppp-profile'].find(({ name }) => name === profile)?.values['rate-limit']);
    if (!rates) throw ImportErrors.PROFILE_WITHOUT_RATE({ profile });
    return rates;
  }
}
