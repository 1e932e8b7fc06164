import { Injectable } from '@nestjs/common';
import { CustomersService } from '@app/customers';
import { Database } from '@app/platform';
import { BillingConfig } from '../billing.config';
import { nextBillAt } from '../domain/next-bill-at';
import { BillingAccountRepository } from '../repositories/billing-account.repository';
import { SubscriptionRepository } from '../repositories/subscription.repository';

/** Follows a customer's time zone. No period moves, only the instants at which the same days begin (billing.md T3). */
@Injectable()
export class CustomerZoneService {
  constructor(
    private readonly database: Database,
    private readonly accounts: BillingAccountRepository,
    private readonly subscriptions: SubscriptionRepository,
    private readonly customers: CustomersService,
    private readonly config: BillingConfig,
  ) {}

  /** Repeating it changes nothing. A customer without a billing account is left alone. */
  async follow(customerId: string): Promise<void> {
    await this.database.transaction(async () => {
      const account = await this.accounts.lock(customerId);
      const customer = (await this.customers.snapshots([customerId])).get(customerId);
      if (!account || !customer || account.timeZone === customer.timeZone) return;
      await this.accounts.setTimeZone(customerId, customer.timeZone);
      const pointers = await this.subscriptions.pointers(customerId);
      const moved = pointers.map(({ id, nextPeriodStart }) => ({
        id,
        nextBillAt: nextBillAt(nextPeriodStart, customer.timeZone, this.config),
      }));
      if (moved.length > 0) await this.subscriptions.setNextBillAt(moved);
    });
  }
}
