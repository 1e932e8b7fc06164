import { type INestApplicationContext } from '@nestjs/common';
import { Clock } from '@app/core';
import { Database, TravellingClock } from '@app/platform';

const DAY_MS = 86_400_000;

/** Moves the travelling clock while the demo's past is lived through. */
export class DemoClock {
  private readonly database: Database;
  private readonly clock: Clock;

  constructor(services: INestApplicationContext) {
    this.database = services.get(Database);
    this.clock = services.get(Clock);
  }

  /** Stands `days` before the present; 0 is the present. */
  async standBefore(days: number): Promise<void> {
    const offsetMs = -days * DAY_MS;
    await this.database.execute('update travelling_clock set offset_ms = $1, changed_at = now()', [offsetMs]);
    if (this.clock instanceof TravellingClock) this.clock.shift(offsetMs);
  }

  async isPresent(): Promise<boolean> {
    const row = await this.database.queryOne<{ offset: bigint }>('select offset_ms as offset from travelling_clock');
    return row?.offset === 0n;
  }
}
