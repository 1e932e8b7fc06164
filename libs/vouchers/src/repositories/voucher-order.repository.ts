import { Injectable } from '@nestjs/common';
import { type Language, type Page } from '@app/core';
import { type Condition, condition, Database, KeysetList, type ListRequest, ScopeFilter } from '@app/platform';
import { holdNames, isMembersName } from './login-names.repository';
import { type VoucherOrder, type VoucherOrderState } from '../domain/voucher-order';

export interface NewVoucherOrder {
  id: string;
  siteId: string;
  profileId: string;
  tokenHash: Buffer;
  buyerName: string;
  buyerPhone: string;
  language: Language;
  priceAmount: bigint;
  currency: string;
  createdAt: Date;
  expiresAt: Date;
}

/** A voucher that an order gets, with the terms of its package. */
export interface SoldVoucher {
  id: string;
  orderId: string;
  paymentId: string;
  code: string;
  cashAccount: string;
  soldAt: Date;
}

const ORDER = `select o.id, o.site_id as "siteId", s.code as "siteCode", s.name as "siteName", s.time_zone as "timeZone",
  o.profile_id as "profileId", p.name as "profileName", o.buyer_name as "buyerName", o.buyer_phone as "buyerPhone",
  o.language, o.price_amount as "priceAmount", o.currency, o.state, o.payment_id as "paymentId",
  o.voucher_id as "voucherId", v.code, v.state as "voucherState", coalesce(v.state = 'VOID', false) as voided,
  o.created_at as "createdAt", o.expires_at as "expiresAt", o.paid_at as "paidAt",
  coalesce((select sum(r.reversed_amount) from payment_reversals r where r.payment_id = o.payment_id), 0)::bigint
    as "returnedAmount"
  from voucher_orders o join sites s on s.id = o.site_id join hotspot_profiles p on p.id = o.profile_id
  left join vouchers v on v.id = o.voucher_id`;

export interface VoucherOrderFilter extends ListRequest {
  siteId?: string;
  profileId?: string;
  state?: VoucherOrderState;
  /** Beginning of the buyer's telephone number, or the whole code. */
  q?: string;
}

const list = new KeysetList<'createdAt'>({
  select: ORDER,
  id: 'o.id',
  sorts: { createdAt: { sql: 'o.created_at', type: 'timestamptz' } },
  defaultSort: '-createdAt',
});

/** Orders of the shop: staff see those of their sites, a buyer the one that his token opens. */
@Injectable()
export class VoucherOrderRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
  ) {}

  async insert(order: NewVoucherOrder): Promise<void> {
    await this.database.execute(
      `insert into voucher_orders (id, site_id, profile_id, token_hash, buyer_name, buyer_phone, language, price_amount,
         currency, created_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [
        ...[order.id, order.siteId, order.profileId, order.tokenHash, order.buyerName, order.buyerPhone],
        ...[order.language, order.priceAmount, order.currency, order.createdAt, order.expiresAt],
      ],
    );
  }

  /** The token is the key: nobody else finds it. */
  async byToken(tokenHash: Buffer): Promise<VoucherOrder | undefined> {
    return this.database.queryOne(`${ORDER} where o.token_hash = $1`, [tokenHash]);
  }

  async find(id: string): Promise<VoucherOrder | undefined> {
    const parameters: unknown[] = [id];
    const mine = this.scope.site('o.site_id').into(parameters);
    return this.database.queryOne(`${ORDER} where o.id = $1 and ${mine}`, parameters);
  }

  async page(filter: VoucherOrderFilter): Promise<Page<VoucherOrder>> {
    const conditions: Condition[] = [this.scope.site('o.site_id')];
    const { siteId, profileId, state, q } = filter;
    if (siteId !== undefined) conditions.push(condition('o.site_id = $?', siteId));
    if (profileId !== undefined) conditions.push(condition('o.profile_id = $?', profileId));
    if (state !== undefined) conditions.push(condition('o.state = $?', state));
    if (q !== undefined) conditions.push(condition('(starts_with(o.buyer_phone, $?) or v.code = $?)', q, q));
    return list.page<VoucherOrder>(this.database, filter, conditions);
  }

  /** Held until the settling transaction ends; whoever pays at the same time waits. */
  async lock(id: string): Promise<VoucherOrder | undefined> {
    const held = await this.database.queryOne<{ id: string }>(
      `select id from voucher_orders where id = $1 for update`,
      [id],
    );
    return held && this.database.queryOne<VoucherOrder>(`${ORDER} where o.id = $1`, [id]);
  }

  /** Makes the voucher of a held order, sold. @returns false when the code exists, or is a member's name */
  async deliver({ id, orderId, paymentId, code, cashAccount, soldAt }: SoldVoucher): Promise<boolean> {
    await this.database.query(`select ${holdNames('site_id')} from voucher_orders where id = $1`, [orderId]);
    const rows = await this.database.query(
      `insert into vouchers (id, site_id, profile_id, code, state, provisioned, validity_minutes, uptime_limit_seconds,
         data_limit_bytes, cost_amount, price_amount, currency, sold_amount, sold_at, sold_by, sold_by_name, sale_id,
         cash_account, buyer_phone, created_at)
       select $1, o.site_id, o.profile_id, $3, 'SOLD', true, p.validity_minutes, p.uptime_limit_seconds, p.data_limit_bytes,
         p.cost_amount, o.price_amount, o.currency, o.price_amount, $6, 'shop', 'Toko voucher', $4, $5, o.buyer_phone, $6
         from voucher_orders o join hotspot_profiles p on p.id = o.profile_id where o.id = $2
          and not ${isMembersName('$3', 'o.site_id')}
       on conflict (code) do nothing returning id`,
      [id, orderId, code, paymentId, cashAccount, soldAt],
    );
    if (rows.length === 0) return false;
    await this.database.execute(
      `update voucher_orders set state = 'DELIVERED', voucher_id = $2, payment_id = $3, paid_at = $4 where id = $1`,
      [orderId, id, paymentId, soldAt],
    );
    return true;
  }
}
