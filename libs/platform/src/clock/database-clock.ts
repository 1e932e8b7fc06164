import { Injectable } from '@nestjs/common';
import { Database, HOT } from '../database/database';

/**
 * The clock that decides about money (billing.md T4): PostgreSQL's, sampled once per run and frozen as its `asOf`. Where
 * the travelling clock is switched on (tests, demo) it includes its offset.
 */
@Injectable()
export class DatabaseClock {
  constructor(private readonly database: Database) {}

  async sample(): Promise<Date> {
    const row = await this.database.queryOne<{ now: Date }>('select app_now() as now', [], HOT);
    if (!row) throw new Error('the database gave no time');
    return row.now;
  }
}
