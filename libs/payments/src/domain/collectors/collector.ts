/** What happens to cash that a collector takes above his limit. */
export const OVER_LIMIT_POLICIES = ['WARN', 'HOLD_ACCESS', 'BLOCK'] as const;
/** `WARN`: an alert. `HOLD_ACCESS`: taken, but access comes back with the remittance. `BLOCK`: not taken. */
export type OverLimitPolicy = (typeof OVER_LIMIT_POLICIES)[number];

/** How a collector was paid. What is not a transfer to our bank he holds himself, and answers for. */
export const COLLECTION_METHODS = ['CASH', 'TRANSFER', 'OTHER'] as const;
export type CollectionMethod = (typeof COLLECTION_METHODS)[number];

/** A user who goes round, and the account that his cash lies on. */
export interface Collector {
  id: string;
  siteId: string;
  userId: string;
  name: string;
  code: string;
  cashAccount: CollectorAccount;
  active: boolean;
  acceptsPartial: boolean;
  /** Most cash in hand, in booking units; null: no limit. */
  limitAmount: bigint | null;
  overLimitPolicy: OverLimitPolicy;
  /** Oldest cash in hand, in days; null: no limit. */
  maxAgeDays: number | null;
  /** Of remitted money. */
  commissionBp: number;
  currency: string;
  timeZone: string;
  version: number;
}

/** The account of a collector's cash. */
export type CollectorAccount = `CASH.COLLECTOR.${string}`;

/** The account of the collector with this code. */
export const collectorAccount = (code: string): CollectorAccount => `CASH.COLLECTOR.${code}`;
