import { Injectable } from '@nestjs/common';
import { CoreErrors, type Page } from '@app/core';
import { AuditLog, CurrentActor, Database, type ListRequest } from '@app/platform';
import { ParkedRepository, type ParkedSubscription } from '../../repositories/parked.repository';
import { RunAlerts } from './run-alerts.service';

/** Subscriptions that runs set aside, within the scope of the running actor (billing.md G5). */
@Injectable()
export class ParkedSubscriptions {
  constructor(
    private readonly parked: ParkedRepository,
    private readonly alerts: RunAlerts,
    private readonly audit: AuditLog,
    private readonly database: Database,
    private readonly actor: CurrentActor,
  ) {}

  /** What still waits. */
  async page(request: ListRequest): Promise<Page<ParkedSubscription>> {
    return this.parked.page(request);
  }

  /**
   * Lets the next run try a parked subscription again, also with a longer catch-up.
   *
   * @throws DomainError CORE_NOT_FOUND when it is not parked
   */
  async unpark(id: string): Promise<void> {
    await this.database.transaction(async () => {
      const freed = await this.parked.unpark(id, this.actor.get().id);
      if (!freed) throw CoreErrors.NOT_FOUND({ what: 'parked subscription', id });
      const { subscriptionId, siteId } = freed;
      await this.audit.record({
        action: 'billing.unparked',
        subject: { type: 'subscription', id: subscriptionId },
        siteId,
      });
      await this.alerts.unparked(siteId);
    });
  }
}
