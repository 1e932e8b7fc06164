import { Injectable } from '@nestjs/common';
import { Database } from '@app/platform';

/** Who has to be isolated. */
@Injectable()
export class OverdueRepository {
  constructor(private readonly database: Database) {}

  /** Customers with isolir-worthy debt above the tolerance who still have a running service (isolate rule, billing.md 1.9). */
  async candidates(asOf: Date, siteId: string | null, tolerance: bigint): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      `select i.customer_id as id from invoices i
        where i.status = 'OPEN' and i.isolir_at <= $1 and ($2::uuid is null or i.site_id = $2)
          and exists (select from access_intents ai where ai.customer_id = i.customer_id and ai.desired = 'ENABLED')
        group by i.customer_id
       having sum(i.total_amount - i.paid_amount - i.credited_amount) > $3
        order by i.customer_id`,
      [asOf, siteId, tolerance],
    );
    return rows.map((row) => row.id);
  }

  /** Customers with a running service. */
  async enabledCustomers(siteId: string | null): Promise<number> {
    const row = await this.database.queryOne<{ n: number }>(
      `select count(distinct ai.customer_id)::int as n
         from access_intents ai join billing_accounts a on a.customer_id = ai.customer_id
        where ai.desired = 'ENABLED' and ($1::uuid is null or a.site_id = $1)`,
      [siteId],
    );
    return row?.n ?? 0;
  }
}
