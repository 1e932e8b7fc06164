import { Injectable } from '@nestjs/common';
import { HandlesJob, type JobContext, type JobHandler, Scheduled } from '@app/platform';
import { BillingClock } from '../services/clock/billing-clock.service';
import { PrepaidServices } from '../services/prepaid/prepaid.service';

/** Renews prepaid services before they run out and takes the money of the day, every minute. */
@HandlesJob({ name: 'billing.prepaid', queue: 'billing', attempts: 1 })
@Scheduled({ description: 'Memperpanjang layanan prabayar / renews prepaid services', everyMs: 60_000 })
@Injectable()
export class PrepaidJob implements JobHandler {
  constructor(
    private readonly prepaid: PrepaidServices,
    private readonly clock: BillingClock,
  ) {}

  async handle(_data: object, { signal }: JobContext): Promise<object> {
    const { verdict } = await this.clock.look();
    if (verdict.kind === 'HOLD' || verdict.kind === 'REFUSE') return { held: verdict.why };
    return { ...(await this.prepaid.tick(signal)) };
  }
}
