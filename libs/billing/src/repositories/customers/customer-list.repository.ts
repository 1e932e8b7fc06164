import { Injectable } from '@nestjs/common';
import { Database } from '@app/platform';

/** What a list of customers says about one beside what he is. */
export interface CustomerListFacts {
  id: string;
  site: string;
  area: string | null;
  reseller: string | null;
  /** Codes of the plans of services that have not ended. */
  plans: string;
  isolated: boolean;
  currency: string;
  /** Open on invoices, and the part of it that is overdue. */
  dueAmount: bigint;
  overdueAmount: bigint;
  depositAmount: bigint;
}

@Injectable()
export class CustomerListRepository {
  constructor(private readonly database: Database) {}

  /** One statement for any number of customers, all of whom the caller has found in its scope. */
  async facts(ids: readonly string[]): Promise<CustomerListFacts[]> {
    return this.database.query(
      `select c.id, s.name as site, a.name as area, r.name as reseller, coalesce(t.plans, '') as plans,
              exists (select from access_intents x where x.customer_id = c.id and x.desired = 'ISOLATED') as isolated,
              coalesce(b.currency, s.currency) as currency, coalesce(i.due, 0)::bigint as "dueAmount",
              coalesce(i.overdue, 0)::bigint as "overdueAmount", coalesce(b.deposit_amount, 0) as "depositAmount"
         from customers c
         join sites s on s.id = c.site_id
         left join areas a on a.id = c.area_id
         left join resellers r on r.id = c.reseller_id
         left join billing_accounts b on b.customer_id = c.id
         left join lateral (
           select string_agg(p.code, '; ' order by p.code) as plans
             from subscriptions v join plans p on p.id = v.plan_id where v.customer_id = c.id and v.status <> 'ENDED') t on true
         left join lateral (
           select sum(o.total_amount - o.paid_amount - o.credited_amount) as due,
                  sum(o.total_amount - o.paid_amount - o.credited_amount) filter (where o.overdue_at <= app_now()) as overdue
             from invoices o where o.customer_id = c.id and o.status = 'OPEN') i on true
        where c.id = any ($1::uuid[])`,
      [ids],
    );
  }
}
