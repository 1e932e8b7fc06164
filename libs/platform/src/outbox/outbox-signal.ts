import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** PostgreSQL channel on which the relays listen. */
export const OUTBOX_CHANNEL = 'outbox';

const REST_MS = 20;

/**
 * Tells the relays, in whatever process, that there is something to carry: at once after a quiet time, else one NOTIFY for
 * all commits of a moment. Only a hurry-up: a lost one costs the relay's polling interval, nothing else.
 */
@Injectable()
export class OutboxSignal implements OnModuleDestroy {
  private readonly logger = new Logger(OutboxSignal.name);
  private timer: NodeJS.Timeout | undefined;
  private again = false;
  private sending: Promise<void> | undefined;

  constructor(private readonly dataSource: DataSource) {}

  wake(): void {
    if (this.timer) {
      this.again = true;
      return;
    }
    this.timer = setTimeout(() => {
      this.timer = undefined;
      if (!this.again) return;
      this.again = false;
      this.wake();
    }, REST_MS);
    this.sending = this.notify();
  }

  async onModuleDestroy(): Promise<void> {
    clearTimeout(this.timer);
    await this.sending;
  }

  private async notify(): Promise<void> {
    try {
      await this.dataSource.query(`notify ${OUTBOX_CHANNEL}`);
    } catch (error) {
      this.logger.debug(`no wake-up call, the relay polls: ${String(error)}`);
    }
  }
}
