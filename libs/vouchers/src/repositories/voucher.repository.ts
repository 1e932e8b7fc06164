import { Injectable } from '@nestjs/common';
import { type Page } from '@app/core';
import {
  type Condition,
  condition,
  Database,
  KeysetList,
  type ListRequest,
  type ScopeCondition,
  ScopeFilter,
} from '@app/platform';
import { type LockedVoucher, type Voucher } from '../domain/voucher';
import { type VoucherState } from '../domain/voucher-state';
import { holdNames, isMembersName } from './login-names.repository';
import { plainColumns, VOUCHER_COLUMNS, type VoucherChange } from './voucher-columns';

export interface VoucherFilter extends ListRequest {
  siteId?: string;
  batchId?: string;
  profileId?: string;
  resellerId?: string;
  state?: VoucherState;
  /** Beginning of the code. */
  code?: string;
}

/** Vouchers of a batch that is still being made, or was given up, exist for nobody. */
const FINISHED = `(v.batch_id is null
  or exists (select from voucher_batches made where made.id = v.batch_id and made.state in ('READY', 'VOID')))`;

const FROM = `from vouchers v join hotspot_profiles p on p.id = v.profile_id`;

const list = new KeysetList<'createdAt' | 'code'>({
  select: `select ${VOUCHER_COLUMNS} ${FROM}`,
  id: 'v.id',
  sorts: { createdAt: { sql: 'v.created_at', type: 'timestamptz' }, code: { sql: 'v.code', type: 'text' } },
  defaultSort: '-createdAt',
});

/** Vouchers of the actor: of his sites, or of the reseller that he is. */
@Injectable()
export class VoucherRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
  ) {}

  async page(filter: VoucherFilter): Promise<Page<Voucher>> {
    const conditions: Condition[] = [this.mine(), condition(FINISHED)];
    const equals = (sql: string, value: unknown): void => {
      if (value !== undefined) conditions.push(condition(`${sql} = $?`, value));
    };
    equals('v.site_id', filter.siteId);
    equals('v.batch_id', filter.batchId);
    equals('v.profile_id', filter.profileId);
    equals('v.reseller_id', filter.resellerId);
    equals('v.state', filter.state);
    if (filter.code !== undefined) conditions.push(condition('starts_with(v.code, $?)', filter.code));
    return list.page<Voucher>(this.database, filter, conditions);
  }

  async find(code: string): Promise<(Voucher & { passwordSealed: string | null }) | undefined> {
    const parameters: unknown[] = [code];
    const mine = this.mine().into(parameters);
    return this.database.queryOne(
      `select ${VOUCHER_COLUMNS}, v.password_sealed as "passwordSealed" ${FROM}
        where v.code = $1 and ${FINISHED} and ${mine}`,
      parameters,
    );
  }

  /** The same, held until the transaction ends: whoever comes at the same time waits and then sees what became of it. */
  async lock(code: string): Promise<LockedVoucher | undefined> {
    const parameters: unknown[] = [code];
    const mine = this.mine().into(parameters);
    const locked = await this.database.queryOne<{ id: string }>(
      `select v.id from vouchers v where v.code = $1 and ${FINISHED} and ${mine} for update`,
      parameters,
    );
    return locked && this.database.queryOne<LockedVoucher>(LOCKED, [locked.id]);
  }

  /** What is left out stays. The caller holds the row. */
  async update(id: string, change: VoucherChange): Promise<void> {
    const columns = Object.entries(plainColumns(change));
    const sets = columns.map(([name], n) => `${name} = $${n + 2}, `).join('');
    await this.database.execute(`update vouchers set ${sets} version = version + 1 where id = $1`, [
      id,
      ...columns.map(([, value]) => value),
    ]);
  }

  /** Gives it another code. @returns false when that code exists, or is a member's name */
  async rename(id: string, code: string, passwordSealed: string | null): Promise<boolean> {
    await this.database.query(`select ${holdNames('site_id')} from vouchers where id = $1`, [id]);
    const rows = await this.database.query(
      `update vouchers v set code = $2, password_sealed = $3
        where v.id = $1 and not exists (select from vouchers o where o.code = $2)
          and not ${isMembersName('$2', 'v.site_id')} returning v.id`,
      [id, code, passwordSealed],
    );
    return rows.length === 1;
  }

  /** Routers count anew: the user there is a new one. */
  async forgetCounters(ids: readonly string[]): Promise<void> {
    await this.database.execute(`delete from voucher_counters where voucher_id = any ($1::uuid[])`, [ids]);
  }

  private mine(): ScopeCondition {
    return this.scope.ofReseller('v.reseller_id', 'v.site_id');
  }
}

const LOCKED = `select ${VOUCHER_COLUMNS}, v.password_sealed as "passwordSealed", v.sale_id as "saleId",
  v.cash_account as "cashAccount", b.provisioning, b.code_prefix as "codePrefix", b.code_length as "codeLength",
  b.code_alphabet as "codeAlphabet", s.time_zone as "timeZone",
  exists (select from voucher_orders o where o.voucher_id = v.id) as ordered
  ${FROM} join sites s on s.id = v.site_id left join voucher_batches b on b.id = v.batch_id where v.id = $1`;
