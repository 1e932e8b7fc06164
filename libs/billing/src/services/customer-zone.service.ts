import { Injectable } from '@nestjs/common';
import { CustomersService } from '@app/customers';
import { Database } from '@app/platform';
import { BillingAccountRepository } from '../repositories/billing-account.repository';
import { SubscriptionRepository } from '../repositories/subscription.repository';
import { billAt } from './subscriptions/service-in-hand';
import { ServiceLoader } from './subscriptions/service-loader.service';

/** Follows a customer's time zone. No period moves, only the instants at which the same days begin (billing.md T3). */
@Injectable()
export class CustomerZoneService {
  constructor(
    private readonly database: Database,
    private readonly accounts: BillingAccountRepository,
    private readonly subscriptions: SubscriptionRepository,
    private readonly loader: ServiceLoader,
    private readonly customers: CustomersService,
  ) {}

  /** Repeating it changes nothing. A customer without a billing account is left alone. */
  async follow(customerId: string): Promise<void> {
    await this.database.transaction(async () => {
      const account = await this.accounts.lock(customerId);
      const customer = (await this.customers.snapshots([customerId])).get(customerId);
      if (!account || !customer || account.timeZone === customer.timeZone) return;
      await this.accounts.setTimeZone(customerId, customer.timeZone);
      const moved = [];
      for (const { id } of await this.subscriptions.pointers(customerId)) moved.push(await this.nextOf(id));
      await this.subscriptions.setNextBillAt(moved.filter((one) => one !== undefined));
    });
  }

  private async nextOf(id: string): Promise<{ id: string; nextBillAt: Date } | undefined> {
    const service = await this.loader.open(id, { lock: false });
    const { history, plan } = service;
    const nextBillAt = history ? billAt(service, plan.billingType, history.cycle, history.pointer) : null;
    return nextBillAt === null ? undefined : { id, nextBillAt };
  }
}
