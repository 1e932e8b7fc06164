import { Injectable } from '@nestjs/common';
import { Database } from '@app/platform';
import { type BillableAccount, type DueSubscription } from '../domain/bill-planner';

/** What limits a look at due subscriptions. */
export interface DueFilter {
  asOf: Date;
  siteId: string | null;
}

/** A claimed stretch of the due accounts. */
export interface Claim {
  /** Where the next claim goes on; undefined when the end is reached. */
  last: string | undefined;
  /** Accounts that are locked now. Others of the stretch are held by somebody else. */
  accounts: BillableAccount[];
}

const ACCOUNT = `a.customer_id as "customerId", a.site_id as "siteId", a.time_zone as "timeZone", a.currency`;
const DUE = `s.status = 'ACTIVE' and not s.parked and s.next_bill_at <= $1 and ($2::uuid is null or s.site_id = $2)`;

/** Due subscriptions, claimed in batches of customers. */
@Injectable()
export class DueBatchRepository {
  constructor(private readonly database: Database) {}

  /**
   * Locks the next `limit` accounts with something due, by keyset, and skips those that others hold.
   *
   * @param lock false only looks (dry run)
   */
  async claim(filter: DueFilter, after: string, limit: number, lock: boolean): Promise<Claim> {
    const rows = await this.database.query<{ dueId: string } & BillableAccount>(
      `with due as materialized (
         select distinct s.customer_id from subscriptions s where s.customer_id > $3 and ${DUE}
          order by s.customer_id limit $4
       ), held as (
         select ${ACCOUNT} from billing_accounts a where a.customer_id in (select customer_id from due)
          ${lock ? 'for no key update skip locked' : ''}
       )
       select due.customer_id as "dueId", held.* from due left join held on held."customerId" = due.customer_id
        order by due.customer_id`,
      [filter.asOf, filter.siteId, after, limit],
    );
    const last = rows.length < limit ? undefined : rows.at(-1)?.dueId;
    return { last, accounts: rows.filter((row) => (row.customerId as string | null) !== null) };
  }

  /** Locks exactly these accounts, waiting for whoever holds them. */
  async claimThese(customerIds: readonly string[]): Promise<BillableAccount[]> {
    return this.database.query(
      `select ${ACCOUNT} from billing_accounts a where a.customer_id = any ($1::uuid[])
        order by a.customer_id for no key update`,
      [customerIds],
    );
  }

  /** What is due of these accounts now; read after their locks were taken, so that nothing billed meanwhile is seen. */
  async dueOf(
    customerIds: readonly string[],
    filter: DueFilter,
    only: readonly string[] | null = null,
  ): Promise<(DueSubscription & { customerId: string })[]> {
    return this.database.query(
      `select s.id, s.customer_id as "customerId", s.plan_id as "planId", s.anchor_day as "anchorDay",
              s.started_on as "startedOn", s.next_period_start as "nextPeriodStart"
         from subscriptions s
        where s.customer_id = any ($3::uuid[]) and ($4::uuid[] is null or s.id = any ($4)) and ${DUE}
        order by s.customer_id, s.id`,
      [filter.asOf, filter.siteId, customerIds, only],
    );
  }

  async countDue(filter: DueFilter): Promise<number> {
    const row = await this.database.queryOne<{ n: number }>(
      `select count(distinct s.customer_id)::int as n from subscriptions s where ${DUE}`,
      [filter.asOf, filter.siteId],
    );
    return row?.n ?? 0;
  }
}
