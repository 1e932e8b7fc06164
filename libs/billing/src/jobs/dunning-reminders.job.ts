import { Injectable } from '@nestjs/common';
import { HandlesJob, type JobContext, type JobHandler, Scheduled } from '@app/platform';
import { BillingClock } from '../services/clock/billing-clock.service';
import { Reminders } from '../services/dunning/reminders.service';

/** Hands reminders over whose time has come, every five minutes; not on the word of a clock in doubt (billing.md G7). */
@HandlesJob({ name: 'billing.reminders', queue: 'billing', attempts: 1 })
@Scheduled({ description: 'Mengirim pengingat tagihan / sends reminders of invoices', everyMs: 300_000 })
@Injectable()
export class DunningRemindersJob implements JobHandler {
  constructor(
    private readonly reminders: Reminders,
    private readonly clock: BillingClock,
  ) {}

  async handle(_data: object, { signal }: JobContext): Promise<object> {
    const { verdict } = await this.clock.look();
    if (verdict.kind === 'HOLD' || verdict.kind === 'REFUSE') return { held: verdict.why };
    const { asOf, ...outcome } = await this.reminders.run({ signal });
    return { asOf: asOf.toISOString(), ...outcome };
  }
}
