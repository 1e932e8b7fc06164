import { Injectable } from '@nestjs/common';
import { localDate } from '@app/core';
import { Database, HOT } from '@app/platform';
import { type SoldPlan } from '../domain/bill-planner';
import { type BillingType } from '../domain/changes/drafts';
import { type Component } from '../domain/charges/component';
import { type Interval, stepOf } from '../domain/charges/interval';
import { type TaxRule } from '../domain/invoice-calculator';
import { type RevenueAccount } from '../domain/ledger-accounts';
import { type PlanPrice, type PricePolicy } from '../domain/plan-price';
import { type PlanPolicies } from '../domain/policies/billing-policies';
import { type ServiceKind } from './plan.repository';

/** A plan with everything that billing asks it; the tax rules are those of today, a run takes those of the issue date. */
export interface CataloguePlan extends SoldPlan {
  readonly billingType: BillingType;
  readonly serviceKind: ServiceKind;
  readonly interval: Interval;
  readonly trialDays: number;
  readonly policies: PlanPolicies;
  readonly bundle: readonly Component[];
}

/** Prices as PostgreSQL writes them into JSON. */
interface PriceJson {
  validFrom: string;
  amount: string;
  currency: string;
  appliesTo: PricePolicy;
}

interface TaxJson {
  code: string;
  num: number;
  den: number;
  inclusive: boolean;
}

interface Row {
  id: string;
  name: string;
  serviceKind: ServiceKind;
  billingType: BillingType;
  intervalUnit: Interval['unit'];
  intervalCount: number;
  trialDays: number;
  policies: PlanPolicies;
  tax: TaxJson;
  prices: PriceJson[];
  bundle: {
    id: string;
    name: string;
    quantity: number;
    revenueAccount: RevenueAccount;
    tax: TaxJson;
    prices: PriceJson[];
  }[];
}

const REVENUE: Readonly<Record<ServiceKind, RevenueAccount>> = {
  PPPOE: 'REVENUE.INTERNET',
  HOTSPOT: 'REVENUE.HOTSPOT',
  STATIC: 'REVENUE.STATIC',
};

/** The tax code as a rule of today. */
export const taxJson = (code: string): string => `(
  select jsonb_build_object('code', t.code, 'inclusive', t.inclusive,
           'num', case when t.exempt then 0 else coalesce(r.num, 0) end, 'den', coalesce(r.den, 1))
    from tax_codes t left join lateral (
      select num, den from tax_rates where tax_code = t.code and valid_from <= app_now()::date order by valid_from desc limit 1
    ) r on true where t.code = ${code})`;

/** All prices of a product, newest first. */
export const productPricesJson = (productId: string): string => `coalesce((
  select jsonb_agg(jsonb_build_object('validFrom', valid_from, 'amount', price_amount::text, 'currency', currency,
                     'appliesTo', 'NEXT_PERIOD') order by valid_from desc)
    from product_prices where product_id = ${productId}), '[]')`;

const SELECT = `select p.id, p.name, p.service_kind as "serviceKind", p.billing_type as "billingType",
    p.interval_unit as "intervalUnit", p.interval_count as "intervalCount", p.trial_days as "trialDays", p.policies,
    ${taxJson('p.tax_code')} as tax,
    coalesce((
      select jsonb_agg(jsonb_build_object('validFrom', valid_from, 'amount', price_amount::text, 'currency', currency,
                         'appliesTo', applies_to) order by valid_from desc)
        from plan_prices where plan_id = p.id), '[]') as prices,
    coalesce((
      select jsonb_agg(jsonb_build_object('id', d.id, 'name', d.name, 'quantity', b.quantity,
                         'revenueAccount', d.revenue_account, 'tax', ${taxJson('d.tax_code')},
                         'prices', ${productPricesJson('d.id')}) order by d.code)
        from plan_products b join products d on d.id = b.product_id
       where b.plan_id = p.id and d.kind = 'RECURRING'), '[]') as bundle
  from plans p`;

/** Plans as billing needs them: with tax, all prices and what they bundle. */
@Injectable()
export class BillablePlanRepository {
  constructor(private readonly database: Database) {}

  /** One statement for any number; it knows no scope, whoever asks has found the subscriptions. */
  async load(ids: readonly string[]): Promise<CataloguePlan[]> {
    return (await this.database.query<Row>(`${SELECT} where p.id = any ($1::uuid[])`, [ids], HOT)).map(planOf);
  }
}

function planOf({ intervalUnit: unit, intervalCount: count, tax, prices, bundle, ...row }: Row): CataloguePlan {
  const interval = { unit, count };
  return {
    ...row,
    ...stepOf(interval),
    interval,
    revenueAccount: REVENUE[row.serviceKind],
    tax: taxOfJson(tax),
    prices: pricesOfJson(prices),
    bundle: bundle.map((part) => ({
      chargeCode: `BUNDLE:${part.id}`,
      kind: 'ADD_ON',
      productId: part.id,
      revenueAccount: part.revenueAccount,
      description: part.name,
      quantity: part.quantity,
      taxRule: taxOfJson(part.tax),
      prices: pricesOfJson(part.prices),
    })),
  };
}

export function taxOfJson({ code, num, den, inclusive }: TaxJson): TaxRule {
  return { code, num: BigInt(num), den: BigInt(den), inclusive };
}

export function pricesOfJson(prices: readonly PriceJson[]): PlanPrice[] {
  return prices.map(({ validFrom, amount, currency, appliesTo }) => ({
    validFrom: localDate(validFrom),
    amount: BigInt(amount),
    currency,
    appliesTo,
  }));
}

export { type PriceJson, type TaxJson };
