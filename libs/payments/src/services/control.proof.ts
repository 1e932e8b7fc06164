import { Injectable } from '@nestjs/common';
import { ContributesProof } from '@app/billing';

/** What refunds, settled fees and payouts have to agree on with the books. */
@Injectable()
export class ControlProof extends ContributesProof {
  checks(): readonly string[] {
    return [
      `select 'I6', 'a refund differs from its reversal', f.id::text from refunds f
         left join payment_reversals r on r.id = f.reversal_id
        where f.state = 'DONE' and (r.id is null or r.payment_id <> f.payment_id or r.reversed_amount <> f.refund_amount)`,
      `select 'I6', 'more is refunded than was paid', p.id::text from payments p
         join (select payment_id, sum(refund_amount) as total from refunds where state <> 'FAILED' group by 1) f
           on f.payment_id = p.id
        where f.total > p.amount`,
      `select 'I4', 'settled fees differ from the books', s.posting_id::text from (
           select posting_id, sum(fee_amount) as fee from settlement_rows
            where posting_id is not null and kind <> 'PAYOUT' group by 1) s
         left join ledger_transactions t on t.ref_type = 'GATEWAY_FEE' and t.ref_id = s.posting_id
         left join ledger_entries e on e.txn_id = t.id and e.posted_on = t.posted_on and e.account = 'GATEWAY_FEE'
        where s.fee <> coalesce(e.amount, 0)`,
      `select 'I4', 'money in suspense is not posted', s.id::text from settlement_rows s
         left join ledger_transactions t on t.ref_type = 'CASH_MOVEMENT' and t.ref_id = s.suspense_id
         left join ledger_entries e on e.txn_id = t.id and e.posted_on = t.posted_on and e.account = 'SUSPENSE'
        where s.suspense_id is not null and e.amount is distinct from -s.gross_amount`,
      `select 'I4', 'a payout is not posted', p.id::text from gateway_payouts p
         left join ledger_transactions t on t.ref_type = 'GATEWAY_PAYOUT' and t.ref_id = p.id
         left join ledger_entries e on e.txn_id = t.id and e.posted_on = t.posted_on and e.account = p.bank_account
        where e.amount is distinct from p.paid_amount`,
    ];
  }
}
