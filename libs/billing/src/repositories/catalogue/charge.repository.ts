import { Injectable } from '@nestjs/common';
import { type LocalDate, type Page, uuidv7 } from '@app/core';
import { type Condition, condition, Database, KeysetList, type ListRequest, ScopeFilter } from '@app/platform';
import { type RevenueAccount } from '../../domain/ledger-accounts';

export const CHARGE_KINDS = ['SETUP', 'ONE_OFF', 'LATE_FEE', 'CHANGE', 'OPENING_BALANCE'] as const;
export type ChargeKind = (typeof CHARGE_KINDS)[number];
export const CHARGE_STATES = ['PENDING', 'INVOICED', 'CANCELLED'] as const;
export type ChargeState = (typeof CHARGE_STATES)[number];

/** A one-off charge: it waits for the next invoice, or stands on one. */
export interface Charge {
  id: string;
  siteId: string;
  customerId: string;
  subscriptionId: string | null;
  productId: string | null;
  kind: ChargeKind;
  /** Names the cause; one charge per cause (billing.md G1). */
  sourceKey: string;
  description: string;
  quantity: number;
  /** In booking units and in the terms of the tax code. */
  unitPriceAmount: bigint;
  currency: string;
  taxCode: string;
  revenueAccount: RevenueAccount;
  state: ChargeState;
  /** Not invoiced before this local day. */
  billAfter: LocalDate;
  invoiceId: string | null;
  createdBy: string;
  createdAt: Date;
  version: number;
}

export type NewChargeRow = Omit<Charge, 'id' | 'state' | 'invoiceId' | 'createdAt' | 'version'>;

export interface ChargeFilter {
  customerId?: string;
  subscriptionId?: string;
  state?: ChargeState;
}

const COLUMNS = `c.id, c.site_id as "siteId", c.customer_id as "customerId", c.subscription_id as "subscriptionId",
  c.product_id as "productId", c.kind, c.source_key as "sourceKey", c.description, c.quantity,
  c.unit_price_amount as "unitPriceAmount", c.currency, c.tax_code as "taxCode", c.revenue_account as "revenueAccount",
  c.state, c.bill_after as "billAfter", c.invoice_id as "invoiceId", c.created_by as "createdBy",
  c.created_at as "createdAt", c.version`;

const list = new KeysetList<'createdAt'>({
  select: `select ${COLUMNS} from charges c`,
  id: 'c.id',
  sorts: { createdAt: { sql: 'c.created_at', type: 'timestamptz' } },
  defaultSort: '-createdAt',
});

@Injectable()
export class ChargeRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
  ) {}

  async find(id: string): Promise<Charge | undefined> {
    const parameters: unknown[] = [id];
    const mine = this.scope.customer('c.customer_id', 'c.site_id').into(parameters);
    return this.database.queryOne(`select ${COLUMNS} from charges c where c.id = $1 and ${mine}`, parameters);
  }

  /** The charge of a cause of this customer, whose account is locked. */
  async findBySource(customerId: string, sourceKey: string): Promise<Charge | undefined> {
    return this.database.queryOne(`select ${COLUMNS} from charges c where c.source_key = $1 and c.customer_id = $2`, [
      sourceKey,
      customerId,
    ]);
  }

  /** Who pays for a subscription instead of its customer; undefined: nobody. */
  async payerOf(subscriptionId: string): Promise<string | undefined> {
    const row = await this.database.queryOne<{ payerId: string | null }>(
      `select payer_customer_id as "payerId" from subscriptions where id = $1`,
      [subscriptionId],
    );
    return row?.payerId ?? undefined;
  }

  async page(request: ListRequest, filter: ChargeFilter): Promise<Page<Charge>> {
    const conditions: Condition[] = [this.scope.customer('c.customer_id', 'c.site_id')];
    if (filter.customerId !== undefined) conditions.push(condition('c.customer_id = $?', filter.customerId));
    if (filter.subscriptionId !== undefined) {
      conditions.push(condition('c.subscription_id = $?', filter.subscriptionId));
    }
    if (filter.state !== undefined) conditions.push(condition('c.state = $?', filter.state));
    return list.page(this.database, request, conditions);
  }

  async insert(row: NewChargeRow): Promise<Charge> {
    const inserted = await this.database.queryOne<Charge>(
      `insert into charges as c (id, site_id, customer_id, subscription_id, product_id, kind, source_key, description,
              quantity, unit_price_amount, currency, tax_code, revenue_account, bill_after, created_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) returning ${COLUMNS}`,
      [
        ...[uuidv7(), row.siteId, row.customerId, row.subscriptionId, row.productId, row.kind, row.sourceKey],
        ...[row.description, row.quantity, row.unitPriceAmount, row.currency, row.taxCode, row.revenueAccount],
        ...[row.billAfter, row.createdBy],
      ],
    );
    if (!inserted) throw new Error(`no charge ${row.sourceKey}`);
    return inserted;
  }

  /** Undefined when it waits no longer. */
  async cancel(id: string): Promise<Charge | undefined> {
    return this.database.queryOne(
      `update charges c set state = 'CANCELLED', version = version + 1 where c.id = $1 and c.state = 'PENDING'
       returning ${COLUMNS}`,
      [id],
    );
  }
}
