import { Injectable, Optional } from '@nestjs/common';
import { Metrics } from '@app/platform';

const SECONDS = [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10, 60];

/** Figures of all routers together; those of one router are `RouterPool.stats()`. Silent where a process has no meters. */
@Injectable()
export class PoolMetrics {
  private readonly commands;
  private readonly seconds;
  private readonly opened;

  constructor(@Optional() metrics?: Metrics) {
    this.commands = metrics?.counter({
      name: 'langgan_router_commands_total',
      help: 'Commands to routers, by how they ended',
      labelNames: ['outcome'],
    });
    this.seconds = metrics?.histogram({
      name: 'langgan_router_batch_seconds',
      help: 'Time of one batch of commands to a router',
      buckets: SECONDS,
    });
    this.opened = metrics?.counter({
      name: 'langgan_router_connections_total',
      help: 'Connections to routers that were tried, by how it ended',
      labelNames: ['outcome'],
    });
  }

  /** One batch: how many commands did what, and how long all of it took. */
  batch(ended: { done: number; traps: number; failures: number }, ms: number): void {
    this.commands?.inc({ outcome: 'done' }, ended.done);
    this.commands?.inc({ outcome: 'trap' }, ended.traps);
    this.commands?.inc({ outcome: 'failure' }, ended.failures);
    this.seconds?.observe(ms / 1_000);
  }

  connection(outcome: 'open' | 'failed'): void {
    this.opened?.inc({ outcome });
  }
}
