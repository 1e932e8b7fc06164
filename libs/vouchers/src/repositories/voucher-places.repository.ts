import { Injectable } from '@nestjs/common';
import { Database } from '@app/platform';
import { type VoucherOnRouter } from '../domain/desired-voucher-user';

/** A code, and a router where it is, or was, somebody's. */
export interface VoucherPlace {
  routerId: string;
  code: string;
}

/** On which routers a voucher is: its own one, or every hotspot router of its site. */
const PLACES = `join hotspot_routers h on h.site_id = v.site_id and (v.router_id is null or v.router_id = h.router_id)`;

const LIVE = `v.provisioned and v.state in ('AVAILABLE', 'SOLD', 'ACTIVE')
  and (v.batch_id is null or exists (select from voucher_batches b where b.id = v.batch_id and b.state in ('READY', 'VOID')))`;

/** Vouchers as the worker sees them: by router, of every site, one statement each. */
@Injectable()
export class VoucherPlacesRepository {
  constructor(private readonly database: Database) {}

  async wanted(
    routerId: string,
    codes: readonly string[] | 'all',
  ): Promise<(Omit<VoucherOnRouter, 'password'> & { passwordSealed: string | null })[]> {
    return this.database.query(
      `select v.id, v.code, v.password_sealed as "passwordSealed", p.code as "profileCode",
              v.uptime_limit_seconds as "uptimeLimitSeconds", v.data_limit_bytes as "dataLimitBytes",
              v.used_seconds as "usedSeconds", v.used_bytes as "usedBytes",
              coalesce(c.uptime_seconds, 0) as "countedSeconds", coalesce(c.bytes, 0) as "countedBytes"
         from vouchers v join hotspot_profiles p on p.id = v.profile_id ${PLACES}
         left join voucher_counters c on c.voucher_id = v.id and c.router_id = h.router_id
        where h.router_id = $1 and ($2::text[] is null or v.code = any ($2::text[])) and ${LIVE}`,
      [routerId, codes === 'all' ? null : codes],
    );
  }

  /** Which of these codes belong to vouchers that are over: nobody loses anything with them. */
  async over(codes: readonly string[]): Promise<string[]> {
    const rows = await this.database.query<{ code: string }>(
      `select code from vouchers where code = any ($1::text[]) and state in ('USED', 'EXPIRED', 'VOID')`,
      [codes],
    );
    return rows.map(({ code }) => code);
  }

  async ofVouchers(ids: readonly string[]): Promise<VoucherPlace[]> {
    return this.database.query(
      `select h.router_id as "routerId", v.code from vouchers v ${PLACES} where v.id = any ($1::uuid[])`,
      [ids],
    );
  }

  async ofBatch(batchId: string): Promise<VoucherPlace[]> {
    return this.database.query(
      `select h.router_id as "routerId", v.code from vouchers v ${PLACES} where v.batch_id = $1 and v.provisioned`,
      [batchId],
    );
  }

  /** Has a hotspot of ours, or may have had one? */
  async concerns(routerId: string): Promise<boolean> {
    const row = await this.database.queryOne(
      `select 1 from vouchers v join routers r on r.site_id = v.site_id where r.id = $1 limit 1`,
      [routerId],
    );
    return row !== undefined;
  }
}
