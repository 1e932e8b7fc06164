/** The instant that both sides bill at: everything is due on this local day. */
export const AS_OF = '2025-11-01T00:05:00+07:00';

/** N customers, 1.5 N subscriptions, 10 plans of which half are tax inclusive, one site. `uuid` is the id function. */
export const seedSql = (customers: number, uuid: string): string[] => [
  `insert into sites (id, code, name, time_zone) values (${uuid}, 'JKT', 'Jakarta', 'Asia/Jakarta')`,
  `insert into plans (id, code, name, download_kbps, upload_kbps, tax_code)
   select ${uuid}, 'P' || i, 'Paket ' || (i * 10) || ' Mbps', i * 10000, i * 5000,
          case when i % 2 = 0 then 'PPN_INCLUSIVE' else 'PPN' end
     from generate_series(1, 10) i`,
  `insert into plan_prices (id, plan_id, price_amount, currency, valid_from)
   select ${uuid}, id, 100000 + substr(code, 2)::int * 50000, 'IDR', '2000-01-01' from plans`,
  `create temp table seeded as
   select i, ${uuid} as id, s.id as site_id from generate_series(1, ${customers}) i cross join sites s order by i`,
  `insert into customers (id, site_id, code, name, phone, address, time_zone)
   select id, site_id, 'C' || lpad(i::text, 7, '0'), 'Pelanggan ' || i, '+62812' || lpad(i::text, 8, '0'),
          'Jalan Kenanga ' || i, 'Asia/Jakarta' from seeded order by i`,
  `insert into billing_accounts (customer_id, site_id, time_zone, currency)
   select id, site_id, 'Asia/Jakarta', 'IDR' from seeded order by i`,
  `insert into subscriptions (id, customer_id, site_id, plan_id, status, anchor_day, started_on, next_period_start, next_bill_at)
   select ${uuid}, c.id, c.site_id, p.id, 'ACTIVE', 1, '2025-11-01', '2025-11-01', '2025-11-01T00:00:00+07:00'
     from (select *, 1 as n from seeded union all select *, 2 from seeded where i % 2 = 0) c
     join plans p on p.code = 'P' || (1 + (c.i + c.n) % 10)
    order by c.i, c.n`,
  `drop table seeded`,
  `select ensure_month_partition('ledger_entries', '2025-11-01')`,
  `analyze`,
];

/** Back to the seeded state. Statement by statement, because VACUUM runs outside of transactions. */
export const RESET_SQL = [
  `truncate invoices, invoice_lines, ledger_entries, ledger_transactions, outbox_events, outbox_deliveries,
     parked_subscriptions, billing_runs, billing_ticks, number_series, payment_allocations cascade`,
  `update subscriptions set next_period_start = '2025-11-01', next_bill_at = '2025-11-01T00:00:00+07:00'
    where next_period_start <> '2025-11-01'`,
  `vacuum full subscriptions`,
  `vacuum analyze subscriptions`,
  `checkpoint`,
];

/**
 * The floor: the same rows, made by set-based SQL in one transaction. It knows one bill date, one series and full months
 * only, parks nothing and catches nothing up: no engine, only the yardstick (billing.md 3.2, variant B).
 */
