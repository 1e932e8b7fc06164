import { type INestApplicationContext } from '@nestjs/common';
import { BillingRunService, IsolateOverdueService, SubscriptionsService } from '@app/billing';
import { Money } from '@app/core';
import { RecordPaymentService } from '@app/payments';
import { Database } from '@app/platform';
import { type DemoClock } from './demo-clock';
import { DEMO_HISTORY_DAYS, habitOf } from './demo-plan';
import { type DemoSubscriber } from './demo-subscribers';

interface OpenBill {
  id: string;
  customerId: string;
  remaining: bigint;
  currency: string;
  ageDays: number;
}

/** Lives through the demo's past, one day after the other, with the product's own services. */
export class DemoHistory {
  private readonly subscriptions: SubscriptionsService;
  private readonly billing: BillingRunService;
  private readonly dunning: IsolateOverdueService;
  private readonly payments: RecordPaymentService;
  private readonly database: Database;
  private readonly byCustomer: ReadonlyMap<string, DemoSubscriber>;

  constructor(
    services: INestApplicationContext,
    private readonly clock: DemoClock,
    private readonly subscribers: readonly DemoSubscriber[],
  ) {
    this.subscriptions = services.get(SubscriptionsService);
    this.billing = services.get(BillingRunService);
    this.dunning = services.get(IsolateOverdueService);
    this.payments = services.get(RecordPaymentService);
    this.database = services.get(Database);
    this.byCustomer = new Map(subscribers.map((one) => [one.customerId, one]));
  }

  async live(): Promise<void> {
    for (let day = 0; day <= DEMO_HISTORY_DAYS; day++) {
      await this.clock.standBefore(DEMO_HISTORY_DAYS - day);
      await this.comeAndGo(day);
      await this.billing.run({ trigger: 'SCHEDULE', requestedBy: 'demo' });
      await this.pay(DEMO_HISTORY_DAYS - day);
      await this.dunning.run({ confirm: true });
    }
  }

  private async comeAndGo(day: number): Promise<void> {
    for (const one of this.subscribers) {
      const habit = habitOf(one.n);
      if (habit.kind !== 'not-yet' && one.startDay === day) await this.subscriptions.activate(one.subscriptionId);
      if (habit.kind !== 'leaves' || habit.onDay !== day) continue;
      await this.subscriptions.cancel(one.subscriptionId, { when: 'NOW' });
    }
  }

  /** Whoever is due by his habit pays; `left` days are left until the present. */
  private async pay(left: number): Promise<void> {
    const bills = await this.openBills();
    for (const bill of bills) {
      const one = this.byCustomer.get(bill.customerId);
      if (!one || !wouldPay(one.n, bill.ageDays, left)) continue;
      await this.payments.record({
        customerId: bill.customerId,
        amount: Money.of(bill.remaining, bill.currency),
        method: one.n % 3 === 0 ? 'TRANSFER' : 'CASH',
        invoiceId: bill.id,
        idempotencyKey: `demo-${bill.id}`,
      });
    }
  }

  private async openBills(): Promise<OpenBill[]> {
    return this.database.query(
      `select i.id, i.customer_id as "customerId", i.total_amount - i.paid_amount - i.credited_amount as remaining, i.currency,
              (app_now() at time zone a.time_zone)::date - i.issued_on as "ageDays"
         from invoices i join billing_accounts a using (customer_id)
        where i.status = 'OPEN' order by i.due_on, i.id`,
    );
  }
}

function wouldPay(n: number, ageDays: number, left: number): boolean {
  const habit = habitOf(n);
  switch (habit.kind) {
    case 'pays':
      return ageDays >= habit.afterDays;
    case 'stops-paying':
      return ageDays >= 2 && left > habit.lastMonths * 31;
    case 'leaves':
      return ageDays >= 1;
    case 'not-yet':
      return false;
  }
}
