import { Injectable } from '@nestjs/common';
import { DatabaseConfig } from '../database/database.config';
import { RedisConfig } from '../redis/redis.config';

/** What decides where the queues live. */
@Injectable()
export class QueueStore {
  readonly databaseUrl: string;
  /** Empty: the queues are in PostgreSQL, schema `bullmq`. */
  readonly redisUrl: string;
  /** First part of the Redis keys; PostgreSQL has the database for that. */
  readonly prefix: string;

  constructor(database: DatabaseConfig, redis: RedisConfig) {
    this.databaseUrl = database.url;
    this.redisUrl = redis.url;
    this.prefix = redis.prefix;
  }
}
