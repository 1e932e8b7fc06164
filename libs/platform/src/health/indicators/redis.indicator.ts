import { Clock } from '@app/core';
import { RedisConnection } from '../../redis/redis-connection';
import { type HealthIndicator, type HealthResult, ReadinessIndicator } from '../health-indicator';

/** Redis answers; not asked where the installation has none. */
@ReadinessIndicator('redis')
export class RedisIndicator implements HealthIndicator {
  constructor(
    private readonly redis: RedisConnection,
    private readonly clock: Clock,
  ) {}

  get enabled(): boolean {
    return this.redis.enabled;
  }

  async check(): Promise<HealthResult> {
    const start = this.clock.monotonicMs();
    await this.redis.client?.ping();
    return { status: 'up', details: { latencyMs: Math.round(this.clock.monotonicMs() - start) } };
  }
}
