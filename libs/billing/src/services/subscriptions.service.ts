import { Injectable } from '@nestjs/common';
import { type LocalDate, type Page } from '@app/core';
import { type ListRequest } from '@app/platform';
import { type AccessView, type Subscription, type SubscriptionFilter } from '../repositories/subscription.repository';
import { Activations } from './subscriptions/activations.service';
import { Cancellations, type CancelRequest } from './subscriptions/cancellations.service';
import { NewSubscriptions, type NewSubscription } from './subscriptions/new-subscriptions.service';
import { SubscriptionsReader } from './subscriptions/subscriptions-reader.service';

export { START_PAST_DAYS } from './subscriptions/activations.service';
export { type CancelRequest } from './subscriptions/cancellations.service';
export { type NewSubscription } from './subscriptions/new-subscriptions.service';

/**
 * Subscriptions within the scope of the running actor: making them, and the short way to start and end them. What else may
 * happen to them, each with its preview, is in `services/subscriptions`.
 */
@Injectable()
export class SubscriptionsService {
  constructor(
    private readonly reader: SubscriptionsReader,
    private readonly creation: NewSubscriptions,
    private readonly activations: Activations,
    private readonly cancellations: Cancellations,
  ) {}

  /** @throws DomainError CORE_NOT_FOUND, also for one outside the scope */
  async get(id: string): Promise<Subscription> {
    return this.reader.get(id);
  }

  async list(request: ListRequest, filter: SubscriptionFilter): Promise<Page<Subscription>> {
    return this.reader.list(request, filter);
  }

  /** What the network should grant it. One that never started is DISABLED. @throws as {@link get} */
  async accessOf(id: string): Promise<AccessView> {
    return this.reader.accessOf(id);
  }

  /** Makes a PENDING subscription. @throws DomainError as {@link NewSubscriptions.create} */
  async create(input: NewSubscription): Promise<Subscription> {
    return this.creation.create(input);
  }

  /**
   * Starts the service: access from now on; the first invoice with the next billing run, or after the trial of the plan.
   *
   * @param startsOn first day; default: as planned, else today in the zone of who pays
   * @throws DomainError as {@link Activations.activate}
   */
  async activate(id: string, startsOn?: LocalDate): Promise<Subscription> {
    return (await this.activations.activate(id, { startsOn })).subscription;
  }

  /** Ends the service. @throws DomainError as {@link Cancellations.cancel} */
  async cancel(id: string, request: CancelRequest = {}): Promise<Subscription> {
    return (await this.cancellations.cancel(id, request)).subscription;
  }
}
