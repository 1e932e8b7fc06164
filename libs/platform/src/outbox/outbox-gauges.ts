import { Injectable, Logger, type OnModuleInit, Optional } from '@nestjs/common';
import { Database } from '../database/database';
import { Metrics } from '../metrics/metrics';

/** How much is in the outbox; asked of the database at every collection. */
@Injectable()
export class OutboxGauges implements OnModuleInit {
  private readonly logger = new Logger(OutboxGauges.name);

  constructor(
    private readonly database: Database,
    @Optional() private readonly metrics: Metrics = new Metrics(),
  ) {}

  onModuleInit(): void {
    const gauge = this.metrics.gauge({
      name: 'langgan_outbox_rows',
      help: 'Events not relayed yet, deliveries pending and dead.',
      labelNames: ['state'],
      collect: async () => {
        for (const { state, n } of await this.count()) gauge.set({ state }, n);
      },
    });
  }

  private async count(): Promise<{ state: string; n: number }[]> {
    try {
      return await this.database.query<{ state: string; n: number }>(
        `select 'unrelayed' as state, count(*)::int as n from outbox_events where relayed_at is null
         union all select 'pending', count(*)::int from outbox_deliveries where state = 'PENDING'
         union all select 'dead', count(*)::int from outbox_deliveries where state = 'DEAD'`,
      );
    } catch (error) {
      this.logger.debug(`the outbox could not be counted: ${String(error)}`);
      return [];
    }
  }
}
