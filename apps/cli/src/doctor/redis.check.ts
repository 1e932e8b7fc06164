import { processEnvironment, readConfig, RedisConfig, RedisConnection } from '@app/platform';
import { type Finding, note, ok, problem, reasonOf } from './finding';

/** Is Redis there, where it is part of the installation? */
export async function checkRedis(): Promise<Finding[]> {
  const { config } = readConfig(RedisConfig, processEnvironment());
  if (config.url === '') {
    return [note('Redis', 'not used (REDIS_URL is not set): fine with one process per role')];
  }
  const connection = new RedisConnection(config);
  try {
    await connection.client?.ping();
    return [ok('Redis', 'answers')];
  } catch (error) {
    return [problem('Redis', reasonOf(error), 'Is Redis running, and is REDIS_URL right?')];
  } finally {
    connection.onApplicationShutdown();
  }
}
