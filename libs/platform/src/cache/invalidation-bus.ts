import { randomUUID } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { PgListener } from '../database/pg-listener';
import { RedisConnection } from '../redis/redis-connection';

const CHANNEL = 'cache_invalidation';

/** Tells every process what to forget: over Redis where there is one, over PostgreSQL otherwise. */
@Injectable()
export class InvalidationBus {
  private readonly logger = new Logger(InvalidationBus.name);
  private readonly origin = randomUUID();

  constructor(
    private readonly redis: RedisConnection,
    private readonly listener: PgListener,
    private readonly dataSource: DataSource,
  ) {}

  /** @param concern gets a key or a family of another process, or undefined when messages may have been missed */
  async subscribe(concern: (target?: string) => void): Promise<void> {
    const listener = (message?: string): void => {
      const [origin, target] = message?.split('|') ?? [];
      if (origin !== this.origin) concern(target);
    };
    if (!this.redis.enabled) {
      await this.listener.listen(CHANNEL, listener);
      return;
    }
    const subscriber = this.redis.connect();
    subscriber.on('message', (_channel: string, message: string) => {
      listener(message);
    });
    subscriber.on('ready', () => {
      listener();
    });
    try {
      await subscriber.subscribe(this.redis.key(CHANNEL));
    } catch (error) {
      this.logger.warn(`no invalidations from other processes yet: ${String(error)}`);
    }
  }

  async publish(target: string): Promise<void> {
    const { client } = this.redis;
    const message = `${this.origin}|${target}`;
    if (client) await client.publish(this.redis.key(CHANNEL), message);
    else await this.dataSource.query('select pg_notify($1, $2)', [CHANNEL, message]);
  }
}
