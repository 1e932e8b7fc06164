import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
// eslint-disable-next-line no-restricted-imports -- this folder owns the connections to Redis
import { Redis } from 'ioredis';
import { RedisConfig } from './redis.config';

/**
 * The process's connections to Redis besides BullMQ's own. Commands fail fast: whoever uses them has an answer for "Redis
 * is away".
 */
@Injectable()
export class RedisConnection implements OnApplicationShutdown {
  private readonly logger = new Logger(RedisConnection.name);
  private readonly open: Redis[] = [];
  private shared: Redis | undefined;

  constructor(private readonly config: RedisConfig) {}

  /** Is Redis part of this installation? */
  get enabled(): boolean {
    return this.config.url !== '';
  }

  /** The connection for ordinary commands; undefined when the installation has no Redis. */
  get client(): Redis | undefined {
    if (!this.enabled) return undefined;
    return (this.shared ??= this.connect());
  }

  /** A connection of one's own, for subscriptions. */
  connect(): Redis {
    const redis = new Redis(this.config.url, { maxRetriesPerRequest: 1, connectTimeout: 3_000, commandTimeout: 2_000 });
    redis.on('error', (error: Error) => {
      this.logger.warn(`Redis: ${error.message}`);
    });
    this.open.push(redis);
    return redis;
  }

  /** The full name of a key. */
  key(name: string): string {
    return `${this.config.prefix}:${name}`;
  }

  onApplicationShutdown(): void {
    for (const redis of this.open) redis.disconnect();
  }
}
