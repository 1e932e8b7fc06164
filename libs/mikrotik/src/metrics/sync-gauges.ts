import { Injectable, Logger, type OnModuleInit, Optional } from '@nestjs/common';
import { Metrics } from '@app/platform';
import { type RouterBacklog, RouterCommandRepository } from '../repositories/router-command.repository';

/** Routers with series of their own, the most behind first, so that the size of /metrics stays bounded. */
const ROUTERS_WITH_SERIES = 500;

/** What waits for routers; asked of the database at every collection. */
@Injectable()
export class SyncGauges implements OnModuleInit {
  private readonly logger = new Logger(SyncGauges.name);

  constructor(
    private readonly commands: RouterCommandRepository,
    @Optional() private readonly metrics: Metrics = new Metrics(),
  ) {}

  onModuleInit(): void {
    const lag = this.metrics.gauge({
      name: 'langgan_router_sync_lag_seconds',
      help: 'Age of the oldest object that waits to be written, by router',
      labelNames: ['router'],
      collect: async () => {
        const backlogs = await this.backlogs();
        lag.reset();
        for (const { routerId: router, oldestSeconds } of backlogs) lag.set({ router }, oldestSeconds);
      },
    });
    const items = this.metrics.gauge({
      name: 'langgan_router_sync_items',
      help: 'Objects that wait to be written or were given up, by router',
      labelNames: ['router', 'state'],
      collect: async () => {
        const backlogs = await this.backlogs();
        items.reset();
        for (const { routerId: router, pending, dead } of backlogs) {
          items.set({ router, state: 'pending' }, pending);
          items.set({ router, state: 'dead' }, dead);
        }
      },
    });
  }

  private async backlogs(): Promise<RouterBacklog[]> {
    try {
      const all = await this.commands.backlogs();
      return all.sort((a, b) => b.oldestSeconds - a.oldestSeconds).slice(0, ROUTERS_WITH_SERIES);
    } catch (error) {
      this.logger.debug(`what waits for routers could not be counted: ${String(error)}`);
      return [];
    }
  }
}
