import { Injectable } from '@nestjs/common';
import { CustomerChanged } from '@app/customers';
import { type EventHandler, HandlesEvent, type PublishedEvent } from '@app/platform';
import { CustomerZoneService } from '../services/customer-zone.service';

/** Keeps billing accounts in the zone of their customers. */
@HandlesEvent(CustomerChanged, { name: 'billing.follow-customer-zone', queue: 'billing' })
@Injectable()
export class OnCustomerChangedHandler implements EventHandler<{ customerId: string }> {
  constructor(private readonly zones: CustomerZoneService) {}

  async handle({ payload }: PublishedEvent<{ customerId: string }>): Promise<void> {
    await this.zones.follow(payload.customerId);
  }
}
