import { Injectable } from '@nestjs/common';
import { type LocalDate, type Page, uuidv7 } from '@app/core';
import { type Condition, condition, Database, KeysetList, type ListRequest, ScopeFilter } from '@app/platform';
import { type RevenueAccount } from '../../domain/ledger-accounts';

export const PRODUCT_STATUSES = ['ACTIVE', 'RETIRED'] as const;
export type ProductStatus = (typeof PRODUCT_STATUSES)[number];
export const PRODUCT_KINDS = ['ONE_OFF', 'RECURRING'] as const;
export type ProductKind = (typeof PRODUCT_KINDS)[number];

/** What is sold beside plans: devices, installation, a static address. Without a site it is sold at all of them. */
export interface Product {
  id: string;
  siteId: string | null;
  code: string;
  name: string;
  /** RECURRING ones are add-ons, paid each period of the subscription that has them. */
  kind: ProductKind;
  taxCode: string;
  /** Where its net amounts are booked. */
  revenueAccount: RevenueAccount;
  status: ProductStatus;
  version: number;
  createdAt: Date;
  updatedAt: Date;
  /** Valid today (UTC), in booking units; null when none is yet. */
  priceAmount: bigint | null;
  currency: string | null;
}

export interface ProductPriceRow {
  validFrom: LocalDate;
  priceAmount: bigint;
  currency: string;
}

export type NewProductRow = Pick<Product, 'siteId' | 'code' | 'name' | 'kind' | 'taxCode' | 'revenueAccount'>;
export type ProductPatch = Partial<Pick<Product, 'name' | 'taxCode' | 'revenueAccount' | 'status'>>;

export interface ProductFilter {
  siteId?: string;
  status?: ProductStatus;
  kind?: ProductKind;
  q?: string;
}

const SELECT = `select d.id, d.site_id as "siteId", d.code, d.name, d.kind, d.tax_code as "taxCode",
    d.revenue_account as "revenueAccount", d.status, d.version, d.created_at as "createdAt", d.updated_at as "updatedAt",
    now_price.price_amount as "priceAmount", now_price.currency
  from products d left join lateral (
    select price_amount, currency from product_prices
     where product_id = d.id and valid_from <= app_now()::date order by valid_from desc limit 1
  ) now_price on true`;

const PRICE_COLUMNS = `valid_from as "validFrom", price_amount as "priceAmount", currency`;

const list = new KeysetList<'code' | 'name' | 'createdAt'>({
  select: SELECT,
  id: 'd.id',
  sorts: {
    code: { sql: 'd.code', type: 'text' },
    name: { sql: 'd.name', type: 'text' },
    createdAt: { sql: 'd.created_at', type: 'timestamptz' },
  },
  defaultSort: 'code',
});

@Injectable()
export class ProductRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
  ) {}

  async find(id: string): Promise<Product | undefined> {
    const parameters: unknown[] = [id];
    const offered = this.scope.sharedOrGeneral('d.site_id').into(parameters);
    return this.database.queryOne(`${SELECT} where d.id = $1 and ${offered}`, parameters);
  }

  async page(request: ListRequest, filter: ProductFilter): Promise<Page<Product>> {
    const conditions: Condition[] = [this.scope.sharedOrGeneral('d.site_id')];
    if (filter.siteId !== undefined) conditions.push(condition('(d.site_id = $? or d.site_id is null)', filter.siteId));
    if (filter.status !== undefined) conditions.push(condition('d.status = $?', filter.status));
    if (filter.kind !== undefined) conditions.push(condition('d.kind = $?', filter.kind));
    if (filter.q !== undefined) {
      const pattern = `%${filter.q.replace(/[\\%_]/g, '\\$&')}%`;
      conditions.push(condition('(d.code ilike $? or d.name ilike $?)', pattern, pattern));
    }
    return list.page(this.database, request, conditions);
  }

  /** The new id, or undefined when the code is taken. */
  async insert(row: NewProductRow): Promise<string | undefined> {
    const inserted = await this.database.queryOne<{ id: string }>(
      `insert into products (id, site_id, code, name, kind, tax_code, revenue_account) values ($1, $2, $3, $4, $5, $6, $7)
       on conflict (code) do nothing returning id`,
      [uuidv7(), row.siteId, row.code, row.name, row.kind, row.taxCode, row.revenueAccount],
    );
    return inserted?.id;
  }

  /** False when the version is stale, or the product not the actor's to change. */
  async update(id: string, version: number, patch: ProductPatch): Promise<boolean> {
    const { name = null, taxCode = null, revenueAccount = null, status = null } = patch;
    const parameters: unknown[] = [id, version, name, taxCode, revenueAccount, status];
    const mine = this.scope.site('d.site_id').into(parameters);
    const { affected } = await this.database.execute(
      `update products d set name = coalesce($3, name), tax_code = coalesce($4, tax_code),
              revenue_account = coalesce($5, revenue_account), status = coalesce($6, status), version = version + 1,
              updated_at = now()
        where d.id = $1 and d.version = $2 and ${mine}`,
      parameters,
    );
    return affected === 1;
  }

  /** Newest first. */
  async prices(productId: string): Promise<ProductPriceRow[]> {
    return this.database.query(
      `select ${PRICE_COLUMNS} from product_prices where product_id = $1 order by valid_from desc`,
      [productId],
    );
  }

  /** The price valid on a day. */
  async priceOn(productId: string, day: LocalDate): Promise<ProductPriceRow | undefined> {
    return this.database.queryOne(
      `select ${PRICE_COLUMNS} from product_prices where product_id = $1 and valid_from <= $2
        order by valid_from desc limit 1`,
      [productId, day],
    );
  }

  /** Undefined when there is a price from that day already. */
  async insertPrice(productId: string, row: ProductPriceRow): Promise<ProductPriceRow | undefined> {
    return this.database.queryOne(
      `insert into product_prices (product_id, valid_from, price_amount, currency) values ($1, $2, $3, $4)
       on conflict (product_id, valid_from) do nothing returning ${PRICE_COLUMNS}`,
      [productId, row.validFrom, row.priceAmount, row.currency],
    );
  }
}
