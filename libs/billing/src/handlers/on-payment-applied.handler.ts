import { Injectable } from '@nestjs/common';
import { type EventHandler, type EventType, HandlesEvent, type PublishedEvent } from '@app/platform';
import { PaymentApplied } from '../events/payment-applied.event';
import { LateFees } from '../services/dunning/late-fees.service';

type Applied = typeof PaymentApplied extends EventType<infer P> ? P : never;

/** Takes late fees back that a payment with an earlier value date shows to be wrong (billing.md 1.10). */
@HandlesEvent(PaymentApplied, { name: 'billing.reverse-late-fees', queue: 'billing' })
@Injectable()
export class OnPaymentAppliedHandler implements EventHandler<Applied> {
  constructor(private readonly fees: LateFees) {}

  async handle({ payload: { customerId, receivedAt, invoiceIds } }: PublishedEvent<Applied>): Promise<void> {
    await this.fees.reverseAfter({ customerId, receivedAt: new Date(receivedAt), invoiceIds });
  }

  /** Nearly no payment has fees to take back. */
  async handleMany(events: readonly PublishedEvent<Applied>[]): Promise<readonly PublishedEvent<Applied>[]> {
    const charged = await this.fees.chargedFor(events.flatMap(({ payload }) => payload.invoiceIds));
    return events.filter(({ payload }) => payload.invoiceIds.some((id) => charged.has(id)));
  }
}
