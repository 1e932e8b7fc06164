import { type DataSource } from 'typeorm';
import { processEnvironment, readConfig, RedisConfig } from '@app/platform';
import { compare } from '../migrations/migrator';
import { type Finding, ok, problem } from './finding';

/** Is the schema that of this version? */
export async function checkMigrations(source: DataSource): Promise<Finding[]> {
  const [tables] = await source.query<{ own: boolean; queues: boolean }[]>(`
    select to_regclass('schema_migrations') is not null as own,
           exists (select from pg_namespace where nspname = 'bullmq') as queues`);
  const rows = tables?.own ? await source.query<{ name: string }[]>('select name from schema_migrations') : [];
  const { done, pending, unknown } = compare(rows.map((row) => row.name));
  const findings: Finding[] = [];
  if (pending.length > 0) {
    findings.push(problem('Migrations', `${pending.length} pending`, 'Run `npm run cli -- migrate up`.'));
  }
  if (unknown.length > 0) {
    const text = `the database is newer than this version (${unknown.join(', ')})`;
    findings.push(problem('Migrations', text, 'Install the version that the database belongs to.'));
  }
  const { config: redis } = readConfig(RedisConfig, processEnvironment());
  if (redis.url === '' && !tables?.queues) {
    findings.push(problem('Migrations', 'the queues have no tables', 'Run `npm run cli -- migrate up`.'));
  }
  return findings.length > 0 ? findings : [ok('Migrations', `all ${done.length} are done`)];
}
