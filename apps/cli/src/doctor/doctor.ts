import { type DataSource } from 'typeorm';
import { createDataSource, DatabaseConfig, processEnvironment, readConfig } from '@app/platform';
import { checkBudget } from './budget.check';
import { checkConfiguration } from './configuration.check';
import { checkClock, checkServer } from './database.check';
import { type Finding, problem, reasonOf } from './finding';
import { checkMigrations } from './migrations.check';
import { checkOperation } from './operation.check';
import { checkRedis } from './redis.check';
import { checkRouters } from './routers.check';

export type { Finding } from './finding';

/** A check of something that needs the database. */
type DatabaseCheck = (source: DataSource) => Promise<Finding[]>;

const ON_DATABASE: readonly [subject: string, check: DatabaseCheck][] = [
  ['Database', checkServer],
  ['Clock', checkClock],
  ['Connections', checkBudget],
  ['Migrations', checkMigrations],
  ['Operation', checkOperation],
  ['Routers', checkRouters],
];

/** Looks at everything that an installation needs. Boots no module, so that it works when nothing else does. */
export async function diagnose(): Promise<Finding[]> {
  const findings = [...(await checkConfiguration()), ...(await checkRedis())];
  const { config } = readConfig(DatabaseConfig, processEnvironment());
  if (config.url === '') return findings;
  const source = createDataSource(Object.assign(config, { poolSize: 2 }), 'langgan-doctor');
  try {
    await source.initialize();
  } catch (error) {
    const advice = 'Is PostgreSQL running, and are address, user and password of DATABASE_URL right?';
    return [...findings, problem('Database', reasonOf(error), advice)];
  }
  try {
    for (const [subject, check] of ON_DATABASE) findings.push(...(await guarded(subject, source, check)));
    return findings;
  } finally {
    await source.destroy();
  }
}

/** A check that fails must not hide the others. */
async function guarded(subject: string, source: DataSource, check: DatabaseCheck): Promise<Finding[]> {
  try {
    return await check(source);
  } catch (error) {
    return [problem(subject, `could not be checked: ${reasonOf(error)}`, 'Run `langgan migrate status` first.')];
  }
}
