import { Injectable } from '@nestjs/common';
import { ContributesProof } from '@app/billing';

/** The entry of a fact on an account; `v` is the voucher. */
const entry = (refType: string, account: string, alias: string): string =>
  `left join ledger_transactions t_${alias} on t_${alias}.ref_type = ${refType} and t_${alias}.ref_id = v.sale_id
   left join ledger_entries ${alias} on ${alias}.txn_id = t_${alias}.id and ${alias}.posted_on = t_${alias}.posted_on
     and ${alias}.account = ${account}`;

/** A voucher bought in the shop is booked as a payment, one over the counter as a sale. */
const REF_TYPE = `case when o.id is null then 'VOUCHER_SALE' else 'PAYMENT' end`;

/**
 * What sold vouchers, orders of the shop and the ledger have to agree on: every sale has its booking, every booking its
 * sale.
 */
@Injectable()
export class VouchersProof extends ContributesProof {
  checks(): readonly string[] {
    return [
      `select 'I6', 'a sold voucher differs from its booking', v.id::text from vouchers v
         left join voucher_orders o on o.voucher_id = v.id
         ${entry(REF_TYPE, `'REVENUE.HOTSPOT'`, 'income')}
        where v.sale_id is not null and v.reseller_id is null and coalesce(-income.amount, 0) <> v.sold_amount`,
      `select 'I6', 'the money of a sold voucher does not lie where it says', v.id::text from vouchers v
         ${entry(`'VOUCHER_SALE'`, 'v.cash_account', 'cash')}
        where v.sale_id is not null and v.reseller_id is null and v.sold_amount > 0
          and not exists (select from voucher_orders o where o.voucher_id = v.id)
          and cash.amount is distinct from v.sold_amount`,
      `select 'I6', 'a voucher is sold without a sale', v.id::text from vouchers v
         left join voucher_batches b on b.id = v.batch_id
        where v.state = 'SOLD' and v.sale_id is null and b.import_id is null`,
      `select 'I6', 'a sale is booked and no voucher is sold by it', t.id::text from ledger_transactions t
         left join ledger_transactions back on back.ref_type = 'VOUCHER_RETURN' and back.ref_id = t.ref_id
         left join vouchers v on v.sale_id = t.ref_id
        where t.ref_type = 'VOUCHER_SALE' and (v.id is null) <> (back.id is not null)`,
      `select 'I6', 'a sale and its return do not cancel out', x.ref_id::text from (
           select t.ref_id, e.account, sum(e.amount) as left_over from ledger_transactions t
             join ledger_entries e on e.txn_id = t.id and e.posted_on = t.posted_on
            where t.ref_type in ('VOUCHER_SALE', 'VOUCHER_RETURN')
              and exists (select from ledger_transactions b where b.ref_type = 'VOUCHER_RETURN' and b.ref_id = t.ref_id)
            group by t.ref_id, e.account) x where x.left_over <> 0`,
      `select 'I6', 'a reseller''s voucher is booked as ours', v.id::text from vouchers v
         join ledger_transactions t on t.ref_type = 'VOUCHER_SALE' and t.ref_id = v.sale_id
        where v.reseller_id is not null`,
      `select 'I8', 'a paid order and its voucher differ', o.id::text from voucher_orders o
         left join vouchers v on v.id = o.voucher_id
         left join payments p on p.id = o.payment_id
        where o.state = 'DELIVERED' and (v.sale_id is distinct from o.payment_id or v.sold_amount <> o.price_amount
          or p.id is null)`,
      `select 'I8', 'an unused voucher whose money went back is not void', v.id::text from voucher_orders o
         join vouchers v on v.id = o.voucher_id and v.first_login_at is null and v.state <> 'VOID'
         join (select payment_id, sum(reversed_amount) as back from payment_reversals group by 1) r
           on r.payment_id = o.payment_id
        where r.back >= o.price_amount`,
    ];
  }
}
