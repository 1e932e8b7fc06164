import { Injectable } from '@nestjs/common';
import { type EventHandler, HandlesEvent, type PublishedEvent } from '@app/platform';
import { PaymentApplied } from '../events/payment-applied.event';
import { PrepaidServices } from '../services/prepaid/prepaid.service';

/** Goes on with prepaid services that a payment is enough for (billing.md 1.4). */
@HandlesEvent(PaymentApplied, { name: 'billing.renew-prepaid', queue: 'billing' })
@Injectable()
export class RenewPrepaidHandler implements EventHandler<{ customerId: string }> {
  constructor(private readonly prepaid: PrepaidServices) {}

  async handle({ payload: { customerId } }: PublishedEvent<{ customerId: string }>): Promise<void> {
    await this.prepaid.ofCustomer(customerId);
  }

  /** Most customers have nothing that is prepaid. */
  async handleMany(
    events: readonly PublishedEvent<{ customerId: string }>[],
  ): Promise<readonly PublishedEvent<{ customerId: string }>[]> {
    const payers = await this.prepaid.payersAmong(events.map(({ payload }) => payload.customerId));
    return events.filter(({ payload }) => payers.has(payload.customerId));
  }
}
