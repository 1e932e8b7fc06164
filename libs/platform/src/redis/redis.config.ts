import { Matches, ValidateIf } from 'class-validator';
import { Env } from '../config/env.decorator';

/** Redis: transport and cache only, it may be wiped at any moment. */
export class RedisConfig {
  @Env('REDIS_URL', {
    description: 'Redis for queues, cache layer 2 and rate limits. Unset: PostgreSQL does it (one process per role).',
    example: 'redis://localhost:6379/0',
    secret: true,
  })
  @ValidateIf((config: RedisConfig) => config.url !== '')
  @Matches(/^rediss?:\/\/\S+$/, { message: 'must begin with redis:// or rediss://' })
  url: string = '';

  @Env('REDIS_PREFIX', {
    description: 'First part of every Redis key, so that several installations can share a server.',
  })
  @Matches(/^[\w-]{1,40}$/)
  prefix: string = 'langgan';
}
