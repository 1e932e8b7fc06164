import { Injectable } from '@nestjs/common';
import { type LocalDate } from '@app/core';
import { Database } from '@app/platform';
import { type DayReport } from '../../domain/cash-book/day-report';
import { type CashDesk } from './cash-desk.repository';

/** Rows of the end-of-day report; the caller has found the desk within his scope. */
@Injectable()
export class DayReportRepository {
  constructor(private readonly database: Database) {}

  /** All money that came in that day at the desk's site (for the general desk: everywhere), by the ledger's day. */
  async payments({ siteId }: CashDesk, day: LocalDate): Promise<DayReport['payments']> {
    return this.database.query(
      `select p.method, count(*)::int as count, sum(e.amount)::text as amount
         from ledger_entries e join ledger_transactions t on t.id = e.txn_id and t.posted_on = e.posted_on
         join payments p on p.id = t.ref_id
        where e.posted_on = $1 and t.ref_type = 'PAYMENT'
          and e.account in (select code from ledger_accounts where code like 'CASH.%')
          and ($2::uuid is null or p.site_id = $2)
        group by p.method order by p.method`,
      [day, siteId],
    );
  }

  async shifts(deskId: string, day: LocalDate): Promise<DayReport['shifts']> {
    return this.database.query(
      `select cashier_name as cashier, state, expected_amount::text as expected, counted_amount::text as counted,
              difference_amount::text as difference
         from cash_closings where desk_id = $1 and day = $2 order by opened_at, id`,
      [deskId, day],
    );
  }

  async remittances({ account }: CashDesk, day: LocalDate): Promise<DayReport['remittances']> {
    return this.database.query(
      `select c.code || ' ' || u.name as collector, r.counted_amount::text as counted,
              r.difference_amount::text as difference
         from ledger_entries e join ledger_transactions t on t.id = e.txn_id and t.posted_on = e.posted_on
         join remittances r on r.id = t.ref_id join collectors c on c.id = r.collector_id join users u on u.id = c.user_id
        where e.account = $1 and e.posted_on = $2 and t.ref_type = 'REMITTANCE' order by r.decided_at, r.id`,
      [account, day],
    );
  }
}
