import { Clock } from '@app/core';
import { Database } from '../../database/database';
import { type HealthIndicator, type HealthResult, ReadinessIndicator } from '../health-indicator';

/** PostgreSQL answers. */
@ReadinessIndicator('database')
export class DatabaseIndicator implements HealthIndicator {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async check(): Promise<HealthResult> {
    const start = this.clock.monotonicMs();
    const row = await this.database.queryOne<{ version: string }>(
      `select current_setting('server_version') as version`,
    );
    const latencyMs = Math.round(this.clock.monotonicMs() - start);
    return { status: 'up', details: { latencyMs, version: row?.version } };
  }
}
