import { Injectable } from '@nestjs/common';
import { type CustomerSnapshot } from '@app/customers';
import { type LocalDate } from '@app/core';
import { Database, ScopeFilter } from '@app/platform';
import { type BillingAccount } from '../repositories/billing-account.repository';

/** A subscription as it was agreed elsewhere. */
export interface AdoptedRow {
  id: string;
  customerId: string;
  siteId: string;
  planId: string;
  anchorDay: number;
  /** Null: it waits for its activation. */
  running: { from: LocalDate; nextBillAt: Date } | null;
}

/** What decides whether a plan can be taken over to. */
export interface AdoptablePlan {
  id: string;
  code: string;
  siteId: string | null;
  status: string;
  serviceKind: string;
  billingType: string;
  /** On the day that was asked for; null when it has no price then. */
  currency: string | null;
}

/** Writes subscriptions by the hundred: one statement each, whatever their number. */
@Injectable()
export class AdoptedSubscriptionRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
  ) {}

  /** Plans within the caller's scope; others are missing. */
  async plans(ids: readonly string[], on: LocalDate): Promise<AdoptablePlan[]> {
    const parameters: unknown[] = [ids, on];
    const mine = this.scope.sharedOrGeneral('p.site_id').into(parameters);
    return this.database.query(
      `select p.id, p.code, p.site_id as "siteId", p.status, p.service_kind as "serviceKind",
              p.billing_type as "billingType",
              (select r.currency from plan_prices r where r.plan_id = p.id and r.valid_from <= $2
                order by r.valid_from desc limit 1) as currency
         from plans p where p.id = any ($1::uuid[]) and ${mine}`,
      parameters,
    );
  }

  /** Opens the accounts that are missing. */
  async openAccounts(customers: readonly CustomerSnapshot[]): Promise<void> {
    await this.database.execute(
      `insert into billing_accounts (customer_id, site_id, time_zone, currency)
       select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[]) on conflict (customer_id) do nothing`,
      [
        customers.map((customer) => customer.id),
        customers.map((customer) => customer.siteId),
        customers.map((customer) => customer.timeZone),
        customers.map((customer) => customer.currency),
      ],
    );
  }

  /** Locks accounts in the order of their ids, until the end of the transaction. */
  async lockAccounts(customerIds: readonly string[]): Promise<(BillingAccount & { now: Date })[]> {
    const parameters: unknown[] = [customerIds];
    const mine = this.scope.customer('a.customer_id', 'a.site_id').into(parameters);
    return this.database.query(
      `select a.customer_id as "customerId", a.site_id as "siteId", a.time_zone as "timeZone", a.currency,
              a.deposit_amount as "depositAmount", app_now() as now
         from billing_accounts a where a.customer_id = any ($1::uuid[]) and ${mine}
        order by a.customer_id for no key update`,
      parameters,
    );
  }

  async insert(rows: readonly AdoptedRow[]): Promise<void> {
    await this.database.execute(
      `insert into subscriptions
         (id, customer_id, site_id, plan_id, anchor_day, status, started_on, next_period_start, next_bill_at)
       select id, customer_id, site_id, plan_id, anchor_day, case when starts is null then 'PENDING' else 'ACTIVE' end,
              starts, starts, bill_at
         from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::smallint[], $6::date[], $7::timestamptz[])
           as r (id, customer_id, site_id, plan_id, anchor_day, starts, bill_at)`,
      [
        rows.map((row) => row.id),
        rows.map((row) => row.customerId),
        rows.map((row) => row.siteId),
        rows.map((row) => row.planId),
        rows.map((row) => row.anchorDay),
        rows.map((row) => row.running?.from ?? null),
        rows.map((row) => row.running?.nextBillAt.toISOString() ?? null),
      ],
    );
  }
}
