import { LIMITS, USAGE } from '../usage/poll-statement.sql';

/** Bytes since the last reading; all of them for a queue that is younger than it, or that a substitute has made. */
const grown = (way: 'up' | 'down'): string =>
  `case when c.line_id is not null then counter_growth(c.${way}_counter, n.${way})
        when l.created_at >= $7::timestamptz or h.router_id <> h.home_router_id then counter_growth(null, n.${way})
        else 0 end`;

/**
 * What the queues of static lines have counted, in one statement: usage by local day, what has been used of the period. Only
 * for the process that has claimed the router. Answers with the services whose limits are other ones than before.
 *
 * $1 router, $2 claim, $3 when it was read, $4–$6 names of queues with their upload and download, $7 the reading before.
 */
export const RECORD_LINES = `
  with gate as (select router_id from pppoe_polls where router_id = $1 and claim = $2 for no key update),
  counted as materialized (
    select distinct on (l.id) l.id as line_id, l.subscription_id, l.site_id, l.address, n.up as up_counter,
           n.down as down_counter, ${grown('up')} as up, ${grown('down')} as down
      from gate, unnest($4::text[], $5::text[], $6::text[]) as n (name, up, down)
      join static_lines l on l.name = n.name
      join static_placements h on h.line_id = l.id and h.router_id = $1
      left join static_line_counters c on c.line_id = l.id and c.router_id = $1
     order by l.id
  ),
  counters as (
    insert into static_line_counters as t (line_id, router_id, up_counter, down_counter, seen_at)
    select line_id, $1, up_counter, down_counter, $3 from counted order by line_id
    on conflict (line_id, router_id) do update set
      up_counter = excluded.up_counter, down_counter = excluded.down_counter, seen_at = excluded.seen_at
  ),
  gone as (
    delete from static_line_counters c using gate
     where c.router_id = $1
       and not exists (select from static_placements h where h.line_id = c.line_id and h.router_id = $1)
  ),
  seen as materialized (
    select subscription_id, site_id, up, down, address, null::text as caller_id, 1 as nth from counted where up + down > 0
  ),
  ${USAGE}
  ${LIMITS}`;
