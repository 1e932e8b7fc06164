import { Injectable, Logger } from '@nestjs/common';
import { type ThrottlerStorage } from '@nestjs/throttler';
import { Clock } from '@app/core';
import { RedisConnection } from '../../redis/redis-connection';
import { type Hit, type HitCount, type HitCounter } from './hit-counter';
import { MemoryHitCounter } from './memory-hit-counter';
import { PgHitCounter } from './pg-hit-counter';
import { GENERAL_BUCKET } from './rate-limits';
import { RedisHitCounter } from './redis-hit-counter';

type StorageRecord = Awaited<ReturnType<ThrottlerStorage['increment']>>;

/**
 * Where hits are counted: in Redis when the installation has one; otherwise general traffic in memory and the security
 * buckets in PostgreSQL. A place that fails is replaced by this process's memory for that hit: limited, never open.
 */
@Injectable()
export class RateLimitStorage implements ThrottlerStorage {
  private readonly logger = new Logger(RateLimitStorage.name);
  private readonly memory: MemoryHitCounter;
  private readonly shared: HitCounter | undefined;
  private failing = false;

  constructor(
    redis: RedisConnection,
    private readonly postgres: PgHitCounter,
    clock: Clock,
  ) {
    this.memory = new MemoryHitCounter(clock);
    this.shared = redis.enabled ? new RedisHitCounter(redis) : undefined;
  }

  async increment(key: string, ttl: number, limit: number, block: number, bucket: string): Promise<StorageRecord> {
    const count = await this.count({ key: `${bucket}:${key}`, windowMs: ttl, limit, blockMs: block }, bucket);
    return {
      totalHits: count.hits,
      timeToExpire: Math.ceil(count.resetMs / 1000),
      isBlocked: count.blockedMs > 0,
      timeToBlockExpire: Math.ceil(count.blockedMs / 1000),
    };
  }

  private async count(hit: Hit, bucket: string): Promise<HitCount> {
    const place = this.shared ?? (bucket === GENERAL_BUCKET ? this.memory : this.postgres);
    try {
      const count = await place.count(hit);
      this.failing = false;
      return count;
    } catch (error) {
      if (!this.failing) this.logger.warn(`rate limits are counted in memory for now: ${String(error)}`);
      this.failing = true;
      return this.memory.count(hit);
    }
  }
}
