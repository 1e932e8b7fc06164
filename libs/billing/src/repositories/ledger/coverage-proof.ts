/** The plan's own lines, those of changes included; add-ons may come and go as they like. */
const OF_PLAN = `(charge_code = 'RECURRING' or charge_code like 'RECURRING:%')`;
const CREDITED = 'select from credit_note_lines n where n.invoice_line_id = l.id and n.period_start is not null';
const EXTENDED = 'select from line_extensions x where x.invoice_line_id = l.id';
const COUNTS = `l.subscription_id is not null and l.period_start is not null and not l.voided and ${OF_PLAN}`;

/**
 * Which days of which service are paid for: a day is covered by a line that stands, or by the debit of a change that still
 * waits; it is not any more when a credit note gave it back, or when a pause moved the end of the line (billing.md Q2–Q6). A
 * pause that began before the first day of a line, or after others had moved it, moves that day too: pauses do not overlap, so
 * each is compared with the days that all before it moved.
 *
 * `pieces`: the covered stretches · `chain`: each with the next one · `periods`: what should be covered, `[first, pointer)`,
 * of every service that is billed by the period (prepaid ones may have gaps) · `gaps`: what is not · `uncovered`: of that,
 * the first days that nothing excuses: neither a pause, nor free days of the signup, nor a void invoice (with
 * the days that pauses had added to it).
 */
export const COVERAGE_SCOPE = `
  pieces as (
    select l.subscription_id, l.period_start as first, l.period_end as last from invoice_lines l
     where ${COUNTS} and not exists (${CREDITED}) and not exists (${EXTENDED})
    union all
    select l.subscription_id, lower(piece), upper(piece)
      from (select invoice_line_id from line_extensions
            union select invoice_line_id from credit_note_lines where period_start is not null) moved
      join invoice_lines l on l.id = moved.invoice_line_id
     cross join lateral (
       select coalesce(sum(length), 0)::int as total, coalesce(range_agg(daterange(first, first + length)), '{}') as days,
              coalesce(sum(length) filter (where first <= l.period_start + before), 0)::int as before
         from (
           select p.paused_from as first, p.resumed_on - p.paused_from as length,
                  (coalesce(sum(p.resumed_on - p.paused_from) over (
                     order by p.paused_from rows between unbounded preceding and 1 preceding), 0))::int as before
             from line_extensions x join subscription_pauses p on p.id = x.pause_id where x.invoice_line_id = l.id) p) e
     cross join lateral (
       select coalesce(range_agg(daterange(n.period_start, n.period_end)), '{}') as days from credit_note_lines n
        where n.invoice_line_id = l.id and n.period_start is not null) c
     cross join lateral unnest(
       datemultirange(daterange(l.period_start + e.before, l.period_end + e.total)) - e.days - c.days
     ) as piece
     where ${COUNTS}
    union all
    select subscription_id, period_start, period_end from charges
     where subscription_id is not null and period_start is not null and state = 'PENDING' and ${OF_PLAN}
  ), chain as (
    select subscription_id, first, last, lead(first) over (partition by subscription_id order by first, last) as next from pieces
  ), ends as (
    select subscription_id, min(first) as first, max(last) as last from pieces group by subscription_id
  ), periods as (
    select s.id, s.plan_id, s.status, coalesce(s.trial_ends_on, s.started_on) as first, s.free_until, s.next_period_start as pointer
      from subscriptions s join plans p on p.id = s.plan_id and p.billing_type in ('RECURRING_ADVANCE', 'RECURRING_ARREARS')
     where s.started_on is not null and s.next_period_start is not null
  ), gaps as (
    select p.id, p.plan_id, p.first as begun, p.free_until, c.last as first, least(c.next, p.pointer) as last from chain c join periods p on p.id = c.subscription_id
     where c.next > c.last and c.last < p.pointer
    union all
    select p.id, p.plan_id, p.first, p.free_until, p.first, least(e.first, p.pointer) from periods p left join ends e on e.subscription_id = p.id
     where least(e.first, p.pointer) > p.first
    union all
    select p.id, p.plan_id, p.first, p.free_until, e.last, p.pointer from periods p join ends e on e.subscription_id = p.id where e.last < p.pointer
  ), uncovered as (
    select g.id, g.plan_id, days.day from gaps g
     cross join lateral (
       select coalesce(range_agg(daterange(x.first, x.last)), '{}') as days from (
         select paused_from, coalesce(resumed_on, 'infinity') from subscription_pauses where subscription_id = g.id
         union all
         select g.begun, g.free_until where g.free_until > g.begun
         union all
         select l.period_start, l.period_end + (
                  select coalesce(sum(e.resumed_on - e.paused_from), 0)::int
                    from line_extensions x join subscription_pauses e on e.id = x.pause_id where x.invoice_line_id = l.id)
           from invoice_lines l where l.subscription_id = g.id and l.voided and l.period_start is not null
       ) x (first, last)) excused
     cross join lateral unnest(datemultirange(daterange(g.first, g.last)) - excused.days) as hole
     cross join lateral (
       select lower(hole) as day
       union
       select v.effective_on from subscription_events v
        where v.subscription_id = g.id and v.action = 'PLAN_CHANGED' and v.effective_on <@ hole
     ) days
  )`;

/** The plan of a day: that of the last change before it, or the one that the first change after it replaced. */
const PLAN_ON_DAY = `coalesce(
  (select v.detail ->> 'planId' from subscription_events v
    where v.subscription_id = u.id and v.action = 'PLAN_CHANGED' and v.effective_on <= u.day
    order by v.effective_on desc, v.id desc limit 1),
  (select v.detail ->> 'oldPlanId' from subscription_events v
    where v.subscription_id = u.id and v.action = 'PLAN_CHANGED' and v.effective_on > u.day
    order by v.effective_on, v.id limit 1),
  u.plan_id::text)::uuid`;

/** I2 of billing.md 4.3: every day that is to be paid for is paid for exactly once. */
export const COVERAGE_CHECKS = [
  `select 'I2', 'periods overlap', subscription_id::text from chain where next < last`,
  `select 'I2', 'a period was skipped', u.id::text from uncovered u
    where coalesce((select pp.price_amount from plan_prices pp where pp.plan_id = ${PLAN_ON_DAY} and pp.valid_from <= u.day
                     order by pp.valid_from desc limit 1), 0) > 0`,
  `select 'I2', 'billed beyond the pointer', p.id::text from periods p join ends e on e.subscription_id = p.id
    where e.last > p.pointer and p.status <> 'ENDED'`,
];
