import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { BillingConfig } from '../../billing.config';
import { BillingClock } from './billing-clock.service';

/** Keeps the heart of a worker process beating, so that a clock that jumps is seen before the next tick (billing.md G7). */
@Injectable()
export class Heartbeats implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(Heartbeats.name);
  private timer: NodeJS.Timeout | undefined;
  private beating: Promise<void> = Promise.resolve();

  constructor(
    private readonly clock: BillingClock,
    private readonly config: BillingConfig,
  ) {}

  onApplicationBootstrap(): void {
    this.beating = this.beat();
    this.timer = setInterval(() => {
      this.beating = this.beat();
    }, this.config.heartbeatSeconds * 1_000);
    this.timer.unref();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.beating;
  }

  private async beat(): Promise<void> {
    try {
      await this.clock.beat();
    } catch (error) {
      this.logger.warn(`no heartbeat: ${String(error)}`);
    }
  }
}
