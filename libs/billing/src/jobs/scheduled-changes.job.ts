import { Injectable } from '@nestjs/common';
import { DatabaseClock, HandlesJob, type JobContext, type JobHandler, Scheduled } from '@app/platform';
import { DueChanges } from '../services/subscriptions/due-changes.service';

/** Carries out changes of subscriptions on their day. The billing run does the same before it begins. */
@HandlesJob({ name: 'billing.scheduled-changes', queue: 'billing', attempts: 1 })
@Scheduled({
  description: 'Menjalankan perubahan langganan yang direncanakan / carries out planned changes of subscriptions',
  everyMs: 300_000,
})
@Injectable()
export class ScheduledChangesJob implements JobHandler {
  constructor(
    private readonly changes: DueChanges,
    private readonly clock: DatabaseClock,
  ) {}

  async handle(_data: object, { signal }: JobContext): Promise<object> {
    return { ...(await this.changes.runDue(await this.clock.sample(), signal)) };
  }
}
