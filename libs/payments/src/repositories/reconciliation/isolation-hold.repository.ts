import { Injectable } from '@nestjs/common';
import { Database } from '@app/platform';
import { MAX_CHECKS } from '../../domain/reconciliation/check-schedule';

/** How long a gateway's answer may keep isolation off, and how young an attempt has to be (billing.md 1.9). */
const LIFE = `interval '48 hours'`;
const LONGEST = `interval '2 hours'`;

const LIVE = `a.state in ('CREATING', 'PENDING', 'UNKNOWN') and a.created_at > $2::timestamptz - ${LIFE}`;

/** Money on its way to customers who are about to be isolated: a job of the system. */
@Injectable()
export class IsolationHoldRepository {
  constructor(private readonly database: Database) {}

  /** Who has notices of the last day that nobody has applied yet. */
  async inbox(customerIds: readonly string[], asOf: Date): Promise<string[]> {
    return this.ids(
      `select distinct a.customer_id as id from gateway_events e
         join payment_attempts a on a.id = e.attempt_id
           or (e.attempt_id is null and a.gateway = e.gateway and a.account_id = e.account_id
               and a.merchant_order_id = e.merchant_order_id)
        where e.processed_at is null and e.signature_ok and e.received_at > $2::timestamptz - interval '24 hours'
          and a.state in ('CREATING', 'PENDING', 'UNKNOWN') and a.customer_id = any ($1::uuid[])`,
      [customerIds, asOf],
    );
  }

  /** Has attempts asked about now that were not since it matters; once per attempt, within its five questions. */
  async askAbout(customerIds: readonly string[], gateways: readonly string[], asOf: Date): Promise<void> {
    await this.database.execute(
      `update payment_attempts a set held_at = $2, next_check_at = least(a.next_check_at, $2)
        where a.customer_id = any ($1::uuid[]) and ${LIVE} and a.held_at is null and a.checks < $4
          and a.gateway = any ($3::text[]) and (a.checked_at is null or a.checked_at < $2::timestamptz - interval '10 minutes')`,
      [customerIds, asOf, gateways, MAX_CHECKS],
    );
  }

  /** Whose gateway was not heard yet; the minute after the question is the answer's. */
  async unasked(customerIds: readonly string[], asOf: Date): Promise<string[]> {
    return this.ids(
      `select distinct a.customer_id as id from payment_attempts a
        where a.customer_id = any ($1::uuid[]) and ${LIVE} and a.held_at > $2::timestamptz - ${LONGEST}
          and (a.checked_at is null or a.checked_at < a.held_at or a.checked_at > $2::timestamptz - interval '1 minute')`,
      [customerIds, asOf],
    );
  }

  private async ids(sql: string, parameters: readonly unknown[]): Promise<string[]> {
    return (await this.database.query<{ id: string }>(sql, parameters)).map(({ id }) => id);
  }
}
