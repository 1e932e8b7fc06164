import { type CashAccount } from '../cash-account';

export const ACCOUNT_STATUSES = ['ACTIVE', 'PAUSED'] as const;
/** `PAUSED`: nothing new is started there; callbacks and questions go on. */
export type AccountStatus = (typeof ACCOUNT_STATUSES)[number];

/** One merchant account at a gateway, without its secrets. */
export interface GatewayAccount {
  id: string;
  /** Short and unique: names its clearing account in the books. */
  code: string;
  gateway: string;
  /** Null: for every site. */
  siteId: string | null;
  name: string;
  environment: 'SANDBOX' | 'PRODUCTION';
  settings: Record<string, string | number | boolean>;
  /** Where its money lies until the gateway pays it out. */
  cashAccount: CashAccount;
  status: AccountStatus;
  currency: string;
  /** Limits of a whole payment in booking units. */
  minAmount: bigint;
  maxAmount: bigint | null;
  /** Lower first. */
  priority: number;
  channelsRefreshedAt: Date | null;
  /** Until when callbacks may be signed with the secrets before the last change. */
  previousUntil: Date | null;
  version: number;
  createdAt: Date;
  updatedAt: Date;
}
