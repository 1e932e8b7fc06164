import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { AuditChainer } from './audit-chainer';

const EVERY_MS = 1_000;

/** Runs the chainer every second in a worker. A timer, not a job: it would be the bulk of all jobs, with nothing to show. */
@Injectable()
export class AuditChainLoop implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(AuditChainLoop.name);
  private readonly stopping = new AbortController();
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<void> | undefined;

  constructor(private readonly chainer: AuditChainer) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.round ??= this.chain().finally(() => {
        this.round = undefined;
      });
    }, EVERY_MS);
    this.timer.unref();
  }

  async onModuleDestroy(): Promise<void> {
    this.stopping.abort();
    clearInterval(this.timer);
    await this.round;
  }

  private async chain(): Promise<void> {
    try {
      await this.chainer.chainAll(this.stopping.signal);
    } catch (error) {
      this.logger.warn(`the audit chain was not extended, next try in a second: ${String(error)}`);
    }
  }
}
