import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { CoreErrors, localDate, type LocalDate, type Money, type Page } from '@app/core';
import { AccessErrors, SitesService } from '@app/iam';
import { AuditLog, CurrentActor, type ListRequest, Outbox } from '@app/platform';
import { BillingErrors } from '../billing.errors';
import { PlanChanged } from '../events/plan-changed.event';
import {
  type Plan,
  type PlanFilter,
  type PlanPatch,
  PlanRepository,
  type PriceRow,
} from '../repositories/plan.repository';

/** The first price of a plan is valid from here on, which is before any subscription. */
export const FROM_THE_BEGINNING = localDate('2000-01-01');

export interface NewPlan {
  /** Sold only at this site; at all sites when absent. */
  siteId?: string;
  code: string;
  name: string;
  /** Default 1. */
  intervalMonths?: number;
  downloadKbps: number;
  uploadKbps: number;
  /** Default NONE. */
  taxCode?: string;
  /** Of a full period, zero or more; gross when the tax code is inclusive. */
  price: Money;
}

/** Plans and their prices, within the scope of the running actor. */
@Injectable()
export class PlansService {
  constructor(
    private readonly plans: PlanRepository,
    private readonly sites: SitesService,
    private readonly actor: CurrentActor,
    private readonly outbox: Outbox,
    private readonly audit: AuditLog,
  ) {}

  /** @throws DomainError CORE_NOT_FOUND, also for a plan of a site outside the scope */
  async get(id: string): Promise<Plan> {
    const plan = await this.plans.find(id);
    if (!plan) throw CoreErrors.NOT_FOUND({ what: 'plan', id });
    return plan;
  }

  async list(request: ListRequest, filter: PlanFilter): Promise<Page<Plan>> {
    return this.plans.page(request, filter);
  }

  /** Newest first. @throws as {@link get} */
  async prices(id: string): Promise<PriceRow[]> {
    await this.get(id);
    return this.plans.prices(id);
  }

  /**
   * @throws DomainError BILLING_PLAN_CODE_TAKEN, BILLING_TAX_CODE_UNKNOWN, BILLING_CURRENCY_MISMATCH,
   * BILLING_PLAN_IS_GENERAL, CORE_NOT_FOUND (site)
   */
  @Transactional()
  async create(input: NewPlan): Promise<Plan> {
    const { price, intervalMonths = 1, taxCode = 'NONE', siteId = null, ...row } = input;
    this.mustBeAllowed(siteId);
    await this.checkCurrency(siteId, price.currency);
    await this.checkTaxCode(taxCode);
    const id = await this.plans.insert({ ...row, siteId, intervalMonths, taxCode });
    if (id === undefined) throw BillingErrors.PLAN_CODE_TAKEN({ code: input.code });
    await this.insertPrice(id, price, FROM_THE_BEGINNING);
    const plan = await this.get(id);
    await this.audit.record({
      action: 'plan.created',
      subject: { type: 'plan', id },
      siteId,
      after: { ...plan, price },
    });
    return plan;
  }

  /**
   * Changes what the network grants from now on and what future lines say; issued invoices stay as they are.
   *
   * @throws DomainError CORE_NOT_FOUND, CORE_STALE_VERSION, BILLING_TAX_CODE_UNKNOWN, BILLING_PLAN_IS_GENERAL
   */
  @Transactional()
  async update(id: string, version: number, patch: PlanPatch): Promise<Plan> {
    const plan = await this.get(id);
    this.mustBeAllowed(plan.siteId);
    if (patch.taxCode !== undefined) await this.checkTaxCode(patch.taxCode);
    if (!(await this.plans.update(id, version, patch))) throw CoreErrors.STALE_VERSION();
    await this.outbox.publish(PlanChanged, { key: `${id}:${version + 1}`, payload: { planId: id } });
    const changed = await this.get(id);
    const { siteId } = plan;
    await this.audit.record({
      action: 'plan.changed',
      subject: { type: 'plan', id },
      siteId,
      before: plan,
      after: changed,
    });
    return changed;
  }

  /**
   * A price from a day on. Periods that start earlier, and invoices that were issued already, keep the old one
   * (billing.md Q7).
   *
   * @throws DomainError CORE_NOT_FOUND, BILLING_PRICE_DATE_TAKEN, BILLING_CURRENCY_MISMATCH, BILLING_PLAN_IS_GENERAL
   */
  @Transactional()
  async addPrice(id: string, price: Money, validFrom: LocalDate): Promise<PriceRow> {
    const plan = await this.get(id);
    this.mustBeAllowed(plan.siteId);
    const [known] = await this.plans.prices(id);
    if (known && known.currency !== price.currency) {
      throw BillingErrors.CURRENCY_MISMATCH({ expected: known.currency, actual: price.currency });
    }
    const added = await this.insertPrice(id, price, validFrom);
    const { siteId } = plan;
    await this.audit.record({
      action: 'price.added',
      subject: { type: 'plan', id },
      siteId,
      before: known,
      after: added,
    });
    return added;
  }

  private async insertPrice(planId: string, price: Money, validFrom: LocalDate): Promise<PriceRow> {
    if (price.isNegative()) throw BillingErrors.PRICE_NEGATIVE();
    const row = { planId, priceAmount: price.amount, currency: price.currency, validFrom };
    const inserted = await this.plans.insertPrice(row);
    if (!inserted) throw BillingErrors.PRICE_DATE_TAKEN({ date: validFrom });
    return inserted;
  }

  private mustBeAllowed(siteId: string | null): void {
    if (this.actor.isNarrowed()) throw AccessErrors.SCOPE_TOO_NARROW();
    if (siteId === null && this.actor.siteIds() !== null) throw BillingErrors.PLAN_IS_GENERAL();
  }

  private async checkCurrency(siteId: string | null, currency: string): Promise<void> {
    if (siteId === null) return;
    const site = await this.sites.get(siteId);
    if (site.currency !== currency) {
      throw BillingErrors.CURRENCY_MISMATCH({ expected: site.currency, actual: currency });
    }
  }

  private async checkTaxCode(code: string): Promise<void> {
    if (!(await this.plans.taxCodeExists(code))) throw BillingErrors.TAX_CODE_UNKNOWN({ code });
  }
}
