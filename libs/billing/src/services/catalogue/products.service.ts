import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { CoreErrors, type LocalDate, type Money, type Page } from '@app/core';
import { AuditLog, type ListRequest } from '@app/platform';
import { BillingErrors } from '../../billing.errors';
import {
  type NewProductRow,
  type Product,
  type ProductFilter,
  type ProductPatch,
  type ProductPriceRow,
  ProductRepository,
} from '../../repositories/catalogue/product.repository';
import { FROM_THE_BEGINNING } from '../plans.service';
import { CatalogueOwners } from './catalogue-owners.service';
import { TaxCodesService } from './tax-codes.service';

export interface NewProduct extends Pick<NewProductRow, 'code' | 'name' | 'kind'> {
  /** Sold only at this site; at all sites when absent. */
  siteId?: string;
  /** Default NONE. */
  taxCode?: string;
  /** Default REVENUE.OTHER. */
  revenueAccount?: NewProductRow['revenueAccount'];
  /** Of one piece (and, of a RECURRING one, a full period). */
  price: Money;
}

/** Products and their prices, within the scope of the running actor. */
@Injectable()
export class ProductsService {
  constructor(
    private readonly products: ProductRepository,
    private readonly taxCodes: TaxCodesService,
    private readonly owners: CatalogueOwners,
    private readonly audit: AuditLog,
  ) {}

  /** @throws DomainError CORE_NOT_FOUND, also for a product of a site outside the scope */
  async get(id: string): Promise<Product> {
    const product = await this.products.find(id);
    if (!product) throw CoreErrors.NOT_FOUND({ what: 'product', id });
    return product;
  }

  async list(request: ListRequest, filter: ProductFilter): Promise<Page<Product>> {
    return this.products.page(request, filter);
  }

  /** Newest first. @throws as {@link get} */
  async prices(id: string): Promise<ProductPriceRow[]> {
    await this.get(id);
    return this.products.prices(id);
  }

  /** @throws DomainError as {@link get}, BILLING_PRODUCT_RETIRED, BILLING_PRODUCT_NOT_FOR_SITE */
  async forSale(id: string, siteId: string): Promise<Product> {
    const product = await this.get(id);
    if (product.status === 'RETIRED') throw BillingErrors.PRODUCT_RETIRED();
    if (product.siteId !== null && product.siteId !== siteId) throw BillingErrors.PRODUCT_NOT_FOR_SITE();
    return product;
  }

  /** @throws DomainError BILLING_PLAN_WITHOUT_PRICE, BILLING_CURRENCY_MISMATCH */
  async priceOn(id: string, day: LocalDate, currency: string): Promise<bigint> {
    const price = await this.products.priceOn(id, day);
    if (!price) throw BillingErrors.PLAN_WITHOUT_PRICE({ date: day });
    if (price.currency !== currency) {
      throw BillingErrors.CURRENCY_MISMATCH({ expected: currency, actual: price.currency });
    }
    return price.priceAmount;
  }

  /**
   * @throws DomainError BILLING_PRODUCT_CODE_TAKEN, BILLING_TAX_CODE_UNKNOWN, BILLING_CURRENCY_MISMATCH,
   * BILLING_PLAN_IS_GENERAL, CORE_NOT_FOUND (site)
   */
  @Transactional()
  async create(input: NewProduct): Promise<Product> {
    const { price, siteId = null, taxCode = 'NONE', revenueAccount = 'REVENUE.OTHER', ...row } = input;
    this.owners.mustOwn(siteId);
    await this.owners.checkCurrency(siteId, price.currency);
    await this.taxCodes.mustBeActive(taxCode);
    const id = await this.products.insert({ ...row, siteId, taxCode, revenueAccount });
    if (id === undefined) throw BillingErrors.PRODUCT_CODE_TAKEN({ code: input.code });
    await this.insertPrice(id, price, FROM_THE_BEGINNING);
    const product = await this.get(id);
    await this.note('product.created', product, { after: product });
    return product;
  }

  /**
   * Counts for invoices that are issued from now on.
   *
   * @throws DomainError CORE_NOT_FOUND, CORE_STALE_VERSION, BILLING_TAX_CODE_UNKNOWN, BILLING_PLAN_IS_GENERAL
   */
  @Transactional()
  async update(id: string, version: number, patch: ProductPatch): Promise<Product> {
    const before = await this.get(id);
    this.owners.mustOwn(before.siteId);
    if (patch.taxCode !== undefined) await this.taxCodes.mustBeActive(patch.taxCode);
    if (!(await this.products.update(id, version, patch))) throw CoreErrors.STALE_VERSION();
    const after = await this.get(id);
    await this.note('product.changed', after, { before, after });
    return after;
  }

  /**
   * A price from a day on; of an add-on it counts for periods that start on that day or later (billing.md Q7).
   *
   * @throws DomainError CORE_NOT_FOUND, BILLING_PRICE_DATE_TAKEN, BILLING_CURRENCY_MISMATCH, BILLING_PLAN_IS_GENERAL
   */
  @Transactional()
  async addPrice(id: string, price: Money, validFrom: LocalDate): Promise<ProductPriceRow> {
    const product = await this.get(id);
    this.owners.mustOwn(product.siteId);
    const [known] = await this.products.prices(id);
    if (known && known.currency !== price.currency) {
      throw BillingErrors.CURRENCY_MISMATCH({ expected: known.currency, actual: price.currency });
    }
    const added = await this.insertPrice(id, price, validFrom);
    await this.note('price.added', product, { before: known, after: added });
    return added;
  }

  private async insertPrice(id: string, price: Money, validFrom: LocalDate): Promise<ProductPriceRow> {
    if (price.isNegative()) throw BillingErrors.PRICE_NEGATIVE();
    const row = { priceAmount: price.amount, currency: price.currency, validFrom };
    const inserted = await this.products.insertPrice(id, row);
    if (!inserted) throw BillingErrors.PRICE_DATE_TAKEN({ date: validFrom });
    return inserted;
  }

  private async note(action: string, product: Product, change: { before?: unknown; after?: unknown }): Promise<void> {
    const { id, siteId } = product;
    await this.audit.record({ action, subject: { type: 'product', id }, siteId, ...change });
  }
}
