import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { CoreErrors, given, type Money, type Page } from '@app/core';
import { SitesService } from '@app/iam';
import { AuditLog, type ListRequest } from '@app/platform';
import { BillingErrors } from '../../billing.errors';
import {
  type DiscountFilter,
  type DiscountOffer,
  type DiscountPatch,
  DiscountRepository,
  type NewDiscountRow,
} from '../../repositories/catalogue/discount.repository';
import { PlansService } from '../plans.service';
import { CatalogueOwners } from './catalogue-owners.service';

export interface NewDiscount
  extends
    Pick<NewDiscountRow, 'code' | 'name' | 'scope' | 'duration'>,
    Partial<Pick<NewDiscountRow, 'combinable' | 'maxRedemptions' | 'validFrom' | 'validUntil' | 'planIds'>> {
  siteId?: string;
  /** Either this, in hundredths of a per cent, … */
  percentBp?: number;
  /** … or this. */
  amount?: Money;
  /** Of duration PERIODS. */
  periods?: number;
}

/** Discounts and coupons on offer, within the scope of the running actor. */
@Injectable()
export class DiscountsService {
  constructor(
    private readonly discounts: DiscountRepository,
    private readonly plans: PlansService,
    private readonly sites: SitesService,
    private readonly owners: CatalogueOwners,
    private readonly audit: AuditLog,
  ) {}

  /** @throws DomainError CORE_NOT_FOUND, also for a discount of a site outside the scope */
  async get(id: string): Promise<DiscountOffer> {
    const discount = await this.discounts.find(id);
    if (!discount) throw CoreErrors.NOT_FOUND({ what: 'discount', id });
    return discount;
  }

  async list(request: ListRequest, filter: DiscountFilter): Promise<Page<DiscountOffer>> {
    return this.discounts.page(request, filter);
  }

  /**
   * @throws DomainError BILLING_DISCOUNT_TERMS, BILLING_DISCOUNT_CODE_TAKEN, BILLING_CURRENCY_MISMATCH,
   * BILLING_PLAN_IS_GENERAL, CORE_NOT_FOUND (site, plan)
   */
  @Transactional()
  async create(input: NewDiscount): Promise<DiscountOffer> {
    const { siteId = null, percentBp = null, amount, periods = null, ...row } = input;
    this.owners.mustOwn(siteId);
    mustFit(input);
    const fixedAmount = amount?.amount ?? null;
    const currency = amount?.currency ?? (await this.currencyOf(siteId));
    await this.owners.checkCurrency(siteId, currency);
    for (const planId of row.planIds ?? []) await this.plans.get(planId);
    const id = await this.discounts.insert({
      ...{ combinable: true, maxRedemptions: null, validFrom: null, validUntil: null, planIds: [] },
      ...given(row),
      ...{ siteId, percentBp, fixedAmount, currency, periods },
    });
    if (id === undefined) throw BillingErrors.DISCOUNT_CODE_TAKEN({ code: input.code });
    const after = await this.get(id);
    await this.note('discount.created', after, { after });
    return after;
  }

  /**
   * Changes who may still get it; who has it keeps it as it was granted.
   *
   * @throws DomainError CORE_NOT_FOUND, CORE_STALE_VERSION, BILLING_DISCOUNT_TERMS (a limit below what is redeemed, days
   * the wrong way round), BILLING_PLAN_IS_GENERAL
   */
  @Transactional()
  async update(id: string, version: number, patch: DiscountPatch): Promise<DiscountOffer> {
    const before = await this.get(id);
    this.owners.mustOwn(before.siteId);
    const terms = { ...before, ...given(patch) };
    const { maxRedemptions, validFrom, validUntil } = terms;
    const isTooFew = maxRedemptions !== null && maxRedemptions < before.redemptionCount;
    if (isTooFew || (validFrom !== null && validUntil !== null && validUntil < validFrom)) {
      throw BillingErrors.DISCOUNT_TERMS();
    }
    if (!(await this.discounts.update(id, version, terms))) throw CoreErrors.STALE_VERSION();
    const after = await this.get(id);
    await this.note('discount.changed', after, { before, after });
    return after;
  }

  private async currencyOf(siteId: string | null): Promise<string> {
    return siteId === null ? 'IDR' : (await this.sites.get(siteId)).currency;
  }

  private async note(
    action: string,
    { id, siteId }: DiscountOffer,
    change: { before?: DiscountOffer; after: DiscountOffer },
  ): Promise<void> {
    await this.audit.record({ action, subject: { type: 'discount', id }, siteId, ...change });
  }
}

/** One value, periods where they are counted, days in order. */
function mustFit({ percentBp, amount, periods, duration, validFrom = null, validUntil = null }: NewDiscount): void {
  const isOneValue = (percentBp === undefined) !== (amount === undefined);
  const isCounted = (duration === 'PERIODS') === (periods !== undefined);
  const isOver = validFrom !== null && validUntil !== null && validUntil < validFrom;
  if (!isOneValue || !isCounted || isOver) throw BillingErrors.DISCOUNT_TERMS();
  if (amount && amount.amount <= 0n) throw BillingErrors.AMOUNT_NOT_POSITIVE();
}
