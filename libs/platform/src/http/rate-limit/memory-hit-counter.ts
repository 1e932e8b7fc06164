import { type Clock } from '@app/core';
import { LRUCache } from 'lru-cache';
import { type Hit, type HitCount, type HitCounter } from './hit-counter';
import { countHit, type Slots } from './sliding-window';

const MOST_BUCKETS = 50_000;

/** Counts in this process: one process's share of the limit. Bounded; the keys seen longest ago are forgotten first. */
export class MemoryHitCounter implements HitCounter {
  private readonly buckets = new LRUCache<string, Slots>({ max: MOST_BUCKETS });

  constructor(private readonly clock: Clock) {}

  count(hit: Hit): Promise<HitCount> {
    const [slots, count] = countHit(hit, this.clock.monotonicMs(), this.buckets.get(hit.key));
    this.buckets.set(hit.key, slots);
    return Promise.resolve(count);
  }
}
