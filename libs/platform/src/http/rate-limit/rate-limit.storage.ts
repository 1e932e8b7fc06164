import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { type ThrottlerStorage } from '@nestjs/throttler';
import { Clock } from '@app/core';
import { RedisConnection } from '../../redis/redis-connection';
import { type Hit, type HitCount, type HitCounter } from './hit-counter';
import { MemoryHitCounter } from './memory-hit-counter';
import { PgHitCounter } from './pg-hit-counter';
import { isSecurityBucket } from './rate-limit.decorator';
import { RedisHitCounter } from './redis-hit-counter';

type StorageRecord = Awaited<ReturnType<ThrottlerStorage['increment']>>;

/**
 * Where hits are counted: in Redis when the installation has one; otherwise general traffic in memory and the security
 * buckets in PostgreSQL. A place that fails is replaced by this process's memory for that hit: limited, never open
 * (billing.md E2).
 */
@Injectable()
export class RateLimitStorage implements ThrottlerStorage, OnModuleInit {
  private readonly logger = new Logger(RateLimitStorage.name);
  private readonly memory: MemoryHitCounter;
  private readonly shared: HitCounter | undefined;
  private failing = false;

  constructor(
    private readonly redis: RedisConnection,
    private readonly postgres: PgHitCounter,
    clock: Clock,
  ) {
    this.memory = new MemoryHitCounter(clock);
    this.shared = redis.enabled ? new RedisHitCounter(redis) : undefined;
  }

  /** Connects before the first request comes, so that it is counted where all the others are. */
  async onModuleInit(): Promise<void> {
    try {
      await this.redis.client?.ping();
    } catch (error) {
      this.logger.warn(`rate limits begin in memory: ${String(error)}`);
    }
  }

  /** For the throttler: times in seconds, and the wait in the place of its block. */
  async increment(key: string, ttl: number, limit: number, _block: number, bucket: string): Promise<StorageRecord> {
    const { hits, resetMs, retryMs } = await this.count(bucket, { key, windowMs: ttl, limit });
    return {
      totalHits: hits,
      timeToExpire: Math.ceil(resetMs / 1000),
      isBlocked: retryMs > 0,
      timeToBlockExpire: Math.ceil(retryMs / 1000),
    };
  }

  /** Counts one hit of a bucket. Never fails. */
  async count(bucket: string, { key, windowMs, limit }: Hit): Promise<HitCount> {
    const hit = { key: `${bucket}:${key}`, windowMs, limit };
    const place = this.shared ?? (isSecurityBucket(bucket) ? this.postgres : this.memory);
    try {
      const count = await place.count(hit);
      if (place !== this.memory) this.failing = false;
      return count;
    } catch (error) {
      if (!this.failing) this.logger.warn(`rate limits are counted in memory for now: ${String(error)}`);
      this.failing = true;
      return this.memory.count(hit);
    }
  }
}
