import { COVERAGE_CHECKS, COVERAGE_SCOPE } from './coverage-proof';

/** Rows that break an invariant, each as `(invariant, what, id)`; numbered as in billing.md 4.3. What they read from: */
export const PROOF_SCOPE = `${COVERAGE_SCOPE},
  balances as (
    select account, customer_id, currency, sum(amount) as amount, count(*) as entries from ledger_entries group by 1, 2, 3
  )`;

/** What breaks an invoice `i`, by its lines `l`, credit notes `n`, certificates of withheld tax `w` and transaction `t`. */
const INVOICE_FAULTS: readonly (readonly [invariant: string, what: string, broken: string])[] = [
  ['I4', 'an invoice is not posted', `t.id is null and i.total_amount <> 0 and i.status <> 'DRAFT'`],
  ['I4', 'withheld tax differs from its certificates', 'i.withheld_amount <> coalesce(w.total, 0)'],
  [
    ...(['I5', 'paid and credited exceed the total'] as const),
    'i.paid_amount < 0 or i.credited_amount < 0 or i.paid_amount + i.credited_amount > i.total_amount',
  ],
  [
    ...(['I5', 'paid in state but not in amount'] as const),
    `(i.status = 'PAID') <> (i.paid_amount + i.credited_amount = i.total_amount) and i.status in ('OPEN', 'PAID', 'UNCOLLECTIBLE')`,
  ],
  [
    ...(['I5', 'lines differ from the invoice'] as const),
    'coalesce(l.net, 0) <> i.net_amount or coalesce(l.tax, 0) <> i.tax_amount',
  ],
  [
    ...(['I5', 'credit notes differ from the invoice'] as const),
    'i.credited_amount <> coalesce(n.used, 0) or coalesce(n.total, 0) > i.total_amount',
  ],
];

/** All {@link INVOICE_FAULTS} in one reading of the invoices and their lines; each by itself would read them again. */
const INVOICE_CHECK = `select fault.invariant, fault.what, i.id::text from invoices i
   left join (select invoice_id, sum(net_amount) as net, sum(tax_amount) as tax from invoice_lines group by invoice_id) l
     on l.invoice_id = i.id
   left join (select invoice_id, sum(offset_amount) as used, sum(total_amount) as total from credit_notes group by 1) n
     on n.invoice_id = i.id
   left join (select invoice_id, sum(withheld_amount) as total from tax_withholdings group by invoice_id) w
     on w.invoice_id = i.id
   left join ledger_transactions t on t.ref_type = 'INVOICE' and t.ref_id = i.id
  cross join lateral (values
    ${INVOICE_FAULTS.map(([invariant, what, broken]) => `('${invariant}', '${what}', ${broken})`).join(',\n    ')}
  ) fault (invariant, what, broken)
  where (${INVOICE_FAULTS.map(([, , broken]) => `(${broken})`).join(' or ')}) and fault.broken`;

