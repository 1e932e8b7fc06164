import { Injectable } from '@nestjs/common';
import { instantAt, localDateOf } from '@app/core';
import { SitesService } from '@app/iam';
import { type PlanningContext } from '../../domain/bill-planner';
import { cashIncrementOf, rhythmOf } from '../../domain/policies/terms';
import { type TaxCode } from '../../domain/tax/tax-code';
import { TaxCodeRepository, taxCodeRule } from '../../repositories/catalogue/tax-code.repository';
import { BillingPolicies } from '../catalogue/billing-policies.service';
import { BusinessCalendar } from '../catalogue/business-calendar.service';
import { taxFinder } from '../catalogue/tax-finder';
import { type LockedAccount } from '../../repositories/billing-account.repository';
import { type IssueContext } from './invoice-issuer.service';

/** What a single document of one account is planned and issued with. */
export interface DocumentContext {
  issue: IssueContext;
  planning: PlanningContext;
}

/** Contexts for documents that no billing run issues. */
@Injectable()
export class DocumentContexts {
  constructor(
    private readonly sites: SitesService,
    private readonly policies: BillingPolicies,
    private readonly calendar: BusinessCalendar,
    private readonly taxCodes: TaxCodeRepository,
  ) {}

  async of({ siteId, now }: LockedAccount): Promise<DocumentContext> {
    const { code } = await this.sites.get(siteId);
    const policies = await this.policies.of(siteId);
    const codes = new Map((await this.taxCodes.all()).map((row): [string, TaxCode] => [row.code, taxCodeRule(row)]));
    const planning: PlanningContext = {
      asOf: now,
      plans: new Map(),
      terms: await this.calendar.terms(siteId, policies),
      rhythm: rhythmOf(policies),
      at: instantAt,
      today: (zone) => localDateOf(now, zone),
      taxFor: taxFinder(codes, policies.vatRegistered),
      cashIncrement: cashIncrementOf(policies),
    };
    const sites = new Map([[siteId, { code, policies }]]);
    return { planning, issue: { runId: null, asOf: now, sites, at: instantAt } };
  }
}
