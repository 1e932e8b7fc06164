import { Injectable } from '@nestjs/common';
import { ContributesProof } from '@app/billing';

/** What wallets, their statements and the ledger have to agree on. */
@Injectable()
export class ResellersProof extends ContributesProof {
  checks(): readonly string[] {
    return [
      `select 'I6', 'a reseller wallet differs from its statement', w.reseller_id::text from reseller_wallets w
         left join (select reseller_id, sum(amount) as total from reseller_movements group by 1) m
           on m.reseller_id = w.reseller_id
        where coalesce(m.total, 0) <> w.balance_amount`,
      `select 'I6', 'a movement of a reseller is not posted', m.id::text from reseller_movements m
         left join ledger_transactions t on t.ref_id = m.ref_id and t.ref_type = case m.kind
             when 'TOP_UP' then 'PAYMENT' when 'TOP_UP_RETURN' then 'PAYMENT_REVERSAL' else 'RESELLER_' || m.kind end
         left join ledger_entries e on e.txn_id = t.id and e.posted_on = t.posted_on and e.account = 'RESELLER_DEPOSIT'
        where e.amount is distinct from -m.amount`,
    ];
  }
}
