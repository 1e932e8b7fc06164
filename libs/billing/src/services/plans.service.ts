import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { CoreErrors, given, localDate, type LocalDate, type Money, type Page } from '@app/core';
import { AuditLog, type ListRequest, Outbox } from '@app/platform';
import { BillingErrors } from '../billing.errors';
import { type PricePolicy } from '../domain/plan-price';
import { PlanChanged } from '../events/plan-changed.event';
import { ProductRepository } from '../repositories/catalogue/product.repository';
import {
  type NewPlanRow,
  type Plan,
  type PlanFilter,
  type PlanPatch,
  type PlanProduct,
  PlanRepository,
  type PlanTerms,
  type PriceRow,
} from '../repositories/plan.repository';
import { CatalogueOwners } from './catalogue/catalogue-owners.service';
import { TaxCodesService } from './catalogue/tax-codes.service';

/** The first price of a plan is valid from here on, which is before any subscription. */
export const FROM_THE_BEGINNING = localDate('2000-01-01');

type Needed = 'code' | 'name' | 'downloadKbps' | 'uploadKbps';

/** Default: an unlimited PPPoE service, billed monthly in advance, without tax. */
export interface NewPlan extends Pick<NewPlanRow, Needed>, Partial<Omit<NewPlanRow, Needed | 'siteId'>> {
  /** Sold only at this site; at all sites when absent. */
  siteId?: string;
  /** Of a full period, zero or more; gross when the tax code is inclusive. */
  price: Money;
}

const DEFAULTS = {
  serviceKind: 'PPPOE',
  billingType: 'RECURRING_ADVANCE',
  interval: { unit: 'MONTH', count: 1 },
  burst: null,
  quotaBytes: null,
  fairUse: [],
  trialDays: 0,
  policies: {},
  taxCode: 'NONE',
} as const;

