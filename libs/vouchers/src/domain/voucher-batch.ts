import { type CodeStyle } from './code-style';

/** `MAKING`: its vouchers are being made and nobody sees them yet. */
export const BATCH_STATES = ['MAKING', 'READY', 'FAILED', 'VOID'] as const;
export type BatchState = (typeof BATCH_STATES)[number];

/** `PRECREATED`: on the router from the start, so that a login works while we are away. `ON_ACTIVATION`: when it is sold. */
export const PROVISIONINGS = ['PRECREATED', 'ON_ACTIVATION'] as const;
export type Provisioning = (typeof PROVISIONINGS)[number];

export const MOST_VOUCHERS = 50_000;

/** What a voucher gives; copied from its package when it is made, so that a later change of the package changes nothing. */
export interface VoucherTerms {
  /** From the first login on; null: no such end. */
  validityMinutes: number | null;
  /** Not after; null: no such end. */
  validUntil: Date | null;
  /** Seconds online; null: unlimited. */
  uptimeLimitSeconds: bigint | null;
  /** Bytes in both directions together; null: unlimited. */
  dataLimitBytes: bigint | null;
  /** What it costs us, or what the reseller pays; booking units. */
  costAmount: bigint;
  /** What the buyer pays. */
  priceAmount: bigint;
  currency: string;
}

export interface VoucherBatch extends VoucherTerms {
  id: string;
  siteId: string;
  profileId: string;
  /** Whose vouchers they are; null: the house's. */
  resellerId: string | null;
  /** Only on this router; null: on every hotspot router of the site. */
  routerId: string | null;
  name: string;
  style: CodeStyle;
  /** 1 to {@link MOST_VOUCHERS}. */
  quantity: number;
  /** How many are made so far. */
  made: number;
  state: BatchState;
  provisioning: Provisioning;
  jobId: string | null;
  createdByName: string;
  createdAt: Date;
  finishedAt: Date | null;
  version: number;
}
