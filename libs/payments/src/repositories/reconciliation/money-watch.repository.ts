import { Injectable } from '@nestjs/common';
import { Database } from '@app/platform';

/** What waits too long at a merchant account. */
export interface WaitingMoney {
  accountId: string;
  code: string;
  siteId: string | null;
  currency: string;
  count: number;
  amount: bigint;
  /** Null: nothing waits. */
  oldest: Date | null;
  /** Some of them, the oldest first. */
  orders: string[];
}

/** Older than this is nobody's business any more: alerts are for what can still be put right. */
const FARTHEST = `interval '90 days'`;

const ACCOUNT = `g.id as "accountId", g.code, g.site_id as "siteId", g.currency, x.count, x.amount, x.oldest,
  coalesce(x.orders, '{}') as orders`;
const SUMS = `count(*)::int as count, coalesce(sum(w.amount), 0)::bigint as amount, min(w.at) as oldest,
  (array_agg(w.order_id order by w.at))[1:5] as orders`;

/** Money and orders of all accounts that should have been settled by now; for jobs of the whole installation. */
@Injectable()
export class MoneyWatchRepository {
  constructor(private readonly database: Database) {}

  /** Every account, with its payments of more than `days` ago that no settlement report has named. */
  async unsettled(days: number): Promise<WaitingMoney[]> {
    return this.database.query(
      `select ${ACCOUNT} from gateway_accounts g cross join lateral (
         select ${SUMS} from (
           select p.amount + p.fee_amount as amount, p.received_at as at, a.merchant_order_id as order_id
             from payments p join payment_attempts a on a.id = p.attempt_id
            where p.method = 'GATEWAY' and p.cash_account = g.cash_account and a.account_id = g.id and a.state = 'PAID'
              and p.received_at between app_now() - ${FARTHEST} and app_now() - make_interval(days => $1::int)
              and not exists (select from settlement_rows s where s.payment_id = p.id and s.kind = 'PAYMENT')) w) x
        order by g.code`,
      [days],
    );
  }

  /** Every account, with its orders of more than `hours` ago about which the gateway gives no answer, until somebody decides. */
  async silent(hours: number): Promise<WaitingMoney[]> {
    return this.database.query(
      `select ${ACCOUNT} from gateway_accounts g cross join lateral (
         select ${SUMS} from (
           select a.amount, a.created_at as at, a.merchant_order_id as order_id from payment_attempts a
            where a.account_id = g.id and a.state in ('UNKNOWN', 'CREATING')
              and a.created_at <= app_now() - make_interval(hours => $1::int)) w) x
        order by g.code`,
      [hours],
    );
  }
}
