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
import { type BatchState, type VoucherBatch } from '../domain/voucher-batch';

export interface VoucherBatchFilter extends ListRequest {
  siteId?: string;
  profileId?: string;
  resellerId?: string;
  state?: BatchState;
}

export type NewBatch = Omit<VoucherBatch, 'made' | 'state' | 'jobId' | 'finishedAt' | 'version'> & {
  createdBy: string;
  idempotencyKey: string | null;
};

const COLUMNS = `b.id, b.site_id as "siteId", b.profile_id as "profileId", b.reseller_id as "resellerId",
  b.router_id as "routerId", b.name, json_build_object('prefix', b.code_prefix, 'length', b.code_length,
  'alphabet', b.code_alphabet, 'passwordMode', b.password_mode) as style, b.quantity, b.made, b.state, b.provisioning,
  b.validity_minutes as "validityMinutes", b.valid_until as "validUntil", b.uptime_limit_seconds as "uptimeLimitSeconds",
  b.data_limit_bytes as "dataLimitBytes", b.cost_amount as "costAmount", b.price_amount as "priceAmount", b.currency,
  b.job_id as "jobId", b.created_by_name as "createdByName", b.created_at as "createdAt", b.finished_at as "finishedAt",
  b.version`;

const list = new KeysetList<'createdAt' | 'name'>({
  select: `select ${COLUMNS} from voucher_batches b`,
  id: 'b.id',
  sorts: { createdAt: { sql: 'b.created_at', type: 'timestamptz' }, name: { sql: 'b.name', type: 'text' } },
  defaultSort: '-createdAt',
});

/** Batches of the actor: of his sites, or of the reseller that he is. */
@Injectable()
export class VoucherBatchRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
  ) {}

  /** @returns false when its idempotency key exists */
  async insert(batch: NewBatch): Promise<boolean> {
    const { style } = batch;
    const rows = await this.database.query(
      `insert into voucher_batches (id, site_id, profile_id, reseller_id, router_id, name, code_prefix, code_length,
         code_alphabet, password_mode, quantity, provisioning, validity_minutes, valid_until, uptime_limit_seconds,
         data_limit_bytes, cost_amount, price_amount, currency, idempotency_key, created_by, created_by_name, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)
       on conflict (idempotency_key) do nothing returning id`,
      [
        ...[batch.id, batch.siteId, batch.profileId, batch.resellerId, batch.routerId, batch.name],
        ...[style.prefix, style.length, style.alphabet, style.passwordMode, batch.quantity, batch.provisioning],
        ...[batch.validityMinutes, batch.validUntil, batch.uptimeLimitSeconds, batch.dataLimitBytes],
        ...[batch.costAmount, batch.priceAmount, batch.currency, batch.idempotencyKey],
        ...[batch.createdBy, batch.createdByName, batch.createdAt],
      ],
    );
    return rows.length === 1;
  }

  async setJob(id: string, jobId: string): Promise<void> {
    await this.database.execute(`update voucher_batches set job_id = $2 where id = $1`, [id, jobId]);
  }

  async byKey(key: string): Promise<VoucherBatch | undefined> {
    const parameters: unknown[] = [key];
    const mine = this.mine().into(parameters);
    return this.database.queryOne(
      `select ${COLUMNS} from voucher_batches b where b.idempotency_key = $1 and ${mine}`,
      parameters,
    );
  }

  async find(id: string): Promise<VoucherBatch | undefined> {
    const parameters: unknown[] = [id];
    const mine = this.mine().into(parameters);
    return this.database.queryOne(`select ${COLUMNS} from voucher_batches b where b.id = $1 and ${mine}`, parameters);
  }

  async page(filter: VoucherBatchFilter): Promise<Page<VoucherBatch>> {
    const conditions: Condition[] = [this.mine()];
    if (filter.siteId !== undefined) conditions.push(condition('b.site_id = $?', filter.siteId));
    if (filter.profileId !== undefined) conditions.push(condition('b.profile_id = $?', filter.profileId));
    if (filter.resellerId !== undefined) conditions.push(condition('b.reseller_id = $?', filter.resellerId));
    if (filter.state !== undefined) conditions.push(condition('b.state = $?', filter.state));
    return list.page<VoucherBatch>(this.database, filter, conditions);
  }

  /** A router of this site? */
  async isRouterOf(routerId: string, siteId: string): Promise<boolean | undefined> {
    const parameters: unknown[] = [routerId, siteId];
    const mine = this.scope.shared('r.site_id').into(parameters);
    const row = await this.database.queryOne<{ same: boolean }>(
      `select r.site_id = $2 as same from routers r where r.id = $1 and ${mine}`,
      parameters,
    );
    return row?.same;
  }

  /** Ends one that is being made: what was made of it never was. @returns false when it was not being made */
  async giveUp(id: string, state: 'FAILED' | 'VOID'): Promise<boolean> {
    const rows = await this.database.query(
      `update voucher_batches set state = $2, made = 0, finished_at = now(), version = version + 1
        where id = $1 and state = 'MAKING' returning id`,
      [id, state],
    );
    if (rows.length === 0) return false;
    await this.database.execute(`delete from vouchers where batch_id = $1`, [id]);
    return true;
  }

  /** Voids what nobody has bought or used of a finished batch. @returns how many; undefined when it is not finished */
  async void(id: string, reason: string): Promise<number | undefined> {
    const rows = await this.database.query(
      `update voucher_batches set state = 'VOID', version = version + 1 where id = $1 and state = 'READY' returning id`,
      [id],
    );
    if (rows.length === 0) return undefined;
    const { affected } = await this.database.execute(
      `update vouchers set state = 'VOID', void_reason = $2, ended_at = app_now(), version = version + 1
        where batch_id = $1 and state = 'AVAILABLE'`,
      [id, reason],
    );
    return affected;
  }

  private mine(): ScopeCondition {
    return this.scope.ofReseller('b.reseller_id', 'b.site_id');
  }
}
