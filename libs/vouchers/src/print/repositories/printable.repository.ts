import { Injectable } from '@nestjs/common';
import { Database, type ScopeCondition, ScopeFilter } from '@app/platform';
import { type VoucherState } from '../../domain/voucher-state';
import { type PrintableVoucher } from '../domain/voucher-values';

/** A batch whose vouchers can be printed. */
export interface PrintableBatch {
  id: string;
  siteId: string;
  name: string;
  state: string;
  quantity: number;
}

/** A voucher as files show it. */
export interface FileVoucher extends Omit<PrintableVoucher, 'password'> {
  id: string;
  passwordSealed: string | null;
  state: VoucherState;
  costAmount: bigint;
  soldAmount: bigint | null;
  soldAt: Date | null;
  firstLoginAt: Date | null;
  expiresAt: Date | null;
  usedSeconds: bigint;
  usedBytes: bigint;
}

/** Batches and vouchers for files: of the actor's sites, or of the reseller that he is. */
@Injectable()
export class PrintableRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
  ) {}

  async batch(id: string): Promise<PrintableBatch | undefined> {
    const parameters: unknown[] = [id];
    const mine = this.mine('b').into(parameters);
    return this.database.queryOne(
      `select b.id, b.site_id as "siteId", b.name, b.state, b.quantity from voucher_batches b where b.id = $1 and ${mine}`,
      parameters,
    );
  }

  /** Vouchers of a finished batch by their numbers in it, in one statement. */
  async vouchers(batchId: string, first: number, last: number): Promise<FileVoucher[]> {
    const parameters: unknown[] = [batchId, first, last];
    const mine = this.mine('v').into(parameters);
    return this.database.query(
      `select n.number, v.id, v.code, v.password_sealed as "passwordSealed", v.state, p.name as "profileName",
              s.name as "siteName", s.time_zone as "timeZone", b.name as "batchName", v.validity_minutes as "validityMinutes",
              v.valid_until as "validUntil", v.uptime_limit_seconds as "uptimeLimitSeconds",
              v.data_limit_bytes as "dataLimitBytes", v.cost_amount as "costAmount", v.price_amount as "priceAmount",
              v.currency, v.sold_amount as "soldAmount", v.sold_at as "soldAt", v.first_login_at as "firstLoginAt",
              v.expires_at as "expiresAt", v.used_seconds as "usedSeconds", v.used_bytes as "usedBytes"
         from (select id, row_number() over (order by id)::int as number from vouchers where batch_id = $1) n
         join vouchers v on v.id = n.id
         join voucher_batches b on b.id = v.batch_id and b.state in ('READY', 'VOID')
         join hotspot_profiles p on p.id = v.profile_id
         join sites s on s.id = v.site_id
        where n.number between $2 and $3 and ${mine} order by n.number`,
      parameters,
    );
  }

  private mine(alias: string): ScopeCondition {
    return this.scope.ofReseller(`${alias}.reseller_id`, `${alias}.site_id`);
  }
}
