import { Injectable, type OnModuleInit } from '@nestjs/common';
import { collectDefaultMetrics } from 'prom-client';
import { DataSource } from 'typeorm';
import { Metrics } from './metrics';

/** The part of pg's pool that is read. */
interface Pool {
  totalCount: number;
  idleCount: number;
  waitingCount: number;
}

/** Process, event loop and the connection pool. */
@Injectable()
export class ProcessMetrics implements OnModuleInit {
  constructor(
    private readonly metrics: Metrics,
    private readonly dataSource: DataSource,
  ) {}

  onModuleInit(): void {
    collectDefaultMetrics({ register: this.metrics.registry });
    const pool = (): Pool => (this.dataSource.driver as unknown as { master: Pool }).master;
    const gauge = this.metrics.gauge({
      name: 'langgan_pg_pool_connections',
      help: 'Connections of the pool by state; waiting counts requests without one.',
      labelNames: ['state'],
      collect(): void {
        const { totalCount, idleCount, waitingCount } = pool();
        gauge.set({ state: 'busy' }, totalCount - idleCount);
        gauge.set({ state: 'idle' }, idleCount);
        gauge.set({ state: 'waiting' }, waitingCount);
      },
    });
  }
}
