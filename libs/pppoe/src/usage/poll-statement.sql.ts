/** A session is the same as before when it began at the same time, as far as a router's seconds can tell. */
const SAME = `(l.router_id is not null and (r.uptime is null or abs(extract(epoch from l.started_at - r.started)) < 120))`;

/** Bytes of a counter since the last reading; all of them for a session that began after it, none for one that is older. */
const grown = (counter: 'rx' | 'tx'): string =>
  `case when ${SAME} then counter_growth(coalesce(l.${counter}_counter, '0'), r.${counter})
        when r.started >= $12::timestamptz - interval '5 seconds' then counter_growth(null, r.${counter})
        else 0 end`;

const speed = (counter: 'rx' | 'tx'): string =>
  `case when ${SAME} and l.${counter}_counter is not null and r.${counter} is not null and $3::timestamptz > l.seen_at
     then least(counter_growth(l.${counter}_counter, r.${counter})::numeric * 8
       / extract(epoch from $3::timestamptz - l.seen_at), 1000000000000)::bigint end`;

/** What was read, whose it is, and what it was before. */
const SEEN = `
  gate as (
    update pppoe_polls set polled_at = $3, sessions = cardinality($4::text[]), error_code = null,
           next_poll_at = clock_timestamp() + $11::int * interval '1 millisecond'
     where router_id = $1 and claim = $2 returning router_id
  ),
  places as materialized (
    select distinct on (p.username) p.username, a.id as account_id, a.subscription_id, a.site_id
      from gate, pppoe_placements p join pppoe_accounts a on a.id = p.account_id
     where p.router_id = $1 order by p.username, p.home_router_id <> p.router_id
  ),
  read as materialized (
    select n.*, $3::timestamptz - make_interval(secs => coalesce(n.uptime, 0)) as started,
           row_number() over (partition by n.username order by n.uptime nulls last) as nth
      from gate, unnest($4::text[], $5::text[], $6::inet[], $7::text[], $8::int[], $9::text[], $10::text[])
        as n (username, session_key, address, caller_id, uptime, rx, tx)
  ),
  seen as materialized (
    select r.*, p.account_id, p.subscription_id, p.site_id, ${SAME} as same, l.id as live_id, l.started_at as live_started,
           l.up_bytes as live_up, l.down_bytes as live_down, l.rx_counter, l.tx_counter, l.extra_polls,
           ${grown('rx')} as up, ${grown('tx')} as down, ${speed('rx')} as up_bps, ${speed('tx')} as down_bps
      from read r
      left join places p on p.username = r.username
      left join pppoe_live_sessions l on l.router_id = $1 and l.username = r.username and l.session_key = r.session_key
  )`;

const SESSIONS = `
  history as (
    insert into pppoe_session_history (router_id, account_id, subscription_id, site_id, username, address, caller_id,
           started_at, ended_at, up_bytes, down_bytes, end_reason)
    select l.router_id, a.id, a.subscription_id, a.site_id, l.username, l.address, l.caller_id, l.started_at,
           greatest(l.seen_at, l.started_at), l.up_bytes, l.down_bytes,
           case when l.extra_polls > 0 then 'GHOST' when o.booted_at > l.seen_at then 'ROUTER_RESTARTED' else 'DROPPED' end
      from gate, pppoe_live_sessions l join pppoe_accounts a on a.id = l.account_id join routers o on o.id = l.router_id
     where l.router_id = $1 and not exists (
       select from seen s where s.username = l.username and s.session_key = l.session_key and s.same)
  ),
  gone as (
    delete from pppoe_live_sessions l using gate
     where l.router_id = $1 and not exists (
       select from read r where r.username = l.username and r.session_key = l.session_key)
  ),
  live as (
    insert into pppoe_live_sessions as t (router_id, username, session_key, account_id, address, caller_id, started_at,
           seen_at, rx_counter, tx_counter, up_bytes, down_bytes, up_bps, down_bps, extra_polls)
    select $1, username, session_key, account_id, address, caller_id, case when same then live_started else started end, $3,
           coalesce(rx, case when same then rx_counter end), coalesce(tx, case when same then tx_counter end),
           up + case when same then live_up else 0 end, down + case when same then live_down else 0 end, up_bps, down_bps,
           case when nth > 1 then coalesce(extra_polls, 0) + 1 else 0 end
      from seen
    on conflict (router_id, username, session_key) do update set
      account_id = excluded.account_id, address = excluded.address, caller_id = excluded.caller_id,
      started_at = excluded.started_at, seen_at = excluded.seen_at, rx_counter = excluded.rx_counter,
      tx_counter = excluded.tx_counter, up_bytes = excluded.up_bytes, down_bytes = excluded.down_bytes,
      up_bps = excluded.up_bps, down_bps = excluded.down_bps, extra_polls = excluded.extra_polls
  )`;

