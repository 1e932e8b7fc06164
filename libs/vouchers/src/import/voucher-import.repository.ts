import { Injectable } from '@nestjs/common';
import { Database } from '@app/platform';
import { type NamedPackage, type OldVoucher } from './voucher-row';

/** Packages of a site as lists may name them. */
export interface PackageFact extends NamedPackage {
  code: string;
  name: string;
}

/** A voucher of a list with its place in ours. */
export interface NewOldVoucher {
  id: string;
  batchId: string;
  siteId: string;
  old: OldVoucher;
  passwordSealed: string | null;
}

/** What stands beside the vouchers of one package of a list. */
export interface ImportedBatch {
  id: string;
  siteId: string;
  importId: string;
  pack: NamedPackage;
  name: string;
  count: number;
  createdByName: string;
}

/** Vouchers that come out of lists. Callers have found the list within their scope; the worker sees all. */
@Injectable()
export class VoucherImportRepository {
  constructor(private readonly database: Database) {}

  async packages(siteId: string): Promise<PackageFact[]> {
    return this.database.query(
      `select id, code, name, validity_minutes as "validityMinutes", uptime_limit_seconds as "uptimeLimitSeconds",
              data_limit_bytes as "dataLimitBytes", cost_amount as "costAmount", price_amount as "priceAmount", currency
         from hotspot_profiles where site_id = $1 order by status desc, code desc`,
      [siteId],
    );
  }

  /** Which of these codes exist, and where. Codes are unique in the installation: a code is all that its buyer has. */
  async codes(siteId: string, codes: readonly string[]): Promise<Map<string, boolean>> {
    const rows = await this.database.query<{ code: string; here: boolean }>(
      `select code, site_id = $1 as here from vouchers where code = any ($2::text[])`,
      [siteId, codes],
    );
    return new Map(rows.map(({ code, here }) => [code, here]));
  }

  /** One batch per list and package, which grows. @returns its id */
  async batch(batch: ImportedBatch): Promise<string> {
    const { id, siteId, importId, pack, name, count, createdByName } = batch;
    const row = await this.database.queryOne<{ id: string }>(
      `insert into voucher_batches (id, site_id, profile_id, name, code_length, code_alphabet, password_mode, quantity, made,
         state, validity_minutes, uptime_limit_seconds, data_limit_bytes, cost_amount, price_amount, currency, import_id,
         created_by, created_by_name, created_at, finished_at)
       values ($1, $2, $3, $4, 8, 'MIXED', 'SAME', $5, $5, 'READY', $6, $7, $8, $9, $10, $11, $12, 'import', $13, now(), now())
       on conflict (import_id, profile_id) do update
         set quantity = voucher_batches.quantity + excluded.quantity, made = voucher_batches.made + excluded.made
       returning id`,
      [
        ...[id, siteId, pack.id, name, count, pack.validityMinutes, pack.uptimeLimitSeconds, pack.dataLimitBytes],
        ...[pack.costAmount, pack.priceAmount, pack.currency, importId, createdByName],
      ],
    );
    return row?.id ?? id;
  }

  /** One statement. What the old system took for them stays in its books: they carry no sale. */
  async insert(vouchers: readonly NewOldVoucher[]): Promise<void> {
    const rows = vouchers.map(({ id, batchId, siteId, passwordSealed, old: { pack, ...old } }) => ({
      ...{ id, batchId, siteId, passwordSealed },
      ...old,
      profileId: pack.id,
      currency: pack.currency,
    }));
    await this.database.execute(
      `insert into vouchers (id, site_id, batch_id, profile_id, code, password_sealed, state, provisioned, validity_minutes,
         valid_until, uptime_limit_seconds, data_limit_bytes, cost_amount, price_amount, currency, first_login_at, expires_at,
         ended_at, used_seconds, used_bytes, created_at)
       select r.id, r."siteId", r."batchId", r."profileId", r.code, r."passwordSealed", r.state, true, r."validityMinutes",
              r."validUntil", r."uptimeLimitSeconds", r."dataLimitBytes", r."costAmount", r."priceAmount", r.currency,
              r."firstLoginAt", r."expiresAt", r."endedAt", r."usedSeconds", r."usedBytes", now()
         from jsonb_to_recordset($1::jsonb) as r (id uuid, "siteId" uuid, "batchId" uuid, "profileId" uuid, code text,
           "passwordSealed" text, state text, "validityMinutes" integer, "validUntil" timestamptz, "uptimeLimitSeconds" bigint,
           "dataLimitBytes" bigint, "costAmount" bigint, "priceAmount" bigint, currency text, "firstLoginAt" timestamptz,
           "expiresAt" timestamptz, "endedAt" timestamptz, "usedSeconds" bigint, "usedBytes" bigint)`,
      [JSON.stringify(rows, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value))],
    );
  }

  async keepPasswords(importId: string, rows: readonly { id: string; rowNo: number; sealed: string }[]): Promise<void> {
    await this.database.execute(
      `insert into voucher_import_passwords (id, import_id, row_no, password_sealed)
       select n.id, $1, n.row_no, n.sealed from unnest($2::uuid[], $3::int[], $4::text[]) as n (id, row_no, sealed)
       on conflict (import_id, row_no) do nothing`,
      [importId, rows.map(({ id }) => id), rows.map(({ rowNo }) => rowNo), rows.map(({ sealed }) => sealed)],
    );
  }

  /** By row number; all of them, or those of these rows. */
  async passwords(
    importId: string,
    rowNos: readonly number[] | 'all',
  ): Promise<Map<number, { id: string; sealed: string }>> {
    const rows = await this.database.query<{ id: string; rowNo: number; sealed: string }>(
      `select id, row_no as "rowNo", password_sealed as sealed from voucher_import_passwords
        where import_id = $1 and ($2::int[] is null or row_no = any ($2::int[]))`,
      [importId, rowNos === 'all' ? null : rowNos],
    );
    return new Map(rows.map(({ rowNo, ...one }) => [rowNo, one]));
  }

  async forgetPasswords(importId: string, rowNos: readonly number[]): Promise<void> {
    await this.database.execute(
      `delete from voucher_import_passwords where import_id = $1 and row_no = any ($2::int[])`,
      [importId, rowNos],
    );
  }

  /** Of lists that ended so many days ago. @returns how many */
  async forgetOld(days: number): Promise<number> {
    const { affected } = await this.database.execute(
      `delete from voucher_import_passwords p using imports i
        where i.id = p.import_id and i.finished_at < now() - make_interval(days => $1::int)`,
      [days],
    );
    return affected;
  }

  /** Vouchers of a list that a router may know, by code. */
  async live(importId: string): Promise<Map<string, string>> {
    const rows = await this.database.query<{ id: string; code: string }>(
      `select v.id, v.code from vouchers v join voucher_batches b on b.id = v.batch_id
        where b.import_id = $1 and v.state in ('AVAILABLE', 'SOLD', 'ACTIVE')`,
      [importId],
    );
    return new Map(rows.map(({ id, code }) => [code, id]));
  }

  async batchesOf(importId: string): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(`select id from voucher_batches where import_id = $1`, [
      importId,
    ]);
    return rows.map(({ id }) => id);
  }
}
