import { Injectable } from '@nestjs/common';
import { HandlesJob, type JobContext, type JobHandler, Scheduled } from '@app/platform';
import { Reminders } from '../services/dunning/reminders.service';

/** Hands reminders over whose time has come, every five minutes. */
@HandlesJob({ name: 'billing.reminders', queue: 'billing', attempts: 1 })
@Scheduled({ description: 'Mengirim pengingat tagihan / sends reminders of invoices', everyMs: 300_000 })
@Injectable()
export class DunningRemindersJob implements JobHandler {
  constructor(private readonly reminders: Reminders) {}

  async handle(_data: object, { signal }: JobContext): Promise<object> {
    const { asOf, ...outcome } = await this.reminders.run({ signal });
    return { asOf: asOf.toISOString(), ...outcome };
  }
}
