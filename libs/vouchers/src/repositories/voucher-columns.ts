import { type LockedVoucher } from '../domain/voucher';

/** Select list of vouchers `v` with their packages `p`. */
export const VOUCHER_COLUMNS = `v.id, v.site_id as "siteId", v.batch_id as "batchId", v.profile_id as "profileId",
  p.code as "profileCode", p.name as "profileName", v.reseller_id as "resellerId", v.router_id as "routerId", v.code, v.state,
  v.provisioned, v.validity_minutes as "validityMinutes", v.valid_until as "validUntil",
  v.uptime_limit_seconds as "uptimeLimitSeconds", v.data_limit_bytes as "dataLimitBytes", v.cost_amount as "costAmount",
  v.price_amount as "priceAmount", v.currency, v.sold_amount as "soldAmount", v.sold_at as "soldAt",
  v.sold_by_name as "soldByName", v.buyer_phone as "buyerPhone", v.first_login_at as "firstLoginAt",
  v.expires_at as "expiresAt", v.used_seconds as "usedSeconds", v.used_bytes as "usedBytes", v.last_seen_at as "lastSeenAt",
  v.mac, v.ended_at as "endedAt", v.void_reason as "voidReason", v.version, v.created_at as "createdAt"`;

const CHANGEABLE = {
  ...{ state: 'state', provisioned: 'provisioned', soldAmount: 'sold_amount', soldAt: 'sold_at', soldBy: 'sold_by' },
  ...{ soldByName: 'sold_by_name', saleId: 'sale_id', cashAccount: 'cash_account', buyerPhone: 'buyer_phone' },
  ...{ firstLoginAt: 'first_login_at', expiresAt: 'expires_at', validityMinutes: 'validity_minutes' },
  ...{ validUntil: 'valid_until', uptimeLimitSeconds: 'uptime_limit_seconds', dataLimitBytes: 'data_limit_bytes' },
  ...{ endedAt: 'ended_at', voidReason: 'void_reason' },
} as const;

type Field = keyof typeof CHANGEABLE;

/** What may change of a voucher besides its code; absent fields stay. */
export type VoucherChange = Partial<Pick<LockedVoucher, Exclude<Field, 'soldBy'>>> & { soldBy?: string | null };

/** The change as columns. */
export function plainColumns(change: VoucherChange): Record<string, unknown> {
  const named = Object.entries(CHANGEABLE).map(([field, column]) => [column, change[field as Field]]);
  return Object.fromEntries(named.filter(([, value]) => value !== undefined)) as Record<string, unknown>;
}
