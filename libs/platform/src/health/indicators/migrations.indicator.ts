import { Database } from '../../database/database';
import { migrations } from '../../database/migrations';
import { type HealthIndicator, type HealthResult, ReadinessIndicator } from '../health-indicator';

/** The schema is the one that this build was made for. */
@ReadinessIndicator('migrations')
export class MigrationsIndicator implements HealthIndicator {
  constructor(private readonly database: Database) {}

  async check(): Promise<HealthResult> {
    const wanted = migrations.map(({ name }) => name);
    const rows = await this.database.query<{ name: string }>(
      'select name from unnest($1::text[]) as w (name) where not exists (select from schema_migrations m where m.name = w.name)',
      [wanted],
    );
    if (rows.length === 0) return { status: 'up', details: { applied: wanted.length } };
    return { status: 'down', details: { missing: rows.map(({ name }) => name) } };
  }
}
