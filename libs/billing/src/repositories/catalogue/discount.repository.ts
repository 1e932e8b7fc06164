import { Injectable } from '@nestjs/common';
import { type LocalDate, type Page, uuidv7 } from '@app/core';
import { type Condition, condition, Database, KeysetList, type ListRequest, ScopeFilter } from '@app/platform';

export const DISCOUNT_STATUSES = ['ACTIVE', 'RETIRED'] as const;
export type DiscountStatus = (typeof DISCOUNT_STATUSES)[number];
export const DISCOUNT_DURATIONS = ['ONCE', 'PERIODS', 'FOREVER'] as const;
export type DiscountDuration = (typeof DISCOUNT_DURATIONS)[number];

/** A discount or coupon on offer (billing.md D2). */
export interface DiscountOffer {
  id: string;
  /** Null: at every site. */
  siteId: string | null;
  code: string;
  name: string;
  /** LINE: off the lines of its subscription; INVOICE: off the whole invoice. */
  scope: 'LINE' | 'INVOICE';
  /** Hundredths of a per cent; null: a fixed amount. */
  percentBp: number | null;
  fixedAmount: bigint | null;
  currency: string;
  duration: DiscountDuration;
  /** Of PERIODS. */
  periods: number | null;
  combinable: boolean;
  maxRedemptions: number | null;
  redemptionCount: number;
  /** First and last day on which it may be granted. */
  validFrom: LocalDate | null;
  validUntil: LocalDate | null;
  status: DiscountStatus;
  /** Only for these plans; empty: for all. */
  planIds: string[];
  version: number;
  createdAt: Date;
  updatedAt: Date;
}

export type NewDiscountRow = Omit<
  DiscountOffer,
  'id' | 'redemptionCount' | 'status' | 'version' | 'createdAt' | 'updatedAt'
>;
export type DiscountTerms = Pick<DiscountOffer, 'name' | 'maxRedemptions' | 'validFrom' | 'validUntil' | 'status'>;
export type DiscountPatch = Partial<DiscountTerms>;

export interface DiscountFilter {
  siteId?: string;
  status?: DiscountStatus;
  q?: string;
}

const SELECT = `select d.id, d.site_id as "siteId", d.code, d.name, d.scope, d.percent_bp as "percentBp",
    d.fixed_amount as "fixedAmount", d.currency, d.duration, d.periods, d.combinable,
    d.max_redemptions as "maxRedemptions", d.redemption_count as "redemptionCount", d.valid_from as "validFrom",
    d.valid_until as "validUntil", d.status,
    array(select plan_id::text from discount_plans where discount_id = d.id order by 1) as "planIds", d.version,
    d.created_at as "createdAt", d.updated_at as "updatedAt"
  from discounts d`;

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
export class DiscountRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
  ) {}

  async find(id: string): Promise<DiscountOffer | undefined> {
    const parameters: unknown[] = [id];
    const offered = this.scope.sharedOrGeneral('d.site_id').into(parameters);
    return this.database.queryOne(`${SELECT} where d.id = $1 and ${offered}`, parameters);
  }

  async findByCode(code: string): Promise<DiscountOffer | undefined> {
    const parameters: unknown[] = [code];
    const offered = this.scope.sharedOrGeneral('d.site_id').into(parameters);
    return this.database.queryOne(`${SELECT} where d.code = $1 and ${offered}`, parameters);
  }

  async page(request: ListRequest, filter: DiscountFilter): Promise<Page<DiscountOffer>> {
    const conditions: Condition[] = [this.scope.sharedOrGeneral('d.site_id')];
    if (filter.siteId !== undefined) conditions.push(condition('(d.site_id = $? or d.site_id is null)', filter.siteId));
    if (filter.status !== undefined) conditions.push(condition('d.status = $?', filter.status));
    if (filter.q !== undefined) {
      const pattern = `%${filter.q.replace(/[\\%_]/g, '\\$&')}%`;
      conditions.push(condition('(d.code ilike $? or d.name ilike $?)', pattern, pattern));
    }
    return list.page(this.database, request, conditions);
  }

  /** The new id, or undefined when the code is taken. */
  async insert(row: NewDiscountRow): Promise<string | undefined> {
    const inserted = await this.database.queryOne<{ id: string }>(
      `insert into discounts (id, site_id, code, name, scope, percent_bp, fixed_amount, currency, duration, periods,
              combinable, max_redemptions, valid_from, valid_until)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
       on conflict (code) do nothing returning id`,
      [
        ...[uuidv7(), row.siteId, row.code, row.name, row.scope, row.percentBp, row.fixedAmount, row.currency],
        ...[row.duration, row.periods, row.combinable, row.maxRedemptions, row.validFrom, row.validUntil],
      ],
    );
    if (inserted) {
      await this.database.execute(
        `insert into discount_plans (discount_id, plan_id) select $1, plan from unnest($2::uuid[]) as plan`,
        [inserted.id, row.planIds],
      );
    }
    return inserted?.id;
  }

  /** False when the version is stale, the discount not the actor's, or more are redeemed than the new limit allows. */
  async update(id: string, version: number, terms: DiscountTerms): Promise<boolean> {
    const { name, maxRedemptions, validFrom, validUntil, status } = terms;
    const parameters: unknown[] = [id, version, name, maxRedemptions, validFrom, validUntil, status];
    const mine = this.scope.site('d.site_id').into(parameters);
    const { affected } = await this.database.execute(
      `update discounts d set name = $3, max_redemptions = $4, valid_from = $5, valid_until = $6, status = $7,
              version = version + 1, updated_at = now()
        where d.id = $1 and d.version = $2 and ($4::int is null or d.redemption_count <= $4) and ${mine}`,
      parameters,
    );
    return affected === 1;
  }

  /**
   * Counts one more redemption; false when there is none left. The row stays locked until the transaction ends, so that
   * any number side by side never redeem more than the limit (billing.md D2).
   */
  async redeem(id: string): Promise<boolean> {
    const { affected } = await this.database.execute(
      `update discounts set redemption_count = redemption_count + 1
        where id = $1 and status = 'ACTIVE' and (max_redemptions is null or redemption_count < max_redemptions)`,
      [id],
    );
    return affected === 1;
  }
}