export const floorSql = (uuid: string): string => `
begin;
insert into billing_runs (id, as_of, trigger, requested_by) values (${uuid}, '${AS_OF}', 'MANUAL', 'floor');

create temp table due on commit drop as
select s.id, s.customer_id, s.next_period_start as period_start,
       (s.next_period_start + interval '1 month')::date as period_end,
       p.name, pp.price_amount as price, t.code as tax_code, r.num, r.den, t.inclusive,
       case when t.inclusive then (2 * pp.price_amount * r.den + r.den + r.num) / (2 * (r.den + r.num))
            else pp.price_amount end as net,
       case when t.inclusive
            then pp.price_amount - (2 * pp.price_amount * r.den + r.den + r.num) / (2 * (r.den + r.num))
            else (2 * pp.price_amount * r.num + r.den) / (2 * r.den) end as tax,
       row_number() over (partition by s.customer_id order by s.id)::int as line_no
  from (select * from subscriptions
         where status = 'ACTIVE' and not parked and next_bill_at <= '${AS_OF}' for update skip locked) s
  join plans p on p.id = s.plan_id
  join plan_prices pp on pp.plan_id = p.id and pp.valid_from <= s.next_period_start
  join tax_codes t on t.code = p.tax_code
  join tax_rates r on r.tax_code = t.code;

create temp table heads on commit drop as
select ${uuid} as id, ${uuid} as txn_id, d.*, c.site_id, st.code as site_code,
       jsonb_build_object('code', c.code, 'name', c.name, 'address', c.address, 'phone', c.phone, 'email', c.email) as customer
  from (select customer_id, sum(net)::bigint as net, sum(tax)::bigint as tax, row_number() over (order by customer_id) as rn
          from due group by customer_id) d
  join customers c on c.id = d.customer_id
  join sites st on st.id = c.site_id;

insert into number_series (series, last_no) select 'INV/' || site_code || '/2025/11', count(*) from heads group by site_code;

insert into invoices (id, site_id, customer_id, run_id, series, seq, number, bill_key, currency, net_amount, tax_amount,
       total_amount, issued_on, due_on, overdue_at, isolir_at, customer)
select h.id, h.site_id, h.customer_id, r.id, 'INV/' || site_code || '/2025/11', rn,
       'INV/' || site_code || '/2025/11/' || lpad(rn::text, 6, '0'), 'R:2025-11-01', 'IDR', net, tax, net + tax,
       '2025-11-01', '2025-11-11', '2025-11-12T00:00:00+07:00', '2025-11-15T00:00:00+07:00', h.customer
  from heads h cross join billing_runs r order by rn;

insert into invoice_lines (id, invoice_id, line_no, subscription_id, period_start, period_end, description,
       unit_price_amount, net_amount, tax_amount, currency, tax_code, tax_num, tax_den, tax_inclusive)
select ${uuid}, h.id, d.line_no, d.id, d.period_start, d.period_end, d.name, d.price, d.net, d.tax, 'IDR', d.tax_code,
       d.num, d.den, d.inclusive
  from due d join heads h on h.customer_id = d.customer_id;

update subscriptions s set next_period_start = d.period_end, next_bill_at = d.period_end::timestamp at time zone 'Asia/Jakarta'
  from due d where s.id = d.id;

insert into ledger_transactions (id, ref_type, ref_id, posted_on, occurred_at, currency)
select txn_id, 'INVOICE', id, '2025-11-01', '2025-11-01T00:00:00+07:00', 'IDR' from heads;

insert into ledger_entries (txn_id, posted_on, account, customer_id, amount, currency)
select h.txn_id, '2025-11-01', a.account, h.customer_id,
       case a.account when 'AR' then net + tax when 'PPN_OUT' then -tax else -net end, 'IDR'
  from heads h cross join (values ('AR'), ('REVENUE.INTERNET'), ('PPN_OUT')) a (account);

insert into outbox_events (id, topic, key, payload)
select ${uuid}, 'billing.invoice.issued.v1', id::text, jsonb_build_object('invoiceId', id, 'customerId', customer_id) from heads;

update billing_runs set state = 'COMPLETED', finished_at = now();
commit;
`;

/** One row of figures that must be as {@link EXPECTED} says after every timed run. */
export const VERIFY_SQL = `
select (select count(*) from invoices)::int as invoices,
       (select count(*) from invoice_lines)::int as lines,
       (select count(*) from ledger_entries)::int as entries,
       (select count(*) from outbox_events where topic = 'billing.invoice.issued.v1')::int as events,
       (select count(*) = max(seq) and count(distinct seq) = (select sum(last_no) from number_series) from invoices) as gapless,
       (select count(*) from invoices i join (select invoice_id, sum(net_amount + tax_amount) as s from invoice_lines group by 1) l
          on l.invoice_id = i.id where l.s <> i.total_amount)::int as "lineMismatches",
       (select count(*) from (select txn_id from ledger_entries group by 1 having sum(amount) <> 0) z)::int as unbalanced,
       (select count(*) from subscriptions where next_period_start <> '2025-12-01' or next_bill_at <> '2025-12-01T00:00:00+07:00')::int as "stillDue",
       (select sum(total_amount) from invoices)::text as total`;
