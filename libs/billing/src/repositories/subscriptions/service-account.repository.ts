import { Injectable } from '@nestjs/common';
import { Database, HOT } from '@app/platform';
import { ACCOUNT, type ClaimedAccount } from '../due-batch.repository';

/** An account that a service hangs on, with its balances. */
export interface ServiceAccount extends ClaimedAccount {
  credit: bigint;
  deposit: bigint;
  autoPay: boolean;
  /** What time it is for the product. */
  now: Date;
}

/** Accounts as changes of services need them. It knows no scope: the service was found within it. */
@Injectable()
export class ServiceAccountRepository {
  constructor(private readonly database: Database) {}

  /**
   * By id, ascending: the order in which locks are taken.
   *
   * @param lock false only looks (previews)
   */
  async of(customerIds: readonly string[], lock: boolean): Promise<Map<string, ServiceAccount>> {
    const rows = await this.database.query<ServiceAccount>(
      `select ${ACCOUNT}, a.credit_amount as credit, a.deposit_amount as deposit, a.auto_pay as "autoPay", app_now() as now
         from billing_accounts a where a.customer_id = any ($1::uuid[])
        order by a.customer_id ${lock ? 'for no key update' : ''}`,
      [customerIds],
      HOT,
    );
    return new Map(rows.map((row) => [row.customerId, row]));
  }
}
