import { Injectable } from '@nestjs/common';
import { type LocalDate, uuidv7 } from '@app/core';
import { Database, HOT } from '@app/platform';
import { type DueRow, PAYER } from '../due-batch.repository';
import { plainArray } from '../plain-array';
import { PointerMovedError } from '../pointer.repository';

/** A prepaid service that may be renewed, or debited for days. */
export interface PrepaidRow extends DueRow {
  billingType: 'PREPAID_PERIOD' | 'PREPAID_DAILY';
  expiresAt: Date | null;
}

/** A prepaid service as it goes on. */
export interface PrepaidMove {
  subscriptionId: string;
  from: LocalDate;
  to: LocalDate;
  expiresAt: Date | null;
  anchorDay: number;
}

/** Days that were taken from the deposit. */
export interface DailyDebitRow {
  id: string;
  subscriptionId: string;
  customerId: string;
  siteId: string;
  from: LocalDate;
  to: LocalDate;
  net: bigint;
  tax: bigint;
  currency: string;
}

/** Renewed a little before it runs out, so that nobody is cut in between. */
const AHEAD = `interval '15 minutes'`;

const DUE = `s.status = 'ACTIVE' and not s.parked
  and case p.billing_type when 'PREPAID_PERIOD' then s.expires_at <= $1::timestamptz + ${AHEAD}
                          else s.next_period_start <= ($1::timestamptz at time zone a.time_zone)::date end`;
const FROM = `subscriptions s
  join plans p on p.id = s.plan_id and p.billing_type in ('PREPAID_PERIOD', 'PREPAID_DAILY')
  join billing_accounts a on a.customer_id = ${PAYER}`;

/** Services that are paid before they are used. */
@Injectable()
export class PrepaidRepository {
  constructor(private readonly database: Database) {}

  /**
   * Accounts with such a service to go on with and money for it, or with one that is still to be marked as run out.
   *
   * @param customerId only this account
   */
  async dueAccounts(asOf: Date, after: string, limit: number, customerId: string | null): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      `select distinct ${PAYER} as id from ${FROM}
        where ${DUE} and ${PAYER} > $2 and ($4::uuid is null or ${PAYER} = $4)
          and (a.deposit_amount + a.credit_amount > 0 or (p.billing_type = 'PREPAID_DAILY' and s.expires_at is null))
        order by id limit $3`,
      [asOf, after, limit, customerId],
    );
    return rows.map((row) => row.id);
  }

  async payersAmong(customerIds: readonly string[]): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      `select distinct ${PAYER} as id from ${FROM}
        where s.customer_id = any ($1::uuid[]) or s.payer_customer_id = any ($1::uuid[])`,
      [customerIds],
      HOT,
    );
    return rows.map((row) => row.id);
  }

  /** Their services, read under the accounts' locks. */
  async dueOf(customerIds: readonly string[], asOf: Date): Promise<PrepaidRow[]> {
    return this.database.query(
      `select s.id, ${PAYER} as "customerId", s.plan_id as "planId", s.anchor_day as "anchorDay",
              coalesce(s.billing_from, s.started_on) as "startedOn", s.next_period_start as "nextPeriodStart",
              s.plan_since as "planSince", s.separate_invoice as "separateInvoice",
              case when s.payer_customer_id is not null then s.customer_id end as "serviceCustomerId",
              nullif(s.policies, '{}') as policies, s.catch_up as "isCatchUp",
              p.billing_type as "billingType", s.expires_at as "expiresAt"
         from ${FROM} where ${DUE} and ${PAYER} = any ($2::uuid[])
        order by 2, s.expires_at nulls last, s.id`,
      [asOf, customerIds],
    );
  }

  /** Compare-and-set of the pointers (billing.md G2). @throws PointerMovedError */
  async move(moves: readonly PrepaidMove[]): Promise<void> {
    if (moves.length === 0) return;
    const { affected } = await this.database.execute(
      `update subscriptions s set next_period_start = m.to_day, expires_at = m.expires_at, anchor_day = m.anchor_day,
              updated_at = now()
         from unnest($1::uuid[], $2::date[], $3::date[], $4::timestamptz[], $5::smallint[])
           as m (id, from_day, to_day, expires_at, anchor_day)
        where s.id = m.id and s.next_period_start = m.from_day and s.status = 'ACTIVE'`,
      [
        plainArray(moves.map((move) => move.subscriptionId)),
        plainArray(moves.map((move) => move.from)),
        plainArray(moves.map((move) => move.to)),
        plainArray(moves.map((move) => move.expiresAt?.toISOString() ?? null)),
        plainArray(moves.map((move) => move.anchorDay)),
      ],
    );
    if (affected !== moves.length) throw new PointerMovedError(`${moves.length - affected} pointers had moved`);
  }

  async insertDebits(rows: readonly DailyDebitRow[], at: Date): Promise<void> {
    if (rows.length === 0) return;
    await this.database.execute(
      `insert into daily_debits (id, subscription_id, customer_id, site_id, from_day, to_day, net_amount, tax_amount,
              currency, debited_at)
       select *, $10::timestamptz from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::date[], $6::date[],
         $7::bigint[], $8::bigint[], $9::text[])`,
      [
        plainArray(rows.map((row) => row.id)),
        plainArray(rows.map((row) => row.subscriptionId)),
        plainArray(rows.map((row) => row.customerId)),
        plainArray(rows.map((row) => row.siteId)),
        plainArray(rows.map((row) => row.from)),
        plainArray(rows.map((row) => row.to)),
        plainArray(rows.map((row) => row.net)),
        plainArray(rows.map((row) => row.tax)),
        plainArray(rows.map((row) => row.currency)),
        at,
      ],
    );
  }

  /** A fresh id for a debit. */
  newId(): string {
    return uuidv7();
  }
}
