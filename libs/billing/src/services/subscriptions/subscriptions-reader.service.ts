import { Injectable } from '@nestjs/common';
import { CoreErrors, type Page } from '@app/core';
import { CurrentActor, type ListRequest } from '@app/platform';
import {
  type AccessView,
  type Subscription,
  type SubscriptionFilter,
  SubscriptionRepository,
} from '../../repositories/subscription.repository';
import { type TimelineItem, TimelineRepository } from '../../repositories/subscriptions/timeline.repository';

/** Reads subscriptions within the scope of the running actor. */
@Injectable()
export class SubscriptionsReader {
  constructor(
    private readonly subscriptions: SubscriptionRepository,
    private readonly timelines: TimelineRepository,
    private readonly actor: CurrentActor,
  ) {}

  /** @throws DomainError CORE_NOT_FOUND, also for one outside the scope */
  async get(id: string): Promise<Subscription> {
    const subscription = await this.subscriptions.find(id);
    if (!subscription) throw CoreErrors.NOT_FOUND({ what: 'subscription', id });
    return subscription;
  }

  async list(request: ListRequest, filter: SubscriptionFilter): Promise<Page<Subscription>> {
    return this.subscriptions.page(request, filter);
  }

  /** What the network should grant it. One that never started is DISABLED. @throws as {@link get} */
  async accessOf(id: string): Promise<AccessView> {
    const access = await this.subscriptions.access(id);
    if (!access) throw CoreErrors.NOT_FOUND({ what: 'subscription', id });
    return access;
  }

  /** Everything that happened to it, newest first; payments for those who may read them. @throws as {@link get} */
  async timeline(id: string, request: ListRequest): Promise<Page<TimelineItem>> {
    await this.get(id);
    const { kind, permissions } = this.actor.get();
    return this.timelines.page(id, kind === 'system' || permissions.has('payment:read') ? [] : ['PAYMENT'], request);
  }
}
