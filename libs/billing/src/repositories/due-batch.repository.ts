import { Injectable } from '@nestjs/common';
import { Database, HOT } from '@app/platform';
import { type BillableAccount, type DueSubscription } from '../domain/bill-planner';
import { type PolicyPatch } from '../domain/policies/billing-policies';

/** What limits a look at due subscriptions. */
export interface DueFilter {
  asOf: Date;
  siteId: string | null;
}

/** An account that is being billed, with what was decided for it alone. */
export interface ClaimedAccount extends BillableAccount {
  policies: PolicyPatch | null;
}

/** A subscription that is being billed on the invoice of `customerId`. */
export interface DueRow extends DueSubscription {
  customerId: string;
  policies: PolicyPatch | null;
  /** Somebody agreed that missed periods are billed at once. */
  isCatchUp: boolean;
}

/** A claimed stretch of the due accounts. */
export interface Claim {
  /** Where the next claim goes on; undefined when the end is reached. */
  last: string | undefined;
  /** Accounts that are locked now. Others of the stretch are held by somebody else. */
  accounts: ClaimedAccount[];
}

/** Columns of `billing_accounts a` as bills need them. */
export const ACCOUNT = `a.customer_id as "customerId", a.site_id as "siteId", a.time_zone as "timeZone", a.currency,
  a.tax_exempt as "taxExempt", nullif(a.policies, '{}') as policies`;

/** Whose invoice a subscription `s` stands on (billing.md 1.10, families). An index has the same expression. */
export const PAYER = `coalesce(s.payer_customer_id, s.customer_id)`;

const DUE = `s.status = 'ACTIVE' and not s.parked and s.next_bill_at <= $1 and ($2::uuid is null or s.site_id = $2)`;

/** Due subscriptions, claimed in batches of those who pay for them. */
@Injectable()
export class DueBatchRepository {
  constructor(private readonly database: Database) {}

  /**
   * Locks the next `limit` accounts with something due, by keyset, and skips those that others hold.
   *
   * @param lock false only looks (dry run)
   */
  async claim(filter: DueFilter, after: string, limit: number, lock: boolean): Promise<Claim> {
    const rows = await this.database.query<{ dueId: string } & ClaimedAccount>(
      `with due as materialized (
         select distinct ${PAYER} as payer_id from subscriptions s where ${PAYER} > $3 and ${DUE}
          order by payer_id limit $4
       ), held as (
         select ${ACCOUNT} from billing_accounts a where a.customer_id in (select payer_id from due)
          ${lock ? 'for no key update skip locked' : ''}
       )
       select due.payer_id as "dueId", held.* from due left join held on held."customerId" = due.payer_id
        order by due.payer_id`,
      [filter.asOf, filter.siteId, after, limit],
    );
    const last = rows.length < limit ? undefined : rows.at(-1)?.dueId;
    return { last, accounts: rows.filter((row) => (row.customerId as string | null) !== null) };
  }

  /** Locks exactly these accounts, waiting for whoever holds them. */
  async claimThese(customerIds: readonly string[]): Promise<ClaimedAccount[]> {
    return this.database.query(
      `select ${ACCOUNT} from billing_accounts a where a.customer_id = any ($1::uuid[])
        order by a.customer_id for no key update`,
      [customerIds],
      HOT,
    );
  }

  /** What is due of these accounts now; read after their locks were taken, so that nothing billed meanwhile is seen. */
  async dueOf(
    customerIds: readonly string[],
    filter: DueFilter,
    only: readonly string[] | null = null,
  ): Promise<DueRow[]> {
    return this.database.query(
      `select s.id, ${PAYER} as "customerId", s.plan_id as "planId", s.anchor_day as "anchorDay",
              coalesce(s.billing_from, s.started_on) as "startedOn", s.next_period_start as "nextPeriodStart",
              s.plan_since as "planSince", s.separate_invoice as "separateInvoice",
              case when s.payer_customer_id is not null then s.customer_id end as "serviceCustomerId",
              nullif(s.policies, '{}') as policies,
              s.catch_up as "isCatchUp"
         from subscriptions s
        where ${PAYER} = any ($3::uuid[]) and ($4::uuid[] is null or s.id = any ($4)) and ${DUE}
        order by 2, s.id`,
      [filter.asOf, filter.siteId, customerIds, only],
      HOT,
    );
  }

  async countDue(filter: DueFilter): Promise<number> {
    const row = await this.database.queryOne<{ n: number }>(
      `select count(distinct ${PAYER})::int as n from subscriptions s where ${DUE}`,
      [filter.asOf, filter.siteId],
    );
    return row?.n ?? 0;
  }
}
