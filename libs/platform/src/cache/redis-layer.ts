import { randomUUID } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { RedisConnection } from '../redis/redis-connection';
import { type CacheKey, familyOf } from './cache-keys';

/** What layer 2 knows about a key. `marker` is to be handed back when the loaded value is stored. */
export interface LayerTwoRead {
  marker: string;
  hit?: { text: string; ttlMs: number };
}

/** Longer than any value lives (see {@link LONGEST_TTL_MS}) and any load lasts. */
const MARKER_TTL_MS = 48 * 3_600_000;

/** Values live at most this long. */
export const LONGEST_TTL_MS = 24 * 3_600_000;

/**
 * Cache layer 2 on Redis. Invalidation changes a marker of the key or of its family; a value counts only while it bears
 * the present markers. So a slow load that began before an invalidation can write, but is never read. Redis being away is
 * a miss.
 */
@Injectable()
export class RedisLayer {
  private readonly logger = new Logger(RedisLayer.name);

  constructor(private readonly redis: RedisConnection) {}

  async read(key: CacheKey): Promise<LayerTwoRead | undefined> {
    const client = this.redis.client;
    if (!client) return undefined;
    try {
      const [stored, ttlMs, ...markers] = await Promise.all([
        client.get(this.valueName(key)),
        client.pttl(this.valueName(key)),
        client.get(this.markerName(key)),
        client.get(this.markerName(familyOf(key))),
      ]);
      const marker = markers.map((part) => part ?? '').join('/');
      if (stored === null || ttlMs <= 0 || !stored.startsWith(`${marker}|`)) return { marker };
      return { marker, hit: { text: stored.slice(marker.length + 1), ttlMs } };
    } catch (error) {
      this.away(error);
      return undefined;
    }
  }

  async write(key: CacheKey, marker: string, text: string, ttlMs: number): Promise<void> {
    try {
      await this.redis.client?.set(this.valueName(key), `${marker}|${text}`, 'PX', ttlMs);
    } catch (error) {
      this.away(error);
    }
  }

  /** @param target a key or a family */
  async invalidate(target: string): Promise<void> {
    await this.redis.client?.set(this.markerName(target), randomUUID(), 'PX', MARKER_TTL_MS);
  }

  private valueName(key: string): string {
    return this.redis.key(`cache:value:${key}`);
  }

  private markerName(target: string): string {
    return this.redis.key(`cache:marker:${target}`);
  }

  private away(error: unknown): void {
    this.logger.debug(`layer 2 is away: ${String(error)}`);
  }
}
