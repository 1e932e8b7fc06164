import { type RedisConnection } from '../../redis/redis-connection';
import { type Hit, type HitCount, type HitCounter } from './hit-counter';

/** KEYS: bucket, block. ARGV: window, limit, block, all in milliseconds but the limit. */
const SCRIPT = `
local blocked = redis.call('PTTL', KEYS[2])
if blocked > 0 then
  return { tonumber(redis.call('GET', KEYS[2])), 0, blocked }
end
local hits = redis.call('INCR', KEYS[1])
if hits == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
if hits > tonumber(ARGV[2]) then
  redis.call('SET', KEYS[2], hits, 'PX', ARGV[3])
  redis.call('DEL', KEYS[1])
  return { hits, 0, tonumber(ARGV[3]) }
end
return { hits, redis.call('PTTL', KEYS[1]), 0 }
`;

/** Counts in Redis, for any number of processes. One script, so that a hit and its expiry cannot be torn apart. */
export class RedisHitCounter implements HitCounter {
  constructor(private readonly redis: RedisConnection) {}

  async count(hit: Hit): Promise<HitCount> {
    const client = this.redis.client;
    if (client?.status !== 'ready') throw new Error('Redis is away');
    // why: both keys of a bucket live in one slot of a cluster
    const name = this.redis.key(`rl:{${hit.key}}`);
    const numbers = [hit.windowMs, hit.limit, hit.blockMs].map((n) => Math.ceil(n));
    const answer = await client.eval(SCRIPT, 2, name, `${name}:block`, ...numbers);
    const [hits = 0, resetMs = 0, blockedMs = 0] = answer as number[];
    return { hits, resetMs: Math.max(0, resetMs), blockedMs: Math.max(0, blockedMs) };
  }
}
