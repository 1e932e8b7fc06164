import { Injectable } from '@nestjs/common';
import { Database } from '@app/platform';

/** Ends of vouchers, by our database and its clock. Only the machinery comes here. */
@Injectable()
export class VoucherExpiryRepository {
  constructor(private readonly database: Database) {}

  /**
   * Ends what is past its end, some at a time; what somebody else holds just now comes with the next call.
   *
   * @returns those that ended: with their sites, for the audit
   */
  async expire(limit: number): Promise<{ id: string; siteId: string }[]> {
    return this.database.query(
      `with begun as materialized (
         select id from vouchers where state = 'ACTIVE' and expires_at <= app_now()
          order by expires_at limit $1 for no key update skip locked
       ),
       unused as materialized (
         select id from vouchers where state in ('AVAILABLE', 'SOLD') and valid_until <= app_now()
          order by valid_until limit $1 for no key update skip locked
       ),
       over as (select id from begun union all select id from unused),
       forgotten as (delete from voucher_counters c using over where c.voucher_id = over.id)
       update vouchers v set state = 'EXPIRED', ended_at = coalesce(v.expires_at, v.valid_until), version = v.version + 1
         from over where v.id = over.id and v.state in ('ACTIVE', 'AVAILABLE', 'SOLD')
       returning v.id, v.site_id as "siteId"`,
      [limit],
    );
  }

  /** Orders that nobody paid in time. Money that comes nevertheless still finds them. */
  async expireOrders(): Promise<number> {
    const { affected } = await this.database.execute(
      `update voucher_orders set state = 'EXPIRED' where state = 'OPEN' and expires_at <= app_now()`,
    );
    return affected;
  }
}
