import { Injectable } from '@nestjs/common';
import { HandlesJob, type JobContext, type JobHandler, Scheduled } from '@app/platform';
import { BillingClock } from '../services/clock/billing-clock.service';
import { IsolateOverdueService } from '../services/isolate-overdue.service';

/** Isolates whoever is overdue beyond grace, every minute. */
@HandlesJob({ name: 'billing.dunning', queue: 'billing', attempts: 1 })
@Scheduled({ description: 'Mengisolir pelanggan yang menunggak / isolates who is overdue', everyMs: 60_000 })
@Injectable()
export class BillingDunningJob implements JobHandler {
  constructor(
    private readonly isolation: IsolateOverdueService,
    private readonly clock: BillingClock,
  ) {}

  async handle(_data: object, { signal }: JobContext): Promise<object> {
    const { verdict } = await this.clock.look();
    if (verdict.kind === 'HOLD' || verdict.kind === 'REFUSE') return { held: verdict.why };
    const { asOf, ...outcome } = await this.isolation.run({ signal });
    return { asOf: asOf.toISOString(), ...outcome };
  }
}
