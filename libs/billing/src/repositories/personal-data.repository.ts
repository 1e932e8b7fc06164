import { Injectable } from '@nestjs/common';
import { Database, ScopeFilter } from '@app/platform';

/** What billing keeps about a customer, as rows for him to read: amounts are text in the booking unit (billing.md M1). */
@Injectable()
export class BillingPersonalDataRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
  ) {}

  async invoices(customerId: string): Promise<object[]> {
    const parameters: unknown[] = [customerId];
    const mine = this.scope.customer('i.customer_id', 'i.site_id').into(parameters);
    return this.database.query<object>(
      `select i.number, i.status, i.currency, i.total_amount::text as total, i.paid_amount::text as paid,
              i.issued_on as "issuedOn", i.due_on as "dueOn", i.customer as "printedCustomer"
       from invoices i where i.customer_id = $1 and ${mine} order by i.issued_on, i.seq`,
      parameters,
    );
  }

  async subscriptions(customerId: string): Promise<object[]> {
    const parameters: unknown[] = [customerId];
    const mine = this.scope.customer('s.customer_id', 's.site_id').into(parameters);
    return this.database.query<object>(
      `select p.name as plan, s.status, s.started_on as "startedOn", s.ends_on as "endsOn"
       from subscriptions s join plans p on p.id = s.plan_id where s.customer_id = $1 and ${mine} order by s.id`,
      parameters,
    );
  }
}
