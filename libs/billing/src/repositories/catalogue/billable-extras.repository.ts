import { Injectable } from '@nestjs/common';
import { type LocalDate } from '@app/core';
import { Database, HOT } from '@app/platform';
import { type PlannedPeriodChange } from '../../domain/bill-planner';
import { type LineKind } from '../../domain/charges/charge-line';
import { type Component } from '../../domain/charges/component';
import { type Discount } from '../../domain/discounts/discount';
import { type RevenueAccount } from '../../domain/ledger-accounts';
import {
  type PriceJson,
  pricesOfJson,
  productPricesJson,
  type TaxJson,
  taxJson,
  taxOfJson,
} from '../billable-plan.repository';
import { plainArray } from '../plain-array';

/** A one-off charge that waits, with the account whose invoice it will stand on. */
export interface PendingChargeRow {
  id: string;
  payerId: string;
  /** Null when it is the payer's own. */
  serviceCustomerId: string | null;
  subscriptionId: string | null;
  productId: string | null;
  kind: LineKind;
  description: string;
  quantity: number;
  unitPrice: bigint;
  taxCode: string;
  revenueAccount: RevenueAccount;
  billAfter: LocalDate;
  planId: string | null;
  /** Of a change that charges days: its own code and stretch. */
  period: ChargedDays | null;
}

/** Days of a service that a charge is for. */
export interface ChargedDays {
  chargeCode: string;
  start: LocalDate;
  end: LocalDate;
  naturalDays: number;
  /** In the terms of the tax code: what these days cost of the unit price. */
  gross: string;
}

/** Charges as bills take them; `c` with its subscription `s`. */
export const PENDING_COLUMNS = `c.id, coalesce(s.payer_customer_id, c.customer_id) as "payerId",
  case when s.payer_customer_id is not null then c.customer_id end as "serviceCustomerId",
  c.subscription_id as "subscriptionId", c.product_id as "productId", c.kind, c.description, c.quantity,
  c.unit_price_amount as "unitPrice", c.tax_code as "taxCode", c.revenue_account as "revenueAccount",
  c.bill_after as "billAfter", c.plan_id as "planId",
  case when c.charge_code is not null then jsonb_build_object('chargeCode', c.charge_code, 'start', c.period_start,
    'end', c.period_end, 'naturalDays', c.natural_days, 'gross', c.gross_amount::text) end as period`;

interface AddOnRow {
  id: string;
  subscriptionId: string;
  productId: string;
  name: string;
  quantity: number;
  startsOn: LocalDate;
  endsOn: LocalDate | null;
  revenueAccount: RevenueAccount;
  tax: TaxJson;
  prices: PriceJson[];
}

interface GrantRow {
  id: string;
  subscriptionId: string;
  code: string;
  scope: Discount['scope'];
  percentBp: number | null;
  fixedAmount: bigint | null;
  periodsLeft: number | null;
  combinable: boolean;
  planIds: string[] | null;
}

interface PlannedRow {
  subscriptionId: string;
  on: LocalDate;
  action: 'CHANGE_PLAN' | 'CANCEL';
  planId: string | null;
}

/** What hangs on subscriptions besides their plan, set-based: one statement each for any number of them. */
@Injectable()
export class BillableExtrasRepository {
  constructor(private readonly database: Database) {}

  /** Add-ons by subscription. An add-on stays in the list for as long as it can still be billed. */
  async addOns(subscriptionIds: readonly string[]): Promise<Map<string, Component[]>> {
    const rows = await this.database.query<AddOnRow>(
      `select a.id, a.subscription_id as "subscriptionId", a.product_id as "productId", d.name, a.quantity,
              a.starts_on as "startsOn", a.ends_on as "endsOn", d.revenue_account as "revenueAccount",
              ${taxJson('d.tax_code')} as tax, ${productPricesJson('d.id')} as prices
         from subscription_products a join products d on d.id = a.product_id
         join subscriptions s on s.id = a.subscription_id
        where a.subscription_id = any ($1::uuid[]) and (a.ends_on is null or a.ends_on > s.next_period_start)
        order by a.id`,
      [plainArray(subscriptionIds)],
      HOT,
    );
    return grouped(rows, (row) => row.subscriptionId, componentOfRow);
  }

