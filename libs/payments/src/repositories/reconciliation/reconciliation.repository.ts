import { Injectable } from '@nestjs/common';
import { Database } from '@app/platform';
import { MAX_CHECKS } from '../../domain/reconciliation/check-schedule';
import { type AttemptState } from '../../domain/attempts/attempt-state';

/** An attempt whose turn it is, as it stood when it was taken. */
export interface DueAttempt {
  id: string;
  gateway: string;
  accountId: string;
  merchantOrderId: string;
  providerRef: string | null;
  currency: string;
  state: AttemptState;
  expiresAt: Date | null;
  createdAt: Date;
  /** This question included. */
  checks: number;
  /** Of the database. */
  now: Date;
}

/** An account with attempts whose turn it is. */
export interface DueAccount {
  accountId: string;
  gateway: string;
  due: number;
}

/**
 * Attempts that money can still arrive for without anybody telling; a cancelled one until the gateway has ended it too, one
 * that failed or expired when a report of the gateway says that it was paid.
 */
const ASKED = `(a.state in ('CREATING', 'PENDING', 'UNKNOWN', 'CANCELLED') or a.state in ('EXPIRED', 'FAILED') and exists (
  select from settlement_rows s where s.attempt_id = a.id and s.kind = 'PAYMENT' and s.state = 'UNKNOWN_HERE'))`;

/** When it is over although nobody named an end. */
const END = `coalesce(a.expires_at, a.created_at + interval '1 day')`;

/** SQL of reconciliation: a job of the system. */
@Injectable()
export class ReconciliationRepository {
  constructor(private readonly database: Database) {}

  async dueAccounts(): Promise<DueAccount[]> {
    return this.database.query(
      `select a.account_id as "accountId", min(a.gateway) as gateway, count(*)::int as due from payment_attempts a
        where a.next_check_at <= app_now() and ${ASKED} and a.checks < $1 group by 1 order by 1`,
      [MAX_CHECKS],
    );
  }

  /**
   * Takes the attempt of an account that waits longest. The question is counted before it is asked, and for `leaseMs` it is
   * nobody else's: two workers never ask twice, and a process that dies leaves it due again.
   */
  async claim(accountId: string, leaseMs: number): Promise<DueAttempt | undefined> {
    return this.database.queryOne(
      `with due as (select a.id from payment_attempts a
                     where a.account_id = $1 and a.next_check_at <= app_now() and ${ASKED} and a.checks < $2
                     order by a.next_check_at limit 1 for no key update skip locked)
       update payment_attempts a
          set checks = a.checks + 1, checked_at = app_now(), next_check_at = app_now() + $3 * interval '1 millisecond'
         from due where a.id = due.id
       returning a.id, a.gateway, a.account_id as "accountId", a.merchant_order_id as "merchantOrderId",
                 a.provider_ref as "providerRef", a.currency, a.state, ${END} as "expiresAt", a.created_at as "createdAt",
                 a.checks, app_now() as now`,
      [accountId, MAX_CHECKS, leaseMs],
    );
  }

  /**
   * Plans the next question; none for an attempt that has ended meanwhile.
   *
   * @param isSilent the gateway gave no answer to this one
   */
  async plan(id: string, nextCheckAt: Date | null, isSilent = false): Promise<void> {
    await this.database.execute(
      `update payment_attempts a set next_check_at = case when ${ASKED} then $2::timestamptz end,
              silent_since = case when $3 then coalesce(a.silent_since, app_now()) end
        where a.id = $1`,
      [id, nextCheckAt, isSilent],
    );
  }

  /** Attempts that are over and that nobody will ask about any more, but for those that are left to people. */
  async over(limit: number, graceMs: number): Promise<{ id: string; isSilent: boolean }[]> {
    return this.database.query(
      `select a.id, a.silent_since is not null as "isSilent" from payment_attempts a
        where a.state in ('CREATING', 'PENDING', 'UNKNOWN') and (a.next_check_at is null or a.checks >= $1)
          and (a.state <> 'UNKNOWN' or a.silent_since is null)
          and ${END} + $2 * interval '1 millisecond' <= app_now()
        order by a.id limit $3`,
      [MAX_CHECKS, graceMs, limit],
    );
  }
}
