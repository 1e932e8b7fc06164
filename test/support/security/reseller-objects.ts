import { uuidv7 } from '@app/core';
import { type Database, type SecretBox } from '@app/platform';

type ResellerKind = 'voucherTemplate' | 'voucherFile' | 'resellerDeposit' | 'resellerProfile';

/** A template, a printed file of the batch, and a reseller with a wallet, a deposit that waits, a price and a voucher to sell. */
export async function resellerObjects(
  database: Database,
  secrets: SecretBox,
  { site, reseller, voucherBatch }: { site: string; reseller: string; voucherBatch: string },
): Promise<Record<ResellerKind, string>> {
  const [voucherTemplate, voucherFile, resellerDeposit] = [uuidv7(), uuidv7(), uuidv7()];
  await database.execute(
    `insert into voucher_templates (id, site_id, name, paper, per_page, lines)
     values ($1, $2, right($1::uuid::text, 12), 'A4', 24,
       '[{"text": "{code}", "size": "M", "bold": false, "align": "LEFT"}]')`,
    [voucherTemplate, site],
  );
  const place = { table: 'voucher_files', id: voucherFile, column: 'file_sealed' };
  await database.execute(
    `insert into voucher_files (id, batch_id, kind, format, template_id, template_version, language, first_number, last_number,
       file_sealed, requested_by, requested_by_name, created_at, finished_at, expires_at)
     values ($1, $2, 'PRINT', 'html', $3, 1, 'id', 1, 3, $4, 'test', 'test', now(), now(), now() + interval '1 day')`,
    [voucherFile, voucherBatch, voucherTemplate, secrets.seal('aGVsbG8=', place)],
  );
  await database.execute(
    `insert into reseller_wallets (reseller_id, site_id, balance_amount, currency) values ($1, $2, 1000000, 'IDR')
     on conflict (reseller_id) do nothing`,
    [reseller, site],
  );
  await database.execute(
    `insert into reseller_deposits (id, reseller_id, site_id, amount, currency, method, requested_by, requested_by_name, created_at)
     values ($1, $2, $3, 50000, 'IDR', 'CASH', 'test', 'test', now())`,
    [resellerDeposit, reseller, site],
  );
  return { voucherTemplate, voucherFile, resellerDeposit, resellerProfile: await stock(database, site, reseller) };
}

/** A package at 3000 with one voucher that can be sold. */
async function stock(database: Database, site: string, reseller: string): Promise<string> {
  const [profile, batch] = [uuidv7(), uuidv7()];
  await database.execute(
    `insert into hotspot_profiles (id, site_id, code, name, download_kbps, upload_kbps, currency)
     values ($1, $2, right($1::uuid::text, 12), 'Reseller', 2048, 1024, 'IDR')`,
    [profile, site],
  );
  await database.execute(
    `insert into reseller_prices (reseller_id, profile_id, cost_amount, price_amount, currency)
     values ($1, $2, 3000, 5000, 'IDR')`,
    [reseller, profile],
  );
  await database.execute(
    `insert into voucher_batches (id, site_id, profile_id, reseller_id, name, code_length, code_alphabet, password_mode,
       quantity, made, state, cost_amount, price_amount, currency, created_by, created_by_name, created_at)
     values ($1, $2, $3, $4, 'Stock', 9, 'MIXED', 'SAME', 1, 1, 'READY', 3000, 5000, 'IDR', 'test', 'test', now())`,
    [batch, site, profile, reseller],
  );
  await database.execute(
    `insert into vouchers (id, site_id, batch_id, profile_id, reseller_id, code, provisioned, cost_amount, price_amount, currency,
       created_at) values ($1, $2, $3, $4, $5, $1::uuid::text, true, 3000, 5000, 'IDR', now())`,
    [uuidv7(), site, batch, profile, reseller],
  );
  return profile;
}