/** Paid amounts by what they came from: payments (by contribution), balances, withheld tax. */
export const PROOF_CHECKS = [
  INVOICE_CHECK,
  `select 'I1', 'two lines for one subscription, period and charge', subscription_id::text from invoice_lines
    where subscription_id is not null and not voided group by subscription_id, period_start, charge_code having count(*) > 1`,
  ...COVERAGE_CHECKS,
  `select 'I3', 'numbers of a series have a gap', coalesce(i.series, n.series) from (
      select series, count(*) as total, max(seq) as top from (
        select series, seq from invoices where series is not null union all select series, seq from credit_notes) d
       group by series) i
     full join (select * from number_series where series like 'INV/%' or series like 'CN/%'
                   or exists (select from invoices x where x.series = number_series.series)) n on n.series = i.series
    where i.total is distinct from i.top or coalesce(i.top, 0) is distinct from coalesce(n.last_no, 0)`,
  `select 'I4', 'a transaction does not balance', txn_id::text from ledger_entries group by txn_id having sum(amount) <> 0`,
  `select 'I4', 'receivable differs from open invoices', customer_id::text from (
      select customer_id, sum(amount) as diff from (
        select customer_id, amount from balances where account = 'AR'
        union all
        select customer_id, -(total_amount - paid_amount - credited_amount) from invoices
         where status not in ('DRAFT', 'VOID', 'UNCOLLECTIBLE')
      ) x group by customer_id) y where diff <> 0`,
  `select 'I4', 'deposit differs from the ledger', customer_id::text from (
      select customer_id, sum(amount) as diff from (
        select customer_id, amount from balances where account = 'DEPOSIT'
        union all
        select customer_id, deposit_amount from billing_accounts where deposit_amount <> 0
      ) x group by customer_id) y where diff <> 0`,
  `select 'I4', 'credit balance differs from the ledger', customer_id::text from (
      select customer_id, sum(amount) as diff from (
        select customer_id, amount from balances where account = 'CREDIT_BALANCE'
        union all
        select customer_id, credit_amount from billing_accounts where credit_amount <> 0
      ) x group by customer_id) y where diff <> 0`,
  `select 'I4', 'balances differ from their movements', customer_id::text from (
      select customer_id, sum(deposit) as deposit, sum(credit) as credit from (
        select customer_id, deposit_amount as deposit, credit_amount as credit from billing_accounts
         where deposit_amount <> 0 or credit_amount <> 0
        union all
        select customer_id, case wallet when 'DEPOSIT' then -amount else 0 end, case wallet when 'CREDIT' then -amount else 0 end
          from wallet_movements
      ) x group by customer_id) y where deposit <> 0 or credit <> 0`,
  `select 'I4', 'a credit note is not posted', n.id::text from credit_notes n
     left join ledger_transactions t on t.ref_type = 'CREDIT_NOTE' and t.ref_id = n.id where t.id is null`,
  `select 'I4', 'commission differs from the ledger', currency from (
      select currency, sum(amount) as diff from (
        select currency, amount from balances where account = 'COMMISSION_PAYABLE'
        union all select currency, amount from commission_accruals
        union all select currency, -paid_amount from commission_payouts
      ) x group by currency) y where diff <> 0`,
  `select 'I4', 'commission is off its curve', invoice_id::text from (
      select a.invoice_id, sum(a.amount) as accrued, i.net_amount::numeric as net, i.total_amount as total,
             min(a.rate_bp) as rate, max(a.rate_bp) as other,
             least(greatest(sum(a.paid_amount), 0), i.total_amount) as paid
        from commission_accruals a join invoices i on i.id = a.invoice_id group by a.invoice_id, i.net_amount, i.total_amount) x
    where rate <> other or total = 0 or accrued <> round(paid * net * rate / (total::numeric * 10000))`,
  `select 'I5', 'credited more than the line', l.id::text from invoice_lines l
     join (select invoice_line_id, sum(net_amount) as net, sum(tax_amount) as tax from credit_note_lines group by 1) n
       on n.invoice_line_id = l.id
    where n.net > l.net_amount or n.tax > l.tax_amount`,
];

/** Documents against the hash that they got when they were issued. */
export const DOCUMENT_CHECKS = [
  // why: one aggregate over all lines; asking invoice_lines_text() of each invoice takes four times as long
  `select 'I7', 'a final document was changed', i.id::text from invoices i
     left join (
       select invoice_id, string_agg(invoice_line_text(l), E'\\n' order by line_no) as text
         from invoice_lines l group by invoice_id) x on x.invoice_id = i.id
    where i.status <> 'DRAFT' and i.content_hash is distinct from invoice_hash(i.number, i.customer_id, i.currency,
      i.net_amount, i.tax_amount, i.total_amount, i.issued_on, i.due_on, i.customer, i.issuer,
      sha256(convert_to(x.text, 'UTF8')))`,
];
