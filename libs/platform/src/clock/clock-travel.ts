import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { Clock } from '@app/core';
import { Database } from '../database/database';
import { TravellingClock } from './travelling-clock';

const LOOK_EVERY_MS = 500;

/**
 * Keeps the travelling clocks of all processes together: the offset lives in the table `travelling_clock`, where
 * `app_now()` reads it too. Does nothing where the clock is the machine's.
 */
@Injectable()
export class ClockTravel implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger(ClockTravel.name);
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> = Promise.resolve();

  constructor(
    private readonly clock: Clock,
    private readonly database: Database,
  ) {}

  async onModuleInit(): Promise<void> {
    if (!(this.clock instanceof TravellingClock)) return;
    await this.look();
    this.timer = setInterval(() => {
      this.looking = this.look();
    }, LOOK_EVERY_MS);
    this.timer.unref();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.looking;
  }

  /** Offset of the product's time to the real one, in milliseconds. */
  async offsetMs(): Promise<number> {
    const row = await this.database.queryOne<{ offset_ms: bigint }>('select offset_ms from travelling_clock');
    return Number(row?.offset_ms ?? 0n);
  }

  /**
   * Moves the time of every process: of this one at once, of the others within half a second, of the database from the
   * commit on.
   *
   * @throws Error where the clock is the machine's
   */
  async travelBy(offsetMs: number): Promise<void> {
    if (!(this.clock instanceof TravellingClock)) throw new Error('this installation has no travelling clock');
    await this.database.execute('update travelling_clock set offset_ms = $1, changed_at = now()', [offsetMs]);
    this.clock.shift(offsetMs);
  }

  /** Moves the time to an instant, from where it goes on. Returns the new offset in milliseconds. */
  async travelTo(instant: Date): Promise<number> {
    const row = await this.database.queryOne<{ offset_ms: number }>(
      'select round(extract(epoch from $1::timestamptz - clock_timestamp()) * 1000)::float8 as offset_ms',
      [instant.toISOString()],
    );
    const offsetMs = row?.offset_ms ?? 0;
    await this.travelBy(offsetMs);
    return offsetMs;
  }

  private async look(): Promise<void> {
    try {
      const offset = await this.offsetMs();
      if (this.clock instanceof TravellingClock) this.clock.shift(offset);
    } catch (error) {
      this.logger.debug(`the clock stays where it is: ${String(error)}`);
    }
  }
}