  /** One-off charges that wait, by the account that pays: its own, and those of the children's subscriptions. */
  async pendingCharges(payerIds: readonly string[]): Promise<Map<string, PendingChargeRow[]>> {
    const rows = await this.database.query<PendingChargeRow>(
      `select ${PENDING_COLUMNS} from charges c left join subscriptions s on s.id = c.subscription_id
        where c.state = 'PENDING' and c.customer_id = any ($1::uuid[]) and s.payer_customer_id is null
       union all
       select ${PENDING_COLUMNS} from subscriptions s join charges c on c.subscription_id = s.id and c.state = 'PENDING'
        where s.payer_customer_id = any ($1::uuid[])
        order by 1`,
      [plainArray(payerIds)],
      HOT,
    );
    return grouped(
      rows,
      (row) => row.payerId,
      (row) => row,
    );
  }

  /** One charge as bills take it; undefined when it waits no longer. */
  async pendingCharge(id: string): Promise<PendingChargeRow | undefined> {
    return this.database.queryOne(
      `select ${PENDING_COLUMNS} from charges c left join subscriptions s on s.id = c.subscription_id
        where c.id = $1 and c.state = 'PENDING'`,
      [id],
    );
  }

  /** Granted discounts by subscription, oldest first. Their id is that of the grant. */
  async discounts(subscriptionIds: readonly string[]): Promise<Map<string, Discount[]>> {
    const rows = await this.database.query<GrantRow>(
      `select g.id, g.subscription_id as "subscriptionId", d.code, d.scope, d.percent_bp as "percentBp",
              d.fixed_amount as "fixedAmount", g.periods_left as "periodsLeft", d.combinable,
              (select array_agg(plan_id::text) from discount_plans where discount_id = d.id) as "planIds"
         from discount_grants g join discounts d on d.id = g.discount_id
        where g.subscription_id = any ($1::uuid[]) and g.ended_at is null
        order by g.id`,
      [plainArray(subscriptionIds)],
      HOT,
    );
    return grouped(rows, (row) => row.subscriptionId, discountOfRow);
  }

  /** The first planned change of each that a bill must not pass. */
  async planned(subscriptionIds: readonly string[]): Promise<Map<string, PlannedPeriodChange>> {
    const rows = await this.database.query<PlannedRow>(
      `select distinct on (subscription_id) subscription_id as "subscriptionId", effective_on as "on", action,
              payload ->> 'planId' as "planId"
         from scheduled_changes
        where subscription_id = any ($1::uuid[]) and state = 'PLANNED' and action in ('CHANGE_PLAN', 'CANCEL')
        order by subscription_id, effective_on`,
      [plainArray(subscriptionIds)],
      HOT,
    );
    return new Map(
      rows.map(({ subscriptionId, on, planId }) => [
        subscriptionId,
        { on, change: planId === null ? ('CANCEL' as const) : { planId } },
      ]),
    );
  }
}

function componentOfRow(row: AddOnRow): Component {
  return {
    chargeCode: `ADD_ON:${row.id}`,
    kind: 'ADD_ON',
    productId: row.productId,
    revenueAccount: row.revenueAccount,
    description: row.name,
    quantity: row.quantity,
    taxRule: taxOfJson(row.tax),
    prices: pricesOfJson(row.prices),
    from: row.startsOn,
    until: row.endsOn ?? undefined,
  };
}

function discountOfRow({ percentBp, fixedAmount, periodsLeft, planIds, subscriptionId, ...row }: GrantRow): Discount {
  return {
    ...row,
    value: fixedAmount === null ? { percentBp: BigInt(percentBp ?? 0) } : { amount: fixedAmount },
    periodsLeft: periodsLeft ?? undefined,
    planIds: planIds ?? undefined,
    // why: a coupon is off the whole invoice, a line discount off the lines of its own subscription
    subscriptionId: row.scope === 'LINE' ? subscriptionId : undefined,
  };
}

function grouped<R, T>(rows: readonly R[], keyOf: (row: R) => string, of: (row: R) => T): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group) group.push(of(row));
    else groups.set(keyOf(row), [of(row)]);
  }
  return groups;
}
