import { Injectable } from '@nestjs/common';
import { Database } from '@app/platform';

/** What stands against voiding a payment that the caller has read within his scope. */
@Injectable()
export class VoidRepository {
  constructor(private readonly database: Database) {}

  /** Was the cash of a payment counted: is its shift over, or the day of its desk? */
  async isClosed(paymentId: string): Promise<boolean> {
    const row = await this.database.queryOne(
      `select 1 as found from payments p join sites s on s.id = p.site_id
        where p.id = $1 and (
              exists (select from cash_closing_payments x join cash_closings c on c.id = x.closing_id
                       where x.payment_id = p.id and c.state <> 'OPEN')
           or exists (select from cash_days d join cash_desks k on k.id = d.desk_id
                       where k.account = p.cash_account
                         and d.day >= (p.recorded_at at time zone s.time_zone)::date))`,
      [paymentId],
    );
    return row !== undefined;
  }

  /** Was anything of it taken back, or is it about to be? */
  async isTouched(paymentId: string): Promise<boolean> {
    const row = await this.database.queryOne(
      `select 1 as found where exists (select from payment_reversals where payment_id = $1)
          or exists (select from refunds where payment_id = $1 and state <> 'FAILED')`,
      [paymentId],
    );
    return row !== undefined;
  }
}
