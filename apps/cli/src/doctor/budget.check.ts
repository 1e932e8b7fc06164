import { type DataSource } from 'typeorm';
import { DatabaseConfig, processEnvironment, QUEUES, readConfig, RedisConfig } from '@app/platform';
import { type Finding, ok, problem } from './finding';

const QUEUE_POOL = 2;
/** One process each of api and worker, and a command now and then. */
const POOLED_PROCESSES = 2;
const COMMANDS = 5;

/** The most connections that one API, one worker and a command can open (TOOLCHAIN of the product: connection budget). */
export function connectionsWanted(poolSize: number, queuesOnPostgres: boolean): number {
  const queues = Object.keys(QUEUES).length;
  // every process has the queues, the worker also their workers, which hold one more connection to listen
  const forQueues = queuesOnPostgres ? POOLED_PROCESSES * queues * QUEUE_POOL + queues * (QUEUE_POOL + 1) : 0;
  return POOLED_PROCESSES * poolSize + forQueues + COMMANDS;
}

/** Do the pools fit into the server? */
export async function checkBudget(source: DataSource): Promise<Finding[]> {
  const { config } = readConfig(DatabaseConfig, processEnvironment());
  const { config: redis } = readConfig(RedisConfig, processEnvironment());
  const [row] = await source.query<{ free: number }[]>(`
    select current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int as free`);
  const free = row?.free ?? 0;
  const wanted = connectionsWanted(config.poolSize, redis.url === '');
  const text = `one API and one worker want at most ${wanted} of ${free}`;
  if (wanted <= free) return [ok('Connections', text)];
  const advice =
    'Lower DATABASE_POOL_SIZE, raise max_connections of PostgreSQL, or move the queues to Redis (REDIS_URL).';
  return [problem('Connections', text, advice)];
}
