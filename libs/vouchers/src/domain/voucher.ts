import { type VoucherTerms } from './voucher-batch';
import { type VoucherState } from './voucher-state';

/** A voucher as people see it. */
export interface Voucher extends VoucherTerms {
  id: string;
  siteId: string;
  batchId: string | null;
  profileId: string;
  profileCode: string;
  profileName: string;
  /** Whose it is; null: the house's. */
  resellerId: string | null;
  /** Only on this router; null: on every hotspot router of the site. */
  routerId: string | null;
  code: string;
  state: VoucherState;
  /** On routers already, or from its sale on. */
  provisioned: boolean;
  soldAmount: bigint | null;
  soldAt: Date | null;
  soldByName: string | null;
  buyerPhone: string | null;
  firstLoginAt: Date | null;
  expiresAt: Date | null;
  usedSeconds: bigint;
  usedBytes: bigint;
  lastSeenAt: Date | null;
  mac: string | null;
  endedAt: Date | null;
  voidReason: string | null;
  version: number;
  createdAt: Date;
}

/** A voucher that its transaction holds, with what only the books and the router need. */
export interface LockedVoucher extends Voucher {
  passwordSealed: string | null;
  saleId: string | null;
  cashAccount: string | null;
  /** The way of its batch; null: it is a single one. */
  provisioning: 'PRECREATED' | 'ON_ACTIVATION' | null;
  codePrefix: string | null;
  codeLength: number | null;
  codeAlphabet: string | null;
  timeZone: string;
  /** Bought in the shop. */
  ordered: boolean;
}

type Used = Pick<Voucher, 'uptimeLimitSeconds' | 'dataLimitBytes' | 'usedSeconds' | 'usedBytes'>;

/** Has it used up its seconds or its bytes? */
export function isUsedUp({ uptimeLimitSeconds, dataLimitBytes, usedSeconds, usedBytes }: Used): boolean {
  return (
    (uptimeLimitSeconds !== null && usedSeconds >= uptimeLimitSeconds) ||
    (dataLimitBytes !== null && usedBytes >= dataLimitBytes)
  );
}