/** Plans and their prices, within the scope of the running actor. */
@Injectable()
export class PlansService {
  constructor(
    private readonly plans: PlanRepository,
    private readonly products: ProductRepository,
    private readonly taxCodes: TaxCodesService,
    private readonly owners: CatalogueOwners,
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
   * BILLING_PLAN_IS_GENERAL, BILLING_PLAN_RATES, CORE_NOT_FOUND (site)
   */
  @Transactional()
  async create(input: NewPlan): Promise<Plan> {
    const { price, siteId = null, ...wanted } = input;
    const row: NewPlanRow = { ...DEFAULTS, fairUse: [], ...given(wanted), siteId };
    this.owners.mustOwn(siteId);
    await this.owners.checkCurrency(siteId, price.currency);
    await this.check(row);
    const id = await this.plans.insert(row);
    if (id === undefined) throw BillingErrors.PLAN_CODE_TAKEN({ code: input.code });
    await this.insertPrice(id, price, FROM_THE_BEGINNING, 'NEXT_PERIOD');
    const plan = await this.get(id);
    await this.note('plan.created', plan, { after: { ...plan, price } });
    return plan;
  }

  /**
   * Changes what the network grants from now on and what future lines say; issued invoices stay as they are. Interval,
   * billing type and kind of service are for good: who wants others takes another plan.
   *
   * @throws DomainError CORE_NOT_FOUND, CORE_STALE_VERSION, BILLING_TAX_CODE_UNKNOWN, BILLING_PLAN_IS_GENERAL,
   * BILLING_PLAN_RATES
   */
  @Transactional()
  async update(id: string, version: number, patch: PlanPatch): Promise<Plan> {
    const plan = await this.get(id);
    this.owners.mustOwn(plan.siteId);
    const terms: PlanTerms = { ...plan, ...given(patch) };
    await this.check(terms, patch.taxCode !== undefined);
    if (!(await this.plans.update(id, version, terms))) throw CoreErrors.STALE_VERSION();
    return this.changed('plan.changed', plan, `${id}:${version + 1}`);
  }

  /**
   * Replaces what comes with the plan: RECURRING products each period from the next invoice on, ONE_OFF ones (setup fees)
   * for those who are activated from now on.
   *
   * @throws DomainError CORE_NOT_FOUND (plan, product), CORE_STALE_VERSION, BILLING_PRODUCT_RETIRED,
   * BILLING_CURRENCY_MISMATCH, BILLING_PRODUCT_NOT_FOR_SITE, BILLING_PLAN_IS_GENERAL
   */
  @Transactional()
  async setProducts(
    id: string,
    version: number,
    wanted: readonly Pick<PlanProduct, 'productId' | 'quantity'>[],
  ): Promise<Plan> {
    const plan = await this.get(id);
    this.owners.mustOwn(plan.siteId);
    for (const { productId } of wanted) {
      const product = await this.products.find(productId);
      if (!product) throw CoreErrors.NOT_FOUND({ what: 'product', id: productId });
      if (product.status === 'RETIRED') throw BillingErrors.PRODUCT_RETIRED();
      if (product.siteId !== null && product.siteId !== plan.siteId) throw BillingErrors.PRODUCT_NOT_FOR_SITE();
      if (product.currency !== plan.currency) {
        throw BillingErrors.CURRENCY_MISMATCH({ expected: plan.currency ?? '-', actual: product.currency ?? '-' });
      }
    }
    if (!(await this.plans.setProducts(id, version, wanted))) throw CoreErrors.STALE_VERSION();
    return this.changed('plan.products-changed', plan, `${id}:${version + 1}`);
  }

  /**
   * A price from a day on. Periods that start earlier, and invoices that were issued already, keep the old one
   * (billing.md Q7).
   *
   * @param appliesTo GRANDFATHER: who took the plan before that day keeps the old price for good
   * @throws DomainError CORE_NOT_FOUND, BILLING_PRICE_DATE_TAKEN, BILLING_CURRENCY_MISMATCH, BILLING_PLAN_IS_GENERAL
   */
  @Transactional()
  async addPrice(
    id: string,
    price: Money,
    validFrom: LocalDate,
    appliesTo: PricePolicy = 'NEXT_PERIOD',
  ): Promise<PriceRow> {
    const plan = await this.get(id);
    this.owners.mustOwn(plan.siteId);
    const [known] = await this.plans.prices(id);
    if (known && known.currency !== price.currency) {
      throw BillingErrors.CURRENCY_MISMATCH({ expected: known.currency, actual: price.currency });
    }
    const added = await this.insertPrice(id, price, validFrom, appliesTo);
    await this.outbox.publish(PlanChanged, { key: `${id}:price:${added.id}`, payload: { planId: id } });
    await this.note('price.added', plan, { before: known, after: added });
    return added;
  }

  private async insertPrice(
    planId: string,
    price: Money,
    validFrom: LocalDate,
    appliesTo: PricePolicy,
  ): Promise<PriceRow> {
    if (price.isNegative()) throw BillingErrors.PRICE_NEGATIVE();
    const row = { planId, priceAmount: price.amount, currency: price.currency, validFrom, appliesTo };
    const inserted = await this.plans.insertPrice(row);
    if (!inserted) throw BillingErrors.PRICE_DATE_TAKEN({ date: validFrom });
    return inserted;
  }

  private async check(terms: Omit<PlanTerms, 'status'>, isTaxNew = true): Promise<void> {
    if (isTaxNew) await this.taxCodes.mustBeActive(terms.taxCode);
    const { burst, fairUse } = terms;
    const bursts = !burst || (burst.downloadKbps >= terms.downloadKbps && burst.uploadKbps >= terms.uploadKbps);
    const ascends = fairUse.every((step, n) => n === 0 || step.afterBytes > (fairUse[n - 1]?.afterBytes ?? 0));
    if (!bursts || !ascends) throw BillingErrors.PLAN_RATES();
  }

  private async changed(action: string, before: Plan, key: string): Promise<Plan> {
    await this.outbox.publish(PlanChanged, { key, payload: { planId: before.id } });
    const after = await this.get(before.id);
    await this.note(action, after, { before, after });
    return after;
  }

  private async note(
    action: string,
    { id, siteId }: Plan,
    change: { before?: unknown; after?: unknown },
  ): Promise<void> {
    await this.audit.record({ action, subject: { type: 'plan', id }, siteId, ...change });
  }
}
