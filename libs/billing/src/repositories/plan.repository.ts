import { Injectable } from '@nestjs/common';
import { type LocalDate, type Page, uuidv7 } from '@app/core';
import { type Condition, condition, Database, KeysetList, type ListRequest, ScopeFilter } from '@app/platform';
import { type BillingType } from '../domain/changes/drafts';
import { type Interval } from '../domain/charges/interval';
import { type PricePolicy } from '../domain/plan-price';
import { type PlanPolicies } from '../domain/policies/billing-policies';

export const PLAN_STATUSES = ['ACTIVE', 'RETIRED'] as const;
export type PlanStatus = (typeof PLAN_STATUSES)[number];
export const SERVICE_KINDS = ['PPPOE', 'HOTSPOT', 'STATIC'] as const;
export type ServiceKind = (typeof SERVICE_KINDS)[number];
export const BILLING_TYPES = ['RECURRING_ADVANCE', 'RECURRING_ARREARS', 'PREPAID_PERIOD', 'PREPAID_DAILY'] as const;

/** More than the ordinary rate, as long as the average stays below the threshold. */
export interface Burst {
  downloadKbps: number;
  uploadKbps: number;
  thresholdDownloadKbps: number;
  thresholdUploadKbps: number;
  /** Over which the average is taken. */
  seconds: number;
}

/** Rates after so much traffic in a period. */
export interface FairUseStep {
  afterBytes: number;
  downloadKbps: number;
  uploadKbps: number;
}

/** A product that comes with a plan: RECURRING ones each period, ONE_OFF ones (setup fees) once, at activation. */
export interface PlanProduct {
  productId: string;
  code: string;
  name: string;
  kind: 'ONE_OFF' | 'RECURRING';
  quantity: number;
}

/** What is sold. A plan without a site is sold at all of them. */
export interface Plan {
  id: string;
  siteId: string | null;
  code: string;
  name: string;
  serviceKind: ServiceKind;
  billingType: BillingType;
  /** Length of a period. */
  interval: Interval;
  downloadKbps: number;
  uploadKbps: number;
  burst: Burst | null;
  /** Traffic of a period; null: unlimited. */
  quotaBytes: number | null;
  /** Ascending by `afterBytes`. */
  fairUse: FairUseStep[];
  /** Free days before billing begins. */
  trialDays: number;
  /** What the plan decides instead of its site. */
  policies: PlanPolicies;
  products: PlanProduct[];
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
  appliesTo: PricePolicy;
  createdAt: Date;
}

/** What may be changed of a plan that has subscribers. */
export type PlanTerms = Pick<
  Plan,
  | 'name'
  | 'downloadKbps'
  | 'uploadKbps'
  | 'burst'
  | 'quotaBytes'
  | 'fairUse'
  | 'trialDays'
  | 'policies'
  | 'taxCode'
  | 'status'
>;
export type NewPlanRow = Omit<PlanTerms, 'status'> &
  Pick<Plan, 'siteId' | 'code' | 'serviceKind' | 'billingType' | 'interval'>;
export type PlanPatch = Partial<PlanTerms>;

export interface PlanFilter {
  siteId?: string;
  status?: PlanStatus;
  serviceKind?: ServiceKind;
  q?: string;
}

const COLUMNS = `p.id, p.site_id as "siteId", p.code, p.name, p.service_kind as "serviceKind",
  p.billing_type as "billingType", jsonb_build_object('unit', p.interval_unit, 'count', p.interval_count) as interval,
  p.download_kbps as "downloadKbps", p.upload_kbps as "uploadKbps",
  case when p.burst_seconds is not null then jsonb_build_object('downloadKbps', p.burst_download_kbps,
    'uploadKbps', p.burst_upload_kbps, 'thresholdDownloadKbps', p.burst_threshold_download_kbps,
    'thresholdUploadKbps', p.burst_threshold_upload_kbps, 'seconds', p.burst_seconds) end as burst,
  to_jsonb(p.quota_bytes) as "quotaBytes",
  coalesce((
    select jsonb_agg(jsonb_build_object('afterBytes', f.after_bytes, 'downloadKbps', f.download_kbps,
                       'uploadKbps', f.upload_kbps) order by f.step_no)
      from plan_fair_use_steps f where f.plan_id = p.id), '[]') as "fairUse",
  p.trial_days as "trialDays", p.policies,
  coalesce((
    select jsonb_agg(jsonb_build_object('productId', d.id, 'code', d.code, 'name', d.name, 'kind', d.kind,
                       'quantity', b.quantity) order by d.code)
      from plan_products b join products d on d.id = b.product_id where b.plan_id = p.id), '[]') as products,
  p.tax_code as "taxCode", p.status, p.version, p.created_at as "createdAt", p.updated_at as "updatedAt",
  now_price.price_amount as "priceAmount", now_price.currency`;

const FROM = `from plans p left join lateral (
    select price_amount, currency from plan_prices
     where plan_id = p.id and valid_from <= app_now()::date order by valid_from desc limit 1
  ) now_price on true`;

