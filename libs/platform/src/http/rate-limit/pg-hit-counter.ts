import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database';
import { type Hit, type HitCount, type HitCounter } from './hit-counter';
import { waits } from './sliding-window';

interface Row {
  hits: number;
  previous: number;
  elapsed: number;
  refused: boolean;
}

/** Counts in the table `rate_limits`, for all processes of an installation without Redis and across their restarts. */
@Injectable()
export class PgHitCounter implements HitCounter {
  constructor(private readonly database: Database) {}

  async count({ key, windowMs, limit }: Hit): Promise<HitCount> {
    const row = await this.database.queryOne<Row>(
      `with clock as materialized (
         select floor(ms / $2::float8)::bigint as slot, ms - floor(ms / $2::float8) * $2::float8 as elapsed
         from (select extract(epoch from clock_timestamp())::float8 * 1000 as ms) as now
       )
       insert into rate_limits as r (key, slot, hits, previous, refused, expires_at)
       select $1, slot, least(1, $3::int), 0, $3::int < 1, clock_timestamp() + 2 * $2 * interval '1 millisecond' from clock
       on conflict (key) do update set
         (slot, hits, previous, refused, expires_at) = (
           select greatest(r.slot, c.slot), s.hits + (not s.full)::int, s.previous, s.full, excluded.expires_at
           from clock c, lateral (
             select b.hits, b.previous, b.previous * (1 - c.elapsed / $2::float8) + b.hits + 1 > $3::int as "full"
             from (select case when r.slot >= c.slot then r.hits else 0 end as hits,
                          case when r.slot >= c.slot then r.previous
                               when r.slot = c.slot - 1 then r.hits else 0 end as previous) as b
           ) as s
         )
       returning hits, previous, refused, (select elapsed from clock) as elapsed`,
      [key, windowMs, limit],
    );
    if (!row) throw new Error('the bucket did not count');
    const { hits, previous, elapsed, refused } = row;
    const used = Math.ceil(previous * (1 - elapsed / windowMs) + hits);
    if (!refused) return { hits: used, resetMs: 2 * windowMs - elapsed, retryMs: 0 };
    return { hits: used, ...waits({ slot: 0, hits, previous }, limit, windowMs, elapsed) };
  }
}
