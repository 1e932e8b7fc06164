import { Injectable } from '@nestjs/common';
import { Database, HOT } from '@app/platform';
import { type BillingRhythm } from '../domain/next-bill-at';
import { type PointerMove } from '../domain/bill-planner';
import { plainArray } from './plain-array';

/** Somebody moved a pointer although the account was locked: nothing of the batch may stay. */
export class PointerMovedError extends Error {}

/** How far subscriptions are billed. */
@Injectable()
export class PointerRepository {
  constructor(private readonly database: Database) {}

  /**
   * Moves pointers by compare-and-set (billing.md G2), in one statement.
   *
   * @throws PointerMovedError when one of them is no longer where the bills were computed from
   */
  async move(moves: readonly PointerMove[]): Promise<void> {
    if (moves.length === 0) return;
    const { affected } = await this.database.execute(
      `update subscriptions s set next_period_start = m.to_date, next_bill_at = m.bill_at, catch_up = false
         from unnest($1::uuid[], $2::date[], $3::date[], $4::timestamptz[]) as m (id, from_date, to_date, bill_at)
        where s.id = m.id and s.next_period_start = m.from_date and s.status = 'ACTIVE'`,
      [
        plainArray(moves.map((move) => move.subscriptionId)),
        plainArray(moves.map((move) => move.from)),
        plainArray(moves.map((move) => move.to)),
        plainArray(moves.map((move) => move.nextBillAt.toISOString())),
      ],
      HOT,
    );
    if (affected !== moves.length) throw new PointerMovedError(`${moves.length - affected} pointers had moved`);
  }

  /**
   * Lets the run look at services earlier, because invoices are issued longer ahead from now on. Looking too early does no
   * harm: the run asks every rule itself and puts the next look where it belongs. For that reason nothing is put off here.
   *
   * @param of whose services: those of a site (null: of all sites), or those that an account pays for
   */
  async lookEarlier(
    { leadDays, runHour }: BillingRhythm,
    of: { siteId: string | null } | { payerId: string },
  ): Promise<void> {
    const [siteId, payerId] = 'payerId' in of ? [null, of.payerId] : [of.siteId, null];
    await this.database.execute(
      `update subscriptions s set next_bill_at = n.at
         from (select x.id, (x.next_period_start - $1::int + make_interval(hours => $2::int)) at time zone a.time_zone as at
                 from subscriptions x
                 join billing_accounts a on a.customer_id = coalesce(x.payer_customer_id, x.customer_id)
                where x.status = 'ACTIVE' and x.next_bill_at is not null and ($3::uuid is null or x.site_id = $3)
                  and ($4::uuid is null or coalesce(x.payer_customer_id, x.customer_id) = $4)) n
        where n.id = s.id and n.at < s.next_bill_at`,
      [leadDays, runHour, siteId, payerId],
    );
  }
}
