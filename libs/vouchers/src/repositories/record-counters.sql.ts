/** What a counter has grown by; all of it when it began anew. */
const grown = (read: string, before: string): string =>
  `(n.${read} - case when n.${read} >= coalesce(c.${before}, 0) then coalesce(c.${before}, 0) else 0 end)`;

/**
 * Counters of the vouchers in use on one router. A voucher that has used up its seconds or bytes becomes `USED` in the same
 * statement; its counters go, because its user goes from the routers.
 *
 * $1 router, $2 when it was read, $3 names, $4 seconds, $5 bytes, $6 MACs, $7 who is in now.
 */
export const RECORD_COUNTERS = `
  with read as materialized (
    select distinct on (name) name, seconds, bytes, mac, online
      from unnest($3::text[], $4::bigint[], $5::bigint[], $6::text[], $7::boolean[]) as r (name, seconds, bytes, mac, online)
     order by name, seconds desc
  ),
  known as materialized (
    select v.id, n.seconds, n.bytes, n.mac, n.online, ${grown('seconds', 'uptime_seconds')} as more_seconds,
           ${grown('bytes', 'bytes')} as more_bytes,
           coalesce(n.seconds < c.uptime_seconds or n.bytes < c.bytes, false) as anew
      from read n join vouchers v on v.code = n.name join routers r on r.id = $1 and r.site_id = v.site_id
      left join voucher_counters c on c.voucher_id = v.id and c.router_id = $1
     where v.state = 'ACTIVE'
     order by v.id for no key update of v
  ),
  used as (
    update vouchers v set used_seconds = v.used_seconds + k.more_seconds, used_bytes = v.used_bytes + k.more_bytes,
           last_seen_at = case when k.online then $2::timestamptz else v.last_seen_at end, mac = coalesce(k.mac, v.mac),
           state = case when coalesce(v.used_seconds + k.more_seconds >= v.uptime_limit_seconds, false)
                          or coalesce(v.used_bytes + k.more_bytes >= v.data_limit_bytes, false) then 'USED' else 'ACTIVE' end,
           ended_at = case when coalesce(v.used_seconds + k.more_seconds >= v.uptime_limit_seconds, false)
                             or coalesce(v.used_bytes + k.more_bytes >= v.data_limit_bytes, false) then $2::timestamptz end
      from known k
     where v.id = k.id and (k.more_seconds > 0 or k.more_bytes > 0 or k.online or k.mac is distinct from v.mac)
    returning v.id, v.state
  ),
  counted as (
    insert into voucher_counters as t (voucher_id, router_id, uptime_seconds, bytes, seen_at)
    select k.id, $1, k.seconds, k.bytes, $2 from known k left join used u on u.id = k.id
     where u.state is distinct from 'USED' order by k.id
    on conflict (voucher_id, router_id) do update set
      uptime_seconds = excluded.uptime_seconds, bytes = excluded.bytes, seen_at = excluded.seen_at
  ),
  forgotten as (
    delete from voucher_counters t using used u where u.state = 'USED' and t.voucher_id = u.id
  )
  select k.id from known k left join used u on u.id = k.id where u.state = 'USED' or k.anew`;
