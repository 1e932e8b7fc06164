import { Injectable } from '@nestjs/common';
import { type Page } from '@app/core';
import { CustomersService } from '@app/customers';
import { CurrentActor, type ListRequest } from '@app/platform';
import {
  type CustomerTimelineItem,
  CustomerTimelineRepository,
  TIMELINE_KINDS,
  type TimelineKind,
} from '../../repositories/customers/customer-timeline.repository';

/** Everything that happened to a customer, as far as the actor may read it. */
@Injectable()
export class CustomerTimelines {
  constructor(
    private readonly customers: CustomersService,
    private readonly timelines: CustomerTimelineRepository,
    private readonly actor: CurrentActor,
  ) {}

  /** Newest first. @throws DomainError CORE_NOT_FOUND, also for a customer outside the scope */
  async of(customerId: string, request: ListRequest, kind?: TimelineKind): Promise<Page<CustomerTimelineItem>> {
    await this.customers.get(customerId);
    const wanted = kind === undefined ? (Object.keys(TIMELINE_KINDS) as TimelineKind[]) : [kind];
    return this.timelines.page(customerId, wanted.filter(this.mayRead()), request);
  }

  private mayRead(): (kind: TimelineKind) => boolean {
    const { kind: who, permissions } = this.actor.get();
    return (kind) => who === 'system' || permissions.has(TIMELINE_KINDS[kind]);
  }
}
