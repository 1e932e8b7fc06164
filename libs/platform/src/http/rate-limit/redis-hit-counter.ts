import { type RedisConnection } from '../../redis/redis-connection';
import { type Hit, type HitCount, type HitCounter } from './hit-counter';
import { waits } from './sliding-window';

/** KEYS: bucket. ARGV: window in ms, limit. Returns: let through, hits, previous, elapsed ms. */
const SCRIPT = `
local window, limit = tonumber(ARGV[1]), tonumber(ARGV[2])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local slot = math.floor(now / window)
local elapsed = now - slot * window
local known = redis.call('HMGET', KEYS[1], 's', 'h', 'p')
local at, hits, previous = tonumber(known[1]), tonumber(known[2]) or 0, tonumber(known[3]) or 0
if at == slot - 1 then
  previous, hits = hits, 0
elseif at ~= slot then
  previous, hits = 0, 0
end
if previous * (1 - elapsed / window) + hits + 1 > limit then
  return { 0, hits, previous, elapsed }
end
redis.call('HSET', KEYS[1], 's', slot, 'h', hits + 1, 'p', previous)
redis.call('PEXPIRE', KEYS[1], 2 * window)
return { 1, hits + 1, previous, elapsed }
`;

/** Counts in Redis, for any number of processes, by the clock of Redis. One script, so that a hit is counted whole. */
export class RedisHitCounter implements HitCounter {
  constructor(private readonly redis: RedisConnection) {}

  async count(hit: Hit): Promise<HitCount> {
    const client = this.redis.client;
    if (client?.status !== 'ready') throw new Error('Redis is away');
    const windowMs = Math.ceil(hit.windowMs);
    const answer = await client.eval(SCRIPT, 1, this.redis.key(`rl:${hit.key}`), windowMs, hit.limit);
    const [passed = 0, hits = 0, previous = 0, elapsed = 0] = answer as number[];
    const used = Math.ceil(previous * (1 - elapsed / windowMs) + hits);
    if (passed === 1) return { hits: used, resetMs: 2 * windowMs - elapsed, retryMs: 0 };
    return { hits: used, ...waits({ slot: 0, hits, previous }, hit.limit, windowMs, elapsed) };
  }
}
