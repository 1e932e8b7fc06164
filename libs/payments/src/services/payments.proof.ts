import { Injectable } from '@nestjs/common';
import { ContributesProof } from '@app/billing';

/** What payments, invoices and the ledger have to agree on (billing.md I6, I8). */
@Injectable()
export class PaymentsProof extends ContributesProof {
  checks(): readonly string[] {
    return [
      `select 'I3', 'receipts of a series have a gap', coalesce(p.series, n.series) from (
           select series, count(*) as total, max(seq) as top from payments group by series) p
         full join (select * from number_series where series like 'KW/%') n on n.series = p.series
        where p.total is distinct from p.top or coalesce(p.top, 0) is distinct from coalesce(n.last_no, 0)`,
      `select 'I6', 'allocations differ from the payment', p.id::text from payments p
         left join (select payment_id, sum(amount) as total from payment_allocations group by 1) a on a.payment_id = p.id
        where p.customer_id is not null and coalesce(a.total, 0) + p.deposit_amount <> p.amount`,
      `select 'I6', 'more was taken back than was paid', p.id::text from payments p
         join (select payment_id, sum(reversed_amount) as total from payment_reversals group by 1) r on r.payment_id = p.id
        where r.total > p.amount`,
      `select 'I6', 'a reversal does not add up', r.id::text from payment_reversals r
         left join (select reversal_id, sum(reopened_amount) as total from payment_reversal_allocations group by 1) x
           on x.reversal_id = r.id
        where coalesce(x.total, 0) + r.deposit_amount + r.lost_amount + r.income_amount <> r.reversed_amount`,
      `select 'I6', 'paid differs from what was allocated', i.id::text from (
           select id, sum(amount) as diff from (
             select id, paid_amount as amount from invoices where paid_amount <> 0
             union all select invoice_id, -amount from payment_allocations
             union all select invoice_id, reopened_amount from payment_reversal_allocations where not via_deposit
             union all select coalesce(invoice_id, ref_id), amount from wallet_movements where kind in ('INVOICE', 'RETURN')
             union all select invoice_id, -withheld_amount from tax_withholdings
           ) x group by id) i where i.diff <> 0`,
      `select 'I6', 'a payment is not posted', p.id::text from payments p
         left join ledger_transactions t on t.ref_type = 'PAYMENT' and t.ref_id = p.id where t.id is null`,
      `select 'I8', 'a paid attempt has no payment', a.id::text from payment_attempts a
         left join payments p on p.attempt_id = a.id
        where a.state in ('PAID', 'REFUNDED', 'CHARGEBACK') and p.id is null`,
      `select 'I8', 'a payment differs from its attempt', p.id::text from payments p
         join payment_attempts a on a.id = p.attempt_id
         left join review_decisions d on d.attempt_id = a.id and d.action not in ('SETTLE', 'DISMISS')
        where a.state not in ('PAID', 'REFUNDED', 'CHARGEBACK') or a.currency <> p.currency
           or d.id is null and (a.customer_id is distinct from p.customer_id or a.amount <> p.amount + p.fee_amount)
           or d.id is not null and (d.payment_id is distinct from p.id or d.decided_amount <> p.amount)`,
      `select 'I8', 'the money of a payment does not lie where it says', p.id::text from payments p
         join ledger_transactions t on t.ref_type = 'PAYMENT' and t.ref_id = p.id
         left join ledger_entries e on e.txn_id = t.id and e.posted_on = t.posted_on and e.account = p.cash_account
        where e.amount is distinct from p.amount + p.fee_amount`,
    ];
  }
}
