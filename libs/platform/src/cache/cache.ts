import { randomInt } from 'node:crypto';
import { Injectable, Logger, type OnModuleInit, Optional } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Database } from '../database/database';
import { Metrics } from '../metrics/metrics';
import { type CacheFamily, type CacheKey, familyOf } from './cache-keys';
import { InvalidationBus } from './invalidation-bus';
import { LONGEST_TTL_MS, RedisLayer } from './redis-layer';

const ENTRIES = 10_000;

/** A load under way; stale as soon as its key is invalidated, because it may have read the value before the change. */
interface Load {
  promise: Promise<unknown>;
  stale: boolean;
}

export interface CacheStats {
  hitsMemory: number;
  hitsRedis: number;
  misses: number;
  invalidations: number;
  entries: number;
}

/**
 * Values that are dear to compute and may be a little old. Layer 1 is in the process, layer 2 in Redis where there is one;
 * the same key is loaded once at a time per process. Values are plain JSON (no Date, no bigint), and every caller gets a
 * copy of its own. Whatever fails here only costs time.
 */
@Injectable()
export class Cache implements OnModuleInit {
  private readonly logger = new Logger(Cache.name);
  private readonly memory = new LRUCache<string, string>({ max: ENTRIES });
  private readonly loads = new Map<string, Load>();
  private readonly requests: ReturnType<Metrics['counter']>;
  private readonly counters = { hitsMemory: 0, hitsRedis: 0, misses: 0, invalidations: 0 };

  constructor(
    private readonly redis: RedisLayer,
    private readonly bus: InvalidationBus,
    private readonly database: Database,
    @Optional() metrics: Metrics = new Metrics(),
  ) {
    this.requests = metrics.counter({
      name: 'langgan_cache_requests_total',
      help: 'Reads of the cache by outcome: memory, redis, miss.',
      labelNames: ['outcome'],
    });
  }

  async onModuleInit(): Promise<void> {
    await this.bus.subscribe((target) => {
      this.forget(target);
    });
  }

  /**
   * The cached value, or what `loader` gives, kept for `ttlMs` ± 10 %.
   *
   * @throws what `loader` throws; nothing is kept then
   */
  async getOrLoad<T>(key: CacheKey, ttlMs: number, loader: () => Promise<T>): Promise<T> {
    const text = this.memory.get(key);
    if (text !== undefined) {
      this.count('hitsMemory', 'memory');
      return JSON.parse(text) as T;
    }
    const running = this.loads.get(key);
    if (running) return (await running.promise) as T;
    const load: Load = { promise: Promise.resolve(), stale: false };
    load.promise = this.load(key, ttlMs, loader, load).finally(() => {
      if (this.loads.get(key) === load) this.loads.delete(key);
    });
    this.loads.set(key, load);
    return (await load.promise) as T;
  }

  /**
   * What this process keeps under these keys, as text: for whoever makes something dear of cached values, and wants to know
   * whether they are still those. Ask before reading them.
   */
  texts(keys: readonly CacheKey[]): (string | undefined)[] {
    return keys.map((key) => this.memory.get(key));
  }

  /** The value that is kept, if any; loads nothing and counts nothing. */
  async peek<T>(key: CacheKey): Promise<T | undefined> {
    const text = this.memory.get(key) ?? (await this.redis.read(key))?.hit?.text;
    return text === undefined ? undefined : (JSON.parse(text) as T);
  }

  /** Keeps a value that the caller has anyway. Other processes may go on with an older one until its time is over. */
  async put(key: CacheKey, ttlMs: number, value: unknown): Promise<void> {
    const text = JSON.stringify(value);
    const ttl = jittered(Math.min(ttlMs, LONGEST_TTL_MS));
    this.memory.set(key, text, { ttl });
    const second = await this.redis.read(key);
    if (second) await this.redis.write(key, second.marker, text, ttl);
  }

  /** Forgets one value in every process, after the commit of the open transaction. */
  invalidate(key: CacheKey): void {
    this.forgetEverywhere(key);
  }

  /** Forgets every value of a family in every process, after the commit of the open transaction. */
  invalidateFamily(family: CacheFamily): void {
    this.forgetEverywhere(family);
  }

  /** What this process has counted since its start. */
  stats(): CacheStats {
    return { ...this.counters, entries: this.memory.size };
  }

  private async load<T>(key: CacheKey, ttlMs: number, loader: () => Promise<T>, load: Load): Promise<T> {
    const second = await this.redis.read(key);
    if (second?.hit) {
      this.count('hitsRedis', 'redis');
      if (!load.stale) this.memory.set(key, second.hit.text, { ttl: second.hit.ttlMs });
      return JSON.parse(second.hit.text) as T;
    }
    this.count('misses', 'miss');
    const value = await loader();
    const text = JSON.stringify(value) as string | undefined;
    if (text === undefined || load.stale) return value;
    const ttl = jittered(Math.min(ttlMs, LONGEST_TTL_MS));
    this.memory.set(key, text, { ttl });
    if (second) await this.redis.write(key, second.marker, text, ttl);
    return JSON.parse(text) as T;
  }

  private count(counter: 'hitsMemory' | 'hitsRedis' | 'misses', outcome: string): void {
    this.counters[counter] += 1;
    this.requests.inc({ outcome });
  }

  private forgetEverywhere(target: string): void {
    this.database.afterCommit(() => {
      this.counters.invalidations += 1;
      this.forget(target);
      void this.tellOthers(target);
    });
  }

  private async tellOthers(target: string): Promise<void> {
    try {
      await this.redis.invalidate(target);
      await this.bus.publish(target);
    } catch (error) {
      this.logger.warn(`other processes may keep ${target} until its time is over: ${String(error)}`);
    }
  }

  /** @param target a key, a family, or undefined for everything */
  private forget(target: string | undefined): void {
    const concerns = (key: string): boolean => target === undefined || key === target || familyOf(key) === target;
    for (const [key, load] of this.loads) {
      if (!concerns(key)) continue;
      load.stale = true;
      this.loads.delete(key);
    }
    if (target?.includes(':') === true) this.memory.delete(target);
    else for (const key of [...this.memory.keys()]) if (concerns(key)) this.memory.delete(key);
  }
}

/** ± 10 %, so that what was loaded together does not run out together. */
const jittered = (ttlMs: number): number => Math.max(1, Math.round((ttlMs * randomInt(900, 1_101)) / 1_000));
