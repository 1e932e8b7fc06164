import { Injectable } from '@nestjs/common';
import { type CustomerSnapshot } from '@app/customers';
import { Database, HOT, ScopeFilter } from '@app/platform';
import { type CustomerRef, idOf } from './customer-ref';

/** The money side of a customer. Its row is the lock of everything that changes his debt or access. */
export interface BillingAccount {
  customerId: string;
  siteId: string;
  timeZone: string;
  currency: string;
  depositAmount: bigint;
}

/** An account whose row is locked, with the time of the database. */
export type LockedAccount = BillingAccount & { now: Date };

const COLUMNS = `a.customer_id as "customerId", a.site_id as "siteId", a.time_zone as "timeZone", a.currency,
  a.deposit_amount as "depositAmount"`;

@Injectable()
export class BillingAccountRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
  ) {}

  /** Makes the account of a customer where there is none yet. */
  async ensure(customer: Pick<CustomerSnapshot, 'id' | 'siteId' | 'timeZone' | 'currency'>): Promise<void> {
    await this.database.execute(
      `insert into billing_accounts (customer_id, site_id, time_zone, currency) values ($1, $2, $3, $4)
       on conflict (customer_id) do nothing`,
      [customer.id, customer.siteId, customer.timeZone, customer.currency],
    );
  }

  /** Locks the account within the caller's scope and says what time it is; undefined when there is none. */
  async lock(customer: CustomerRef): Promise<LockedAccount | undefined> {
    const { sql: id, parameters: of } = idOf(customer);
    const parameters = [...of];
    const mine = this.scope.customer('a.customer_id', 'a.site_id').into(parameters);
    return this.database.queryOne(
      `select ${COLUMNS}, app_now() as now from billing_accounts a where a.customer_id = ${id} and ${mine} for no key update`,
      parameters,
      HOT,
    );
  }

  /** Locks those of the accounts that nobody else holds, in the order of their ids. */
  async lockFree(customerIds: readonly string[]): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      `select customer_id as id from billing_accounts where customer_id = any ($1::uuid[])
        order by customer_id for no key update skip locked`,
      [customerIds],
    );
    return rows.map((row) => row.id);
  }

  /** Takes over a customer's zone (billing.md T3: no date moves). */
  async setTimeZone(customerId: string, timeZone: string): Promise<void> {
    await this.database.execute(
      `update billing_accounts set time_zone = $2, updated_at = now() where customer_id = $1`,
      [customerId, timeZone],
    );
  }
}
