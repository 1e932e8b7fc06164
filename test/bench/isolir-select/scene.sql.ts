/** Two open invoices per customer, one of which is past its time of isolation for every tenth; everybody has service. */
export const invoicesSql = (uuid: string): string[] => [
  `insert into invoices (id, site_id, customer_id, series, seq, number, bill_key, currency, net_amount, tax_amount, total_amount,
                         issued_on, due_on, overdue_at, isolir_at, customer)
   select ${uuid}, a.site_id, a.customer_id, 'B' || m.n, row_number() over (), 'B' || m.n || '/' || row_number() over (),
          'R:' || m.n, 'IDR', 150000, 16500, 166500, m.due - 10, m.due, m.due + 1,
          case when m.n = 1 and a.i % 10 <> 0 then date '2025-12-14' else m.due + 4 end, '{}'
     from (select *, row_number() over (order by customer_id) as i from billing_accounts) a
    cross join (values (1, date '2025-11-10'), (2, date '2025-12-10')) m (n, due)`,
  `insert into access_intents (subscription_id, customer_id, desired, changed_at)
   select id, customer_id, 'ENABLED', now() from subscriptions`,
];

/** A few promises, protections and families among them. */
export const REST_SQL = (uuid: string): string[] => [
  `insert into payment_promises (id, site_id, customer_id, until_at, promised_until, debt_amount, promised_amount, currency, created_by)
   select ${uuid}, site_id, customer_id, '2025-12-01', '2025-11-30', 166500, 166500, 'IDR', 'bench'
     from billing_accounts tablesample bernoulli (1) repeatable (1)`,
  `insert into access_overrides (id, site_id, customer_id, kind, reason, created_by)
   select ${uuid}, site_id, customer_id, 'NEVER_ISOLATE', 'bench', 'bench'
     from billing_accounts tablesample bernoulli (1) repeatable (2)`,
  `analyze`,
];

/** Customers who are overdue beyond the tolerance and still have service: no policies, promises, overrides or payers. */
export const BARE_SQL = `
  select i.customer_id from invoices i
   where i.status = 'OPEN' and i.isolir_at <= $1
     and exists (select from access_intents ai where ai.customer_id = i.customer_id and ai.desired = 'ENABLED')
   group by i.customer_id having sum(i.total_amount - i.paid_amount - i.credited_amount) > 1000
   order by i.customer_id`;