const PRICE_COLUMNS = `id, plan_id as "planId", price_amount as "priceAmount", currency, valid_from as "validFrom",
  applies_to as "appliesTo", created_at as "createdAt"`;

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
    if (filter.serviceKind !== undefined) conditions.push(condition('p.service_kind = $?', filter.serviceKind));
    if (filter.q !== undefined) {
      const pattern = `%${filter.q.replace(/[\\%_]/g, '\\$&')}%`;
      conditions.push(condition('(p.code ilike $? or p.name ilike $?)', pattern, pattern));
    }
    return list.page(this.database, request, conditions);
  }

  /** The new id, or undefined when the code is taken. */
  async insert(row: NewPlanRow): Promise<string | undefined> {
    const inserted = await this.database.queryOne<{ id: string }>(
      `insert into plans (id, site_id, code, service_kind, billing_type, interval_unit, interval_count, name,
              download_kbps, upload_kbps, burst_download_kbps, burst_upload_kbps, burst_threshold_download_kbps,
              burst_threshold_upload_kbps, burst_seconds, quota_bytes, trial_days, policies, tax_code)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
       on conflict (code) do nothing returning id`,
      [
        ...[uuidv7(), row.siteId, row.code, row.serviceKind, row.billingType, row.interval.unit, row.interval.count],
        ...termsColumns(row),
      ],
    );
    if (inserted) await this.setFairUse(inserted.id, row.fairUse);
    return inserted?.id;
  }

  /** False when the version is stale, or the plan not the actor's to change. */
  async update(id: string, version: number, terms: PlanTerms): Promise<boolean> {
    const parameters: unknown[] = [id, version, ...termsColumns(terms), terms.status];
    const mine = this.scope.site('p.site_id').into(parameters);
    const { affected } = await this.database.execute(
      `update plans p set name = $3, download_kbps = $4, upload_kbps = $5, burst_download_kbps = $6,
              burst_upload_kbps = $7, burst_threshold_download_kbps = $8, burst_threshold_upload_kbps = $9,
              burst_seconds = $10, quota_bytes = $11, trial_days = $12, policies = $13, tax_code = $14, status = $15,
              version = version + 1, updated_at = now()
        where p.id = $1 and p.version = $2 and ${mine}`,
      parameters,
    );
    if (affected === 1) await this.setFairUse(id, terms.fairUse);
    return affected === 1;
  }

  /** Replaces what comes with the plan. False as in {@link update}. */
  async setProducts(
    id: string,
    version: number,
    products: readonly Pick<PlanProduct, 'productId' | 'quantity'>[],
  ): Promise<boolean> {
    const parameters: unknown[] = [id, version];
    const mine = this.scope.site('p.site_id').into(parameters);
    const { affected } = await this.database.execute(
      `update plans p set version = version + 1, updated_at = now() where p.id = $1 and p.version = $2 and ${mine}`,
      parameters,
    );
    if (affected !== 1) return false;
    await this.database.execute(`delete from plan_products where plan_id = $1`, [id]);
    await this.database.execute(
      `insert into plan_products (plan_id, product_id, quantity)
       select $1, product_id, quantity from unnest($2::uuid[], $3::int[]) as p (product_id, quantity)`,
      [id, products.map((one) => one.productId), products.map((one) => one.quantity)],
    );
    return true;
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
    row: Pick<PriceRow, 'planId' | 'priceAmount' | 'currency' | 'validFrom' | 'appliesTo'>,
  ): Promise<PriceRow | undefined> {
    return this.database.queryOne(
      `insert into plan_prices (id, plan_id, price_amount, currency, valid_from, applies_to)
       values ($1, $2, $3, $4, $5, $6)
       on conflict (plan_id, valid_from) do nothing returning ${PRICE_COLUMNS}`,
      [uuidv7(), row.planId, row.priceAmount, row.currency, row.validFrom, row.appliesTo],
    );
  }

  private async setFairUse(planId: string, steps: readonly FairUseStep[]): Promise<void> {
    await this.database.execute(`delete from plan_fair_use_steps where plan_id = $1`, [planId]);
    if (steps.length === 0) return;
    await this.database.execute(
      `insert into plan_fair_use_steps (plan_id, step_no, after_bytes, download_kbps, upload_kbps)
       select $1, row_number() over (order by after_bytes), after_bytes, download_kbps, upload_kbps
         from unnest($2::bigint[], $3::int[], $4::int[]) as f (after_bytes, download_kbps, upload_kbps)`,
      [
        planId,
        steps.map((step) => step.afterBytes),
        steps.map((step) => step.downloadKbps),
        steps.map((step) => step.uploadKbps),
      ],
    );
  }
}

/** Values of the columns from `name` to `tax_code`, in the order of both statements. */
function termsColumns({ burst, ...terms }: Omit<PlanTerms, 'status'>): unknown[] {
  return [
    ...[terms.name, terms.downloadKbps, terms.uploadKbps],
    ...[burst?.downloadKbps ?? null, burst?.uploadKbps ?? null, burst?.thresholdDownloadKbps ?? null],
    ...[burst?.thresholdUploadKbps ?? null, burst?.seconds ?? null],
    ...[terms.quotaBytes, terms.trialDays, terms.policies, terms.taxCode],
  ];
}
