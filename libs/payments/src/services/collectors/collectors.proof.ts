import { Injectable } from '@nestjs/common';
import { ContributesProof } from '@app/billing';

/** What collectors, remittances, desks and the ledger have to agree on. */
@Injectable()
export class CollectorsProof extends ContributesProof {
  checks(): readonly string[] {
    return [
      `select 'I6', 'cash in hand differs from the ledger', c.id::text from collectors c
         left join (select account, sum(amount) as amount from ledger_entries where account like 'CASH.COLLECTOR.%'
                     group by account) l on l.account = c.cash_account
         left join (select cp.collector_id, sum(cp.amount - coalesce(v.amount, 0)) as amount from collector_payments cp
                      left join (select payment_id, sum(amount) as amount from collector_reversals group by 1) v
                        on v.payment_id = cp.payment_id where cp.in_hand group by 1) h on h.collector_id = c.id
         left join (select collector_id, sum(covered_amount - counted_amount + surplus_amount) as amount
                      from remittances where state = 'APPROVED' group by 1) s on s.collector_id = c.id
        where coalesce(l.amount, 0) <> coalesce(h.amount, 0) + coalesce(s.amount, 0)`,
      `select 'I6', 'a payment was handed over twice', rp.payment_id::text from remittance_payments rp
         join remittances r on r.id = rp.remittance_id where r.state = 'APPROVED' group by rp.payment_id having count(*) > 1`,
      `select 'I6', 'handed over but still in hand, or the other way round', cp.payment_id::text from collector_payments cp
         left join remittance_payments rp on rp.payment_id = cp.payment_id and not rp.released
         left join remittances r on r.id = rp.remittance_id
        where cp.in_hand and r.state = 'APPROVED' or rp.released and r.state = 'APPROVED'
           or not cp.in_hand and cp.method <> 'TRANSFER' and r.state is distinct from 'APPROVED' and cp.amount > coalesce((
             select sum(v.amount) from collector_reversals v where v.payment_id = cp.payment_id), 0)`,
      `select 'I6', 'a remittance differs from its payments', r.id::text from remittances r
         left join (select remittance_id, sum(amount) as amount from remittance_payments group by 1) p on p.remittance_id = r.id
        where coalesce(p.amount, 0) <> r.covered_amount`,
      `select 'I6', 'a remittance is not posted', r.id::text from remittances r
         left join ledger_transactions t on t.ref_type = 'REMITTANCE' and t.ref_id = r.id
        where (r.state = 'APPROVED') <> (t.id is not null)`,
      `select 'I6', 'a collection differs from its payment', cp.payment_id::text from collector_payments cp
         join payments p on p.id = cp.payment_id
        where p.amount <> cp.amount or p.collector_id is distinct from cp.collector_id`,
      `select 'I6', 'commission of collectors differs from the ledger', currency from (
           select currency, sum(amount) as diff from (
             select currency, amount from ledger_entries where account = 'COLLECTOR_COMMISSION_PAYABLE'
             union all select currency, amount from collector_commissions
             union all select currency, -amount from collector_commission_payouts) x group by currency) y where diff <> 0`,
      `select 'I6', 'a cash entry is not posted', e.id::text from cash_entries e
         left join ledger_transactions t on t.ref_type = 'CASH_MOVEMENT' and t.ref_id = e.id
        where (e.state = 'POSTED') <> (t.id is not null)`,
      `select 'I6', 'a closed cash day changed', d.desk_id::text || ' ' || d.day::text from cash_days d
         join cash_desks k on k.id = d.desk_id
        where d.closing_amount <> coalesce((select sum(e.amount) from ledger_entries e
               where e.account = k.account and e.posted_on <= d.day), 0)`,
    ];
  }
}
