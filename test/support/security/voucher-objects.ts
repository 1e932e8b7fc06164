import { uuidv7 } from '@app/core';
import { type Database } from '@app/platform';

type VoucherKind =
  'hotspotProfile' | 'voucherBatch' | 'voucher' | 'soldVoucher' | 'activeVoucher' | 'shopOrder' | 'voucherReturn';

/** A package of which nothing was made, a batch of a reseller, and vouchers of it whose codes are their ids. */
export async function voucherObjects(
  database: Database,
  { site, reseller }: { site: string; reseller: string },
): Promise<Record<VoucherKind, string>> {
  const [hotspotProfile, used, voucherBatch] = [uuidv7(), uuidv7(), uuidv7()];
  for (const id of [hotspotProfile, used]) {
    await database.execute(
      `insert into hotspot_profiles (id, site_id, code, name, download_kbps, upload_kbps, currency)
       values ($1, $2, right($1::uuid::text, 12), 'Harian', 2048, 1024, 'IDR')`,
      [id, site],
    );
  }
  await database.execute(
    `insert into voucher_batches (id, site_id, profile_id, reseller_id, name, code_length, code_alphabet, password_mode,
       quantity, made, state, cost_amount, price_amount, currency, created_by, created_by_name, created_at)
     values ($1, $2, $3, $4, 'Batch', 9, 'MIXED', 'SAME', 3, 3, 'READY', 3000, 5000, 'IDR', 'test', 'test', now())`,
    [voucherBatch, site, used, reseller],
  );
  const voucher = async (state: string): Promise<string> => {
    const id = uuidv7();
    const sold = state === 'SOLD';
    await database.execute(
      `insert into vouchers (id, site_id, batch_id, profile_id, reseller_id, code, state, provisioned, validity_minutes,
         cost_amount, price_amount, currency, sold_amount, sold_at, sale_id, first_login_at, expires_at, created_at)
       values ($1, $2, $3, $4, $5, $1::uuid::text, $6, true, 60, 3000, 5000, 'IDR', case when $7 then 5000 end,
         case when $7 then now() end, case when $7 then $1::uuid end, case when $6 = 'ACTIVE' then now() end,
         case when $6 = 'ACTIVE' then now() + interval '1 day' end, now())`,
      [id, site, voucherBatch, used, reseller, state, sold],
    );
    return id;
  };
  const [shopOrder, ordered] = [uuidv7(), await voucher('SOLD')];
  await database.execute(`update vouchers set reseller_id = null where id = $1`, [ordered]);
  await database.execute(
    `insert into voucher_orders (id, site_id, profile_id, token_hash, buyer_name, buyer_phone, price_amount, currency, state,
       payment_id, voucher_id, created_at, expires_at, paid_at)
     values ($1, $2, $3, sha256($1::uuid::text::bytea), 'Siti', '081234567890', 5000, 'IDR', 'DELIVERED', $4, $4, now(), now(), now())`,
    [shopOrder, site, used, ordered],
  );
  const [voucherReturn, refunded] = [uuidv7(), await voucher('ACTIVE')];
  await database.execute(
    `insert into voucher_returns (id, voucher_id, reason, raised_at) values ($1, $2, 'refunded', now())`,
    [voucherReturn, refunded],
  );
  return {
    ...{ shopOrder, voucherReturn },
    ...{ hotspotProfile, voucherBatch, voucher: await voucher('AVAILABLE') },
    ...{ soldVoucher: await voucher('SOLD'), activeVoucher: await voucher('ACTIVE') },
  };
}
