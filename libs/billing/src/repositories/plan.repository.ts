import { Injectable } from '@nestjs/common';
import { type LocalDate, type Page, uuidv7 } from '@app/core';
import { type Condition, condition, Database, KeysetList, type ListRequest, ScopeFilter } from '@app/platform';

export const PLAN_STATUSES = ['ACTIVE', 'RETIRED'] as const;
export type PlanStatus = (typeof PLAN_STATUSES)[number];

/** What is sold. A plan without a site is sold at all of them. */
export interface Plan {
  id: string;
  siteId: string | null;
  code: string;
  name: string;
  intervalMonths: number;
  downloadKbps: number;
  uploadKbps: number;
  taxCode: string;
  status: PlanStatus;
  version: number;
  createdAt: Date;
  updatedAt: Date;
  /** Price of a full period that is valid today (UTC), in booking units; null when none is yet. */
  priceAmount: bigint | null;
  currency: string | null;
}

export interface PriceRow {
  id: string;
  planId: string;
  priceAmount: bigint;
  currency: string;
  validFrom: LocalDate;
  createdAt: Date;
}

export type NewPlanRow = Pick<
  Plan,
  'siteId' | 'code' | 'name' | 'intervalMonths' | 'downloadKbps' | 'uploadKbps' | 'taxCode'
>;
export type PlanPatch = Partial<Pick<Plan, 'name' | 'downloadKbps' | 'uploadKbps' | 'taxCode' | 'status'>>;

export interface PlanFilter {
  siteId?: string;
  status?: PlanStatus;
  q?: string;
}

const COLUMNS = `p.id, p.site_id as "siteId", p.code, p.name, p.interval_months as "intervalMonths",
  p.download_kbps as "downloadKbps", p.upload_kbps as "uploadKbps", p.tax_code as "taxCode", p.status, p.version,
  p.created_at as "createdAt", p.updated_at as "updatedAt", now_price.price_amount as "priceAmount", now_price.currency`;

const FROM = `from plans p left join lateral (
    select price_amount, currency from plan_prices
     where plan_id = p.id and valid_from <= app_now()::date order by valid_from desc limit 1
  ) now_price on true`;

const PRICE_COLUMNS = `id, plan_id as "planId", price_amount as "priceAmount", currency, valid_from as "validFrom",
  created_at as "createdAt"`;

const list = new KeysetList<'code' | 'name' | 'createdAt'>({
  select: `select ${COLUMNS} ${FROM}`,
  id: 'p.id',
  sorts: {
    code: { sql: 'p.code', type: 'text' },
    name: { sql: 'p.name', type: 'text' },
    createdAt: { sql: 'p.created_at', type: 'timestamptz' },
  },
  defaultSort: 'code',
});

@Injectable()
export class PlanRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
  ) {}

  async find(id: string): Promise<Plan | undefined> {
    const parameters: unknown[] = [id];
    const offered = this.scope.sharedOrGeneral('p.site_id').into(parameters);
    return this.database.queryOne(`select ${COLUMNS} ${FROM} where p.id = $1 and ${offered}`, parameters);
  }

  async page(request: ListRequest, filter: PlanFilter): Promise<Page<Plan>> {
    const conditions: Condition[] = [this.scope.sharedOrGeneral('p.site_id')];
    if (filter.siteId !== undefined) conditions.push(condition('(p.site_id = $? or p.site_id is null)', filter.siteId));
    if (filter.status !== undefined) conditions.push(condition('p.status = $?', filter.status));
    if (filter.q !== undefined) {
      const pattern = `%${filter.q.replace(/[\\%_]/g, '\\$&')}%`;
      conditions.push(condition('(p.code ilike $? or p.name ilike $?)', pattern, pattern));
    }
    return list.page(this.database, request, conditions);
  }

  /** The new id, or undefined when the code is taken. */
  async insert(row: NewPlanRow): Promise<string | undefined> {
    const inserted = await this.database.queryOne<{ id: string }>(
      `insert into plans (id, site_id, code, name, interval_months, download_kbps, upload_kbps, tax_code)
       values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (code) do nothing returning id`,
      [uuidv7(), row.siteId, row.code, row.name, row.intervalMonths, row.downloadKbps, row.uploadKbps, row.taxCode],
    );
    return inserted?.id;
  }

  /** False when the version is stale, or the plan not the actor's to change. */
  async update(id: string, version: number, patch: PlanPatch): Promise<boolean> {
    const parameters: unknown[] = [
      id,
      version,
      patch.name ?? null,
      patch.downloadKbps ?? null,
      patch.uploadKbps ?? null,
      patch.taxCode ?? null,
      patch.status ?? null,
    ];
    const mine = this.scope.site('p.site_id').into(parameters);
    const { affected } = await this.database.execute(
      `update plans p set name = coalesce($3, name), download_kbps = coalesce($4, download_kbps),
              upload_kbps = coalesce($5, upload_kbps), tax_code = coalesce($6, tax_code), status = coalesce($7, status),
              version = version + 1, updated_at = now()
        where p.id = $1 and p.version = $2 and ${mine}`,
      parameters,
    );
    return affected === 1;
  }

  async taxCodeExists(code: string): Promise<boolean> {
    return (await this.database.queryOne('select 1 as found from tax_codes where code = $1', [code])) !== undefined;
  }

  async prices(planId: string): Promise<PriceRow[]> {
    return this.database.query(`select ${PRICE_COLUMNS} from plan_prices where plan_id = $1 order by valid_from desc`, [
      planId,
    ]);
  }

  /** The price valid on a day. */
  async priceOn(planId: string, day: LocalDate): Promise<PriceRow | undefined> {
    return this.database.queryOne(
      `select ${PRICE_COLUMNS} from plan_prices where plan_id = $1 and valid_from <= $2 order by valid_from desc limit 1`,
      [planId, day],
    );
  }

  /** Undefined when there is a price from that day already. */
  async insertPrice(
    row: Pick<PriceRow, 'planId' | 'priceAmount' | 'currency' | 'validFrom'>,
  ): Promise<PriceRow | undefined> {
    return this.database.queryOne(
      `insert into plan_prices (id, plan_id, price_amount, currency, valid_from) values ($1, $2, $3, $4, $5)
       on conflict (plan_id, valid_from) do nothing returning ${PRICE_COLUMNS}`,
      [uuidv7(), row.planId, row.priceAmount, row.currency, row.validFrom],
    );
  }
}
