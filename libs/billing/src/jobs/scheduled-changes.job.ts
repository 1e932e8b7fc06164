import { Injectable } from '@nestjs/common';
import { HandlesJob, type JobContext, type JobHandler, Scheduled } from '@app/platform';
import { BillingClock } from '../services/clock/billing-clock.service';
import { DueChanges } from '../services/subscriptions/due-changes.service';

/**
 * Carries out changes of subscriptions on their day. The billing run does the same before it begins; like the run it does
 * nothing on the word of a clock that cannot be trusted (billing.md G7).
 */
@HandlesJob({ name: 'billing.scheduled-changes', queue: 'billing', attempts: 1 })
@Scheduled({
  description: 'Menjalankan perubahan langganan yang direncanakan / carries out planned changes of subscriptions',
  everyMs: 300_000,
})
@Injectable()
export class ScheduledChangesJob implements JobHandler {
  constructor(
    private readonly changes: DueChanges,
    private readonly clock: BillingClock,
  ) {}

  async handle(_data: object, { signal }: JobContext): Promise<object> {
    const { verdict, times } = await this.clock.look();
    if (verdict.kind === 'HOLD' || verdict.kind === 'REFUSE') return { held: verdict.why };
    return { ...(await this.changes.runDue(times.now, signal)) };
  }
}
