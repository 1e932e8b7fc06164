import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database';
import { type Hit, type HitCount, type HitCounter } from './hit-counter';

interface Row {
  hits: number;
  reset_ms: number;
  blocked_ms: number;
}

/** Counts in the table `rate_limits`, for all processes of an installation without Redis and across their restarts. */
@Injectable()
export class PgHitCounter implements HitCounter {
  constructor(private readonly database: Database) {}

  async count(hit: Hit): Promise<HitCount> {
    const row = await this.database.queryOne<Row>(
      `insert into rate_limits as r (key, hits, expires_at, blocked_until)
       values ($1, 1, clock_timestamp() + $2 * interval '1 millisecond',
               case when $3::int < 1 then clock_timestamp() + $4 * interval '1 millisecond' end)
       on conflict (key) do update set
         hits = case when r.blocked_until > clock_timestamp() then r.hits
                     when r.expires_at <= clock_timestamp() or r.blocked_until is not null then 1
                     else r.hits + 1 end,
         expires_at = case when r.blocked_until > clock_timestamp() then r.expires_at
                           when r.expires_at <= clock_timestamp() or r.blocked_until is not null then excluded.expires_at
                           when r.hits >= $3::int
                             then greatest(r.expires_at, clock_timestamp() + $4 * interval '1 millisecond')
                           else r.expires_at end,
         blocked_until = case when r.blocked_until > clock_timestamp() then r.blocked_until
                              when r.blocked_until is null and r.expires_at > clock_timestamp() and r.hits >= $3::int
                                then clock_timestamp() + $4 * interval '1 millisecond' end
       returning hits,
         greatest(0, extract(epoch from expires_at - clock_timestamp()) * 1000)::float8 as reset_ms,
         greatest(0, coalesce(extract(epoch from blocked_until - clock_timestamp()) * 1000, 0))::float8 as blocked_ms`,
      [hit.key, hit.windowMs, hit.limit, hit.blockMs],
    );
    if (!row) throw new Error('the bucket did not count');
    return { hits: row.hits, resetMs: row.reset_ms, blockedMs: row.blocked_ms };
  }
}
