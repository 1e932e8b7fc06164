import { type Clock } from '@app/core';
import { LRUCache } from 'lru-cache';
import { type Hit, type HitCount, type HitCounter } from './hit-counter';

interface Bucket {
  hits: number;
  endsAt: number;
  blockedUntil: number;
}

const MOST_BUCKETS = 50_000;

/** Counts in this process: one process's share of the limit. Bounded; the addresses seen longest ago are forgotten first. */
export class MemoryHitCounter implements HitCounter {
  private readonly buckets = new LRUCache<string, Bucket>({ max: MOST_BUCKETS });

  constructor(private readonly clock: Clock) {}

  count(hit: Hit): Promise<HitCount> {
    const now = this.clock.monotonicMs();
    const bucket = this.current(hit, now);
    if (bucket.blockedUntil <= now) {
      bucket.hits++;
      if (bucket.hits > hit.limit) bucket.blockedUntil = now + hit.blockMs;
    }
    return Promise.resolve({
      hits: bucket.hits,
      resetMs: Math.max(0, bucket.endsAt - now),
      blockedMs: Math.max(0, bucket.blockedUntil - now),
    });
  }

  private current(hit: Hit, now: number): Bucket {
    const known = this.buckets.get(hit.key);
    if (known && (known.blockedUntil > 0 ? known.blockedUntil > now : known.endsAt > now)) return known;
    const fresh = { hits: 0, endsAt: now + hit.windowMs, blockedUntil: 0 };
    this.buckets.set(hit.key, fresh);
    return fresh;
  }
}