/**
 * What `seen` (subscription_id, site_id, up, down, address, caller_id, nth) adds to days and periods at $3, read from
 * router $1. Local days once per site, periods once per combination of terms: what they are made of costs more than writing
 * a row.
 */
export const USAGE = `
  days as materialized (select t.id as site_id, (app_now() at time zone t.time_zone)::date as day from gate, sites t),
  sums as materialized (
    select subscription_id, site_id, sum(up)::bigint as up, sum(down)::bigint as down,
           (array_agg(address order by nth))[1] as address, (array_agg(caller_id order by nth))[1] as caller_id
      from seen where subscription_id is not null group by subscription_id, site_id
  ),
  lines as materialized (
    select i.*, d.day, coalesce(s.next_period_start, 'infinity') as next_start, s.anchor_day, p.interval_unit, p.interval_count
      from sums i join days d on d.site_id = i.site_id join subscriptions s on s.id = i.subscription_id
      join plans p on p.id = s.plan_id
  ),
  periods as materialized (
    select k.*, usage_period_start(nullif(k.next_start, 'infinity'), k.anchor_day, k.interval_unit, k.interval_count, k.day)
             as period_start
      from (select distinct next_start, anchor_day, interval_unit, interval_count, day from lines) k
  ),
  usage as (
    insert into pppoe_usage as u (day, subscription_id, site_id, up_bytes, down_bytes)
    select day, subscription_id, site_id, up, down from lines where up + down > 0 order by subscription_id
    on conflict (day, subscription_id) do update set
      up_bytes = u.up_bytes + excluded.up_bytes, down_bytes = u.down_bytes + excluded.down_bytes
  ),
  states as (
    insert into pppoe_usage_states as u (subscription_id, router_id, period_start, used_bytes, last_seen_at, last_address,
           last_caller_id)
    select i.subscription_id, $1, k.period_start, i.up + i.down, $3, i.address, i.caller_id
      from lines i join periods k using (next_start, anchor_day, interval_unit, interval_count, day)
     order by i.subscription_id
    on conflict (subscription_id) do update set
      router_id = excluded.router_id, last_seen_at = excluded.last_seen_at,
      last_address = excluded.last_address, last_caller_id = excluded.last_caller_id,
      used_bytes = excluded.used_bytes + case when u.period_start = excluded.period_start then u.used_bytes else 0 end,
      period_start = excluded.period_start
    returning u.subscription_id, u.used_bytes, u.period_start, u.step_no, u.quota_reached
  )`;

/** Services of `states` whose limits are other ones than those that were written down. */
export const LIMITS = `
  select st.subscription_id as "subscriptionId", s.customer_id as "customerId", s.site_id as "siteId",
         st.used_bytes as "usedBytes", st.period_start as "periodStart", st.step_no as "stepBefore",
         st.quota_reached as "quotaBefore", n.step_no as "stepNo", n.quota_reached as "quotaReached"
    from states st join subscriptions s on s.id = st.subscription_id join plans p on p.id = s.plan_id
    cross join lateral (
      select coalesce((select max(f.step_no) from plan_fair_use_steps f
                        where f.plan_id = p.id and f.after_bytes <= st.used_bytes), 0)::smallint as step_no,
             coalesce(p.quota_bytes <= st.used_bytes, false) as quota_reached) n
   where (n.step_no, n.quota_reached) is distinct from (st.step_no, st.quota_reached)`;

/**
 * Everything that a reading of a router means, in one statement: sessions, their history, usage by local day, what has been
 * used of the period. Only for the process that has claimed the router; anybody else's reading changes nothing. Answers with
 * the services whose limits are other ones than those that were written down.
 *
 * $1 router, $2 claim, $3 when it was read, $4–$10 the sessions, $11 pause, $12 the reading before.
 */
export const RECORD_POLL = `
  with ${SEEN}, ${SESSIONS}, ${USAGE}
  ${LIMITS}`;
