import { Logger, type OnApplicationShutdown } from '@nestjs/common';

/**
 * Readings of routers that go on beside each other: starts those whose turn it is and returns; each runs by itself, and the
 * claim sees to it that a router is read by one process at a time. A reading that fails is logged and has its turn again.
 */
export abstract class RouterRounds<Target extends { routerId: string }> implements OnApplicationShutdown {
  private readonly logger = new Logger(this.constructor.name);
  private readonly running = new Set<Promise<void>>();

  /** @param atATime readings that one process has going */
  protected constructor(private readonly atATime: number) {}

  /** Takes at most `room` routers whose turn it is. */
  protected abstract claim(room: number): Promise<readonly Target[]>;

  protected abstract read(target: Target): Promise<unknown>;

  /** Returns as soon as the readings have begun. */
  async start(): Promise<{ started: number }> {
    const room = this.atATime - this.running.size;
    const targets = room > 0 ? await this.claim(room) : [];
    for (const target of targets) this.begin(target);
    return { started: targets.length };
  }

  /** Until every reading that has begun is over. */
  async settled(): Promise<void> {
    await Promise.all(this.running);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.settled();
  }

  private begin(target: Target): void {
    const reading = this.read(target)
      .then(() => undefined)
      .catch((error: unknown) => {
        this.logger.error(`the reading of router ${target.routerId} failed: ${String(error)}`);
      })
      .finally(() => this.running.delete(reading));
    this.running.add(reading);
  }
}
