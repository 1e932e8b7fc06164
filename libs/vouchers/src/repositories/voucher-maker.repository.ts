import { Injectable } from '@nestjs/common';
import { Database } from '@app/platform';
import { holdNames, isMembersName } from './login-names.repository';

/** A code for a voucher that does not exist yet. */
export interface NewVoucher {
  id: string;
  code: string;
  /** Null: the code is the password. */
  passwordSealed: string | null;
}

/** Rows of vouchers that a batch makes; the job works for the system, its batch was checked when it was ordered. */
@Injectable()
export class VoucherMakerRepository {
  constructor(private readonly database: Database) {}

  /**
   * Locks the batch, and the log-in names of its site against members, until the transaction ends.
   *
   * @returns how many are still to be made; undefined when the batch is not being made (any more)
   */
  async lockMissing(batchId: string): Promise<number | undefined> {
    const row = await this.database.queryOne<{ missing: number }>(
      `select quantity - made as missing, ${holdNames('site_id')} from voucher_batches where id = $1 and state = 'MAKING' for update`,
      [batchId],
    );
    return row?.missing;
  }

  /**
   * Writes vouchers with the terms of their batch and counts them, in one statement. Codes that exist, or are a member's
   * name, are left out.
   *
   * @returns how many were written
   */
  async insert(batchId: string, vouchers: readonly NewVoucher[]): Promise<number> {
    const row = await this.database.queryOne<{ made: number }>(
      `with made as (
         insert into vouchers (id, site_id, batch_id, profile_id, reseller_id, router_id, code, password_sealed, provisioned,
           validity_minutes, valid_until, uptime_limit_seconds, data_limit_bytes, cost_amount, price_amount, currency, created_at)
         select n.id, b.site_id, b.id, b.profile_id, b.reseller_id, b.router_id, n.code, n.password_sealed,
           b.provisioning = 'PRECREATED', b.validity_minutes, b.valid_until, b.uptime_limit_seconds, b.data_limit_bytes,
           b.cost_amount, b.price_amount, b.currency, b.created_at
         from voucher_batches b, unnest($2::uuid[], $3::text[], $4::text[]) as n (id, code, password_sealed)
         where b.id = $1 and not ${isMembersName('n.code', 'b.site_id')}
         on conflict (code) do nothing
         returning 1),
       counted as (select count(*)::int as made from made)
       update voucher_batches b set made = b.made + counted.made from counted where b.id = $1
       returning counted.made`,
      [
        batchId,
        vouchers.map((one) => one.id),
        vouchers.map((one) => one.code),
        vouchers.map((one) => one.passwordSealed),
      ],
    );
    return row?.made ?? 0;
  }

  /** Makes a complete batch visible. @returns false when it is not complete, or was ended meanwhile */
  async finish(batchId: string): Promise<boolean> {
    const rows = await this.database.query(
      `update voucher_batches set state = 'READY', finished_at = now(), version = version + 1
       where id = $1 and state = 'MAKING' and made = quantity returning id`,
      [batchId],
    );
    return rows.length === 1;
  }
}
