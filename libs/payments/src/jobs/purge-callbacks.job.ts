import { Injectable } from '@nestjs/common';
import { HandlesJob, type JobHandler, Scheduled } from '@app/platform';
import { PaymentsConfig } from '../payments.config';
import { GatewayEventRepository } from '../repositories/callbacks/gateway-event.repository';

const AT_ONCE = 5_000;

/** Forgets old callbacks that were dealt with; what waits for its processing or for a person stays. */
@HandlesJob({ name: 'payments.purge-callbacks', queue: 'payments', attempts: 1, keepCompleted: 5 })
@Scheduled({ description: 'Menghapus notifikasi gateway lama / forgets old callbacks', everyMs: 24 * 3_600_000 })
@Injectable()
export class PurgeCallbacksJob implements JobHandler {
  constructor(
    private readonly events: GatewayEventRepository,
    private readonly config: PaymentsConfig,
  ) {}

  async handle(): Promise<{ events: number }> {
    let events = 0;
    for (let done = AT_ONCE; done === AT_ONCE; events += done) {
      done = await this.events.purge(this.config.callbackDays, AT_ONCE);
    }
    return { events };
  }
}
